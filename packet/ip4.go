package packet

import "encoding/binary"

// ip reads an IP packet of the version that its first byte says.
func (w *walk) ip(b []byte) Verdict {
	if len(b) == 0 {
		return w.short(b, 1)
	}
	switch b[0] >> 4 {
	case 4:
		return w.ip4(b)
	case 6:
		return w.ip6(b)
	}
	return NotIP
}

// ip4 reads an IPv4 header (RFC 791, section 3.1).
func (w *walk) ip4(b []byte) Verdict {
	if len(b) < 20 {
		return w.short(b, 20)
	}
	header := int(b[0]&0xf) * 4
	if b[0]>>4 != 4 || header < 20 {
		return Malformed
	}
	if len(b) < header {
		return w.short(b, header)
	}
	// A length of 0 is a super-segment, which the network card was to cut up and fill in.
	if total := int(binary.BigEndian.Uint16(b[2:])); total >= header {
		b = w.clip(b, total)
	} else if total != 0 {
		return Malformed
	}
	p := w.packet
	p.IPv4, p.IPID, p.TTL = true, binary.BigEndian.Uint16(b[4:]), b[8]
	setMapped(&p.Src.IP, b[12:16])
	setMapped(&p.Dst.IP, b[16:20])

	const offset, moreFragments = 0x1fff, 0x2000
	protocol := Protocol(b[9])
	if f := binary.BigEndian.Uint16(b[6:]); f&(offset|moreFragments) != 0 {
		return w.fragment(fragment{
			key:    fragmentKey{p.Src.IP, p.Dst.IP, uint32(p.IPID), protocol},
			next:   protocol,
			offset: int(f&offset) * 8,
			more:   f&moreFragments != 0,
			body:   b[header:],
		})
	}
	return w.transport(protocol, b[header:])
}

// setMapped sets e to an IPv4 address. It is written in the words that the
// hash reads: processors are slow to read a word that was written in pieces.
func setMapped(e *[16]byte, address []byte) {
	binary.LittleEndian.PutUint64(e[:8], 0)
	binary.LittleEndian.PutUint64(e[8:], 0xffff0000|uint64(binary.LittleEndian.Uint32(address))<<32)
}

// transport reads the header of TCP or UDP, or goes on inside a tunnel.
func (w *walk) transport(protocol Protocol, b []byte) Verdict {
	w.packet.Protocol = protocol
	switch protocol {
	case TCP:
		return w.tcp(b)
	case UDP:
		return w.udp(b)
	}
	if v, ok := w.inIP(protocol, b); ok {
		return v
	}
	return NotTransport
}
