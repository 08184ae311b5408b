package capture

import (
	"encoding/binary"
	"fmt"
)

// Lengths of the file's header and of a record's, in bytes.
const (
	pcapHeader = 24
	pcapRecord = 16
)

// pcap reads the classic format (draft-ietf-opsawg-pcap).
type pcap struct {
	order  binary.ByteOrder
	little bool
	scale  int64 // nanoseconds in a unit of the time's fraction
	record int64 // length of a record's header
	link   LinkType
}

// newPcap reads a file's header; it reports false if it is none.
func newPcap(b []byte) (*pcap, bool) {
	if len(b) < pcapHeader {
		return nil, false
	}
	f := &pcap{scale: 1000, record: pcapRecord}
	switch binary.LittleEndian.Uint32(b) {
	case 0xa1b2c3d4:
		f.order = binary.LittleEndian
	case 0xd4c3b2a1:
		f.order = binary.BigEndian
	case 0xa1b23c4d:
		f.order, f.scale = binary.LittleEndian, 1
	case 0x4d3cb2a1:
		f.order, f.scale = binary.BigEndian, 1
	case 0xa1b2cd34: // with Alexey Kuznetzov's longer records
		f.order, f.record = binary.LittleEndian, pcapRecord+8
	case 0x34cdb2a1:
		f.order, f.record = binary.BigEndian, pcapRecord+8
	default:
		return nil, false
	}
	f.little = f.order == binary.LittleEndian
	// The upper bits tell of frame check sequences.
	f.link = LinkType(f.order.Uint32(b[20:]) & 0xffff)
	return f, true
}

func (f *pcap) next(buf []byte, p *Packet) step {
	if int64(len(buf)) < f.record {
		return step{kind: needMore, n: f.record}
	}
	var seconds, fraction, captured, length uint32
	if f.little {
		seconds, fraction = binary.LittleEndian.Uint32(buf), binary.LittleEndian.Uint32(buf[4:])
		captured, length = binary.LittleEndian.Uint32(buf[8:]), binary.LittleEndian.Uint32(buf[12:])
	} else {
		seconds, fraction = binary.BigEndian.Uint32(buf), binary.BigEndian.Uint32(buf[4:])
		captured, length = binary.BigEndian.Uint32(buf[8:]), binary.BigEndian.Uint32(buf[12:])
	}
	if captured > maxPacket {
		return step{kind: broken, reason: fmt.Sprintf("a packet that claims %d bytes: the file is damaged from here on, and what came before was read", captured)}
	}
	n := f.record + int64(captured)
	if int64(len(buf)) < n {
		return step{kind: needMore, n: n}
	}
	p.Data = buf[f.record:n:n]
	p.Time = int64(seconds)*1e9 + int64(fraction)*f.scale
	p.Length = max(int(length), int(captured))
	p.Link = f.link
	return step{kind: gotPacket, n: n}
}
