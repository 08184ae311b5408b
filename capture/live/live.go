// Package live hands out packets from network interfaces as they come.
//
// On Linux they are read from the kernel's own rings (AF_PACKET, TPACKET_V3),
// without cgo. With the build tag libpcap, and on macOS and Windows, libpcap
// reads them. What an interface's packets look like is the same.
package live

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/tlssniff/tlssniff/capture/filter"
)

// Defaults of Options.
const (
	DefaultSnaplen = 262144
	DefaultBuffer  = 64 << 20
)

// Wait is about how long Source.Next waits for a packet before it returns
// without one.
const Wait = 100 * time.Millisecond

// Options say how interfaces are opened. The zero value stands for the defaults.
type Options struct {
	// Context, when it is done, ends the capture: Next hands out what came
	// before, then returns io.EOF. Nil stands for one that never is.
	Context context.Context
	// Filter is applied by the kernel, as far as it can be, before a packet is
	// copied. It lets through what is in doubt, as tunnels and fragments, so
	// that whoever reads the packets matches each again. Nil lets all through.
	Filter *filter.Filter
	// Snaplen is how many bytes of a packet are kept; 0 is DefaultSnaplen.
	Snaplen int
	// Buffer is how many bytes wait in the kernel for each interface; 0 is DefaultBuffer.
	Buffer int
	// Modest leaves an interface out of promiscuous mode: it takes only
	// what is addressed to this machine.
	Modest bool
}

func (o *Options) complete() error {
	o.Snaplen, o.Buffer = cmp.Or(o.Snaplen, DefaultSnaplen), cmp.Or(o.Buffer, DefaultBuffer)
	if o.Context == nil {
		o.Context = context.Background()
	}
	switch {
	case o.Snaplen < 0 || o.Snaplen > DefaultSnaplen:
		return errors.New("the snap length must be from 1 to 262144 bytes")
	case o.Buffer < 0 || o.Buffer > maxBuffer:
		return errors.New("the buffer must be from 1 byte to 1 GiB")
	}
	return nil
}

// maxBuffer bounds the kernel's memory that one interface may take.
const maxBuffer = 1 << 30

// Stats count what an interface gave since it was opened, and what was lost.
type Stats struct {
	// Interface is its name.
	Interface string
	// Received is how many packets were taken from it, after the filter.
	Received int64
	// Dropped is how many more were lost because the buffer was full: too slow a
	// reader, or too small a buffer.
	Dropped int64
	// Missed is how many packets the network card or the kernel lost before
	// they came to the buffer, by the interface's own counters. A filter does
	// not bear on it.
	Missed int64
	// Up says whether it can give packets now, Downs how often it could not
	// since it was opened, and DownFor for how long in all.
	Up      bool
	Downs   int64
	DownFor time.Duration
}
