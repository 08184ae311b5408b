package packet

import "encoding/binary"

// udp reads a UDP header (RFC 768). A length of 0 means the rest of the packet (RFC 2675, section 4).
func (w *walk) udp(b []byte) Verdict {
	if len(b) < 8 {
		return w.short(b, 8)
	}
	if n := int(binary.BigEndian.Uint16(b[4:])); n != 0 {
		if n < 8 || n > len(b)+w.left {
			return Malformed
		}
		b = w.clip(b, n)
	}
	if v, ok := w.tunnelled(b[8:]); ok {
		return v
	}
	p := w.packet
	p.Src.Port, p.Dst.Port = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	p.Seq, p.Ack, p.Flags, p.Window, p.Options = 0, 0, 0, 0, nil
	p.Payload = b[8:len(b):len(b)]
	p.WireLength = len(p.Payload) + w.left
	p.Segment = b[:len(b):len(b)]
	return Decoded
}
