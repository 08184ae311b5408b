package packet

import "encoding/binary"

// tcp reads a TCP header (RFC 9293, section 3.1).
func (w *walk) tcp(b []byte) Verdict {
	if len(b) < 20 {
		return w.short(b, 20)
	}
	header := int(b[12]>>4) * 4
	if header < 20 {
		return Malformed
	}
	if len(b) < header {
		return w.short(b, header)
	}
	p := w.packet
	p.Src.Port, p.Dst.Port = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	p.Seq, p.Ack = binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:])
	p.Flags, p.Window = b[13], binary.BigEndian.Uint16(b[14:])
	p.Options = b[20:header:header]
	p.Payload = b[header:len(b):len(b)]
	p.WireLength = len(p.Payload) + w.left
	p.Segment = b[:len(b):len(b)]
	return Decoded
}
