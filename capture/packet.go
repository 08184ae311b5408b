// Package capture hands out packets, from saved files and standard input, with
// their time, length, link type and number. It knows nothing of what is in one.
package capture

import "bytes"

// Packet is one captured packet.
type Packet struct {
	// Data is what was captured of the packet. It is borrowed: it points into
	// the Batch that handed it out and is valid until that Batch is recycled.
	Data []byte
	// Time is in nanoseconds since 1970-01-01 UTC, as the capture says it.
	Time int64
	// Length is the packet's length on the wire, in bytes; more than len(Data)
	// where the capture's snap length cut it.
	Length int
	// Number is the packet's place in its own file, 1-based as Wireshark shows it.
	Number int64
	// Source indexes the names that the packets come from.
	Source int32
	// Link says how Data begins.
	Link LinkType
}

// Snapped reports whether the capture holds less than was on the wire.
func (p *Packet) Snapped() bool { return len(p.Data) < p.Length }

// Clone returns a copy whose Data is its own.
func (p *Packet) Clone() Packet {
	c := *p
	c.Data = bytes.Clone(p.Data)
	return c
}

// Source hands out packets in the order in which they are to be seen.
type Source interface {
	// Next replaces the batch's packets with the next ones. At the end it
	// returns io.EOF and no packets. What could not be read is not returned
	// here, but by Problems, so that what can be read is.
	Next(*Batch) error
	// Names lists what the packets come from; Packet.Source indexes it. It may
	// grow from one Next to another.
	Names() []string
	// Problems lists what could not be read so far, each error naming the file,
	// the byte offset, the packet, and what to do.
	Problems() []error
	Close() error
}
