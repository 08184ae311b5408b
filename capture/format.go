package capture

import (
	"bytes"
	"fmt"
)

// maxPacket is the longest packet that a capture is believed to hold, in bytes.
const maxPacket = 16 << 20

// format reads the packets of one file format from the front of a buffer.
type format interface {
	// next looks at buf, which begins at a record. It fills p where the record holds a
	// packet; p.Data points into buf.
	next(buf []byte, p *Packet) step
}

// step is what a format found at the front of a buffer.
type step struct {
	kind outcome
	// n is how many bytes the record takes; of needMore, how many must be there to tell.
	n int64
	// reason says what is wrong.
	reason string
}

// outcome is what a record turned out to be.
type outcome uint8

const (
	gotPacket outcome = iota
	passed            // a record without a packet
	needMore          // the buffer ends too early
	damaged           // the record makes no sense, but what follows may
	broken            // nothing that follows can be read
)

// recognize returns the format of a file that begins with these bytes, and
// how many of them are its header.
func recognize(b []byte) (format, int, error) {
	if f, ok := newPcap(b); ok {
		return f, pcapHeader, nil
	}
	if len(b) >= 4 && bytes.Equal(b[:4], pcapngMagic) {
		return &pcapng{}, 0, nil
	}
	return nil, 0, fmt.Errorf("not a capture%s: pcap and pcapng are read, plain or compressed with gzip, zstd or lz4", guess(b))
}

// guess names what a file that is no capture looks like.
func guess(b []byte) string {
	switch {
	case len(b) == 0:
		return ", it is empty"
	case len(b) < 4:
		return ", it is too short"
	case bytes.HasPrefix(b, []byte("\x54\x52\x53\x4e")), bytes.HasPrefix(b, []byte("RTSS")), bytes.HasPrefix(b, []byte("GMBU")):
		return ", it looks like one of Microsoft Network Monitor or NetXRay (editcap converts it)"
	case bytes.HasPrefix(b, []byte("snoop\x00")):
		return ", it looks like one of Solaris snoop (editcap converts it)"
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return ", it is a ZIP archive (unpack it first)"
	case bytes.HasPrefix(b, []byte("BZh")), bytes.HasPrefix(b, []byte("\xfd7zXZ\x00")):
		return ", it is compressed in a way that is not read (unpack it first)"
	case bytes.HasPrefix(b, []byte(`{"`)):
		return ", it looks like JSON"
	}
	return ""
}
