package main

import (
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// heapStart is how much of the heap's beginning is to have huge pages, in bytes of addresses: what of them is not
// used takes no memory.
const heapStart = 256 << 20

// useHugePages asks for huge pages behind the heap, as long as it is small: many kernels give them only who
// asks, and the Go runtime does not. The flows that the packets belong to lie all over the heap, and with small
// pages much time is spent on finding where a page is. The runtime takes the lowest free addresses first, so
// that what is asked for a block's addresses holds for what stands there after it.
func useHugePages() {
	var addresses unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_AS, &addresses); err != nil || addresses.Cur != unix.RLIM_INFINITY {
		return // there may be no room for the block
	}
	block := make([]byte, heapStart)
	_ = unix.Madvise(block, unix.MADV_HUGEPAGE) // where there are none, small ones do
	debug.FreeOSMemory()                        // the block is not used any more
}
