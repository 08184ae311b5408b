//go:build !libpcap

package live

import (
	"math/bits"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Sizes of a ring's blocks in bytes. A block holds the longest packet.
const (
	minBlock = 128 << 10
	maxBlock = 512 << 10
)

// ring is memory that the kernel fills with packets, block by block (TPACKET_V3;
// Documentation/networking/packet_mmap.rst). A block belongs to the kernel or to
// the reader, as its status says.
type ring struct {
	memory []byte
	block  int // bytes of one block
	blocks int

	at     int // the block that is read, or comes next
	left   int // packets in it that are not read yet
	offset int // of the next of them in memory
	// since is when the block at hand was found ready, by the monotonic clock.
	since time.Time
}

// packetHeader is what stands before a packet in a block, and address behind that.
type (
	packetHeader = unix.Tpacket3Hdr
	address      = unix.RawSockaddrLinklayer
)

// blockHeader is what a block begins with (struct tpacket_block_desc).
type blockHeader struct {
	version, private uint32
	unix.TpacketHdrV1
}

// newRing asks the kernel for a ring of about size bytes for a socket.
func newRing(fd, size int) (*ring, error) {
	r := &ring{block: min(max(1<<bits.Len(uint(size/16)), minBlock), maxBlock)}
	r.blocks = max(size/r.block, 2)
	request := unix.TpacketReq3{
		Block_size: uint32(r.block),
		Block_nr:   uint32(r.blocks),
		// The kernel lays packets of any size into a block; it checks these two nonetheless.
		Frame_size:     uint32(r.block),
		Frame_nr:       uint32(r.blocks),
		Retire_blk_tov: uint32(hold.Milliseconds()),
	}
	err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V3)
	if err == nil {
		err = unix.SetsockoptTpacketReq3(fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &request)
	}
	if err == nil {
		r.memory, err = unix.Mmap(fd, 0, r.block*r.blocks, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	}
	return r, err
}

func (r *ring) header() *blockHeader {
	return (*blockHeader)(unsafe.Pointer(&r.memory[r.at*r.block]))
}

// peek returns the next packet, or false where the kernel has handed over none.
func (r *ring) peek() (*packetHeader, bool) {
	for r.left == 0 {
		b := r.header()
		if atomic.LoadUint32(&b.Block_status)&unix.TP_STATUS_USER == 0 {
			return nil, false
		}
		r.left, r.offset = int(b.Num_pkts), r.at*r.block+int(b.Offset_to_first_pkt)
		r.since = time.Now()
		if r.left == 0 {
			r.release()
		}
	}
	return (*packetHeader)(unsafe.Pointer(&r.memory[r.offset])), true
}

// bytes returns what was captured of the packet at hand; the memory is the ring's.
func (r *ring) bytes(h *packetHeader) []byte {
	from := r.offset + int(h.Mac)
	return r.memory[from : from+int(h.Snaplen)]
}

// address returns where the packet at hand came from.
func (r *ring) address() *address {
	const align = 16 // TPACKET_ALIGNMENT
	behind := (int(unsafe.Sizeof(packetHeader{})) + align - 1) / align * align
	return (*address)(unsafe.Pointer(&r.memory[r.offset+behind]))
}

// advance passes the packet at hand. With the last of a block, the block is the kernel's again.
func (r *ring) advance(h *packetHeader) {
	r.offset += int(h.Next_offset)
	if r.left--; r.left == 0 {
		r.release()
	}
}

func (r *ring) release() {
	atomic.StoreUint32(&r.header().Block_status, unix.TP_STATUS_KERNEL)
	r.at = (r.at + 1) % r.blocks
}

// close gives the memory back. Nothing of it may be used any more.
func (r *ring) close() error {
	if r == nil || r.memory == nil {
		return nil
	}
	return unix.Munmap(r.memory)
}

// nanoseconds is a packet's time since 1970.
func nanoseconds(h *packetHeader) int64 { return int64(h.Sec)*1e9 + int64(h.Nsec) }
