//go:build !libpcap

package live

import (
	"encoding/binary"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/tlssniff/tlssniff/capture"
)

// counts are what is counted of one interface. The goroutine that reads packets
// writes them, any other may ask for them.
type counts struct {
	received atomic.Int64

	mu    sync.Mutex
	s     Stats
	fd    int // the socket; less than 0 where it is closed
	index int // of the interface
	// missed is what the interface's own counter last said.
	missed uint64
	// down is since when it is, valid where s.Up is false.
	down time.Time
	// changed says that the interface came back as one of another kind.
	changed bool
}

// open begins to count.
func (c *counts) open(fd int, name string, d device) {
	c.s = Stats{Interface: name, Up: d.up}
	c.fd, c.index, c.missed, c.down = fd, d.index, missed()[d.index], time.Now()
}

// see notes how the interface is now, and whether it is of another kind than it was.
func (c *counts) see(d device, changed bool, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changed = changed
	switch {
	case c.s.Up && !d.up:
		c.s.Downs++
		c.down = now
	case !c.s.Up && d.up:
		c.s.DownFor += now.Sub(c.down)
	}
	c.s.Up, c.index = d.up, d.index
}

// stats returns the counts as they are.
func (c *counts) stats() Stats {
	missed := missed()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fd >= 0 {
		// Asking sets the kernel's counters to 0.
		if s, err := unix.GetsockoptTpacketStatsV3(c.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS); err == nil {
			c.s.Dropped += int64(s.Drops)
		}
		if n, ok := missed[c.index]; ok {
			// An interface that came anew counts from 0.
			if n >= c.missed {
				c.s.Missed += int64(n - c.missed)
			} else {
				c.s.Missed += int64(n)
			}
			c.missed = n
		}
	}
	s := c.s
	s.Received = c.received.Load()
	if !s.Up {
		s.DownFor += time.Since(c.down)
	}
	return s
}

// problem says why the interface gives no packets, if that can't end by itself.
func (c *counts) problem() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.changed {
		return nil
	}
	return &capture.Problem{File: c.s.Interface, Offset: -1, Reason: "the interface came back as one of another kind, which needs a new start"}
}

// close takes the last counts and closes the socket.
func (c *counts) close() error {
	c.stats()
	c.mu.Lock()
	defer c.mu.Unlock()
	fd := c.fd
	c.fd = -1
	return unix.Close(fd)
}

// missed returns how many packets each interface, by its index, says it lost: those that the
// kernel had no room for and those that the network card had none for.
func missed() map[int]uint64 {
	list, err := syscall.NetlinkRIB(syscall.RTM_GETLINK, syscall.AF_UNSPEC)
	if err != nil {
		return nil
	}
	messages, err := syscall.ParseNetlinkMessage(list)
	if err != nil {
		return nil
	}
	all := map[int]uint64{}
	for i := range messages {
		m := &messages[i]
		if m.Header.Type != syscall.RTM_NEWLINK || len(m.Data) < syscall.SizeofIfInfomsg {
			continue
		}
		attributes, err := syscall.ParseNetlinkRouteAttr(m)
		if err != nil {
			continue
		}
		for _, a := range attributes {
			// Of struct rtnl_link_stats64, two counters (linux/if_link.h).
			const rxDropped, rxMissed = 6 * 8, 15 * 8
			if a.Attr.Type == unix.IFLA_STATS64 && len(a.Value) >= rxMissed+8 {
				index := (*syscall.IfInfomsg)(unsafe.Pointer(&m.Data[0])).Index
				all[int(index)] = binary.NativeEndian.Uint64(a.Value[rxDropped:]) + binary.NativeEndian.Uint64(a.Value[rxMissed:])
			}
		}
	}
	return all
}
