package main

import (
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// How much of the heap's beginning is to have huge pages, in bytes of addresses, and of which blocks. What of them
// is not used takes no memory.
const (
	heapStart = 256 << 20
	heapBlock = 4 << 20
)

// useHugePages asks for huge pages behind the heap, as long as it is small: many kernels give them only who
// asks, and the Go runtime does not. The flows that the packets belong to lie all over the heap, and with small
// pages much time is spent on finding where a page is. The runtime takes the lowest free addresses first, so
// that what is asked for the addresses of some blocks holds for what stands there after them.
func useHugePages() {
	var addresses unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_AS, &addresses); err != nil || addresses.Cur != unix.RLIM_INFINITY {
		return // there may be no room for the blocks
	}
	percent := debug.SetGCPercent(-1)
	var blocks [heapStart / heapBlock][]byte // small ones, because the runtime clears all of one that begins where something was
	for i := range blocks {
		blocks[i] = make([]byte, heapBlock)
		_ = unix.Madvise(blocks[i], unix.MADV_HUGEPAGE) // where there are none, small ones do
	}
	clear(blocks[:])
	debug.SetGCPercent(percent)
	debug.FreeOSMemory()
}
