package packet

import "encoding/binary"

// IPv6 extension headers (RFC 8200, section 4; IANA).
const (
	hopByHop       Protocol = 0
	routing        Protocol = 43
	fragmentHeader Protocol = 44
	authentication Protocol = 51
	destination    Protocol = 60
	mobility       Protocol = 135
	hostIdentity   Protocol = 139
	shim6          Protocol = 140
)

// ip6 reads an IPv6 header (RFC 8200, section 3).
func (w *walk) ip6(b []byte) Verdict {
	if len(b) < 40 {
		return w.short(b, 40)
	}
	if b[0]>>4 != 6 {
		return Malformed
	}
	p := w.packet
	p.IPv4, p.IPID, p.TTL = false, 0, b[7]
	p.Src.IP, p.Dst.IP = [16]byte(b[8:]), [16]byte(b[24:])
	body := b[40:]
	// A length of 0 is a jumbogram (RFC 2675) or a super-segment: it goes to the frame's end.
	if n := int(binary.BigEndian.Uint16(b[4:])); n != 0 {
		body = w.clip(body, n)
	}
	return w.extensions(Protocol(b[6]), body)
}

// extensions reads extension headers as far as the transport (RFC 8200, section 4).
func (w *walk) extensions(next Protocol, b []byte) Verdict {
	rerouted := false
	for ; w.depth < maxDepth; w.depth++ {
		unit := 8 // of a header's length
		switch next {
		case hopByHop, routing, destination, mobility, hostIdentity, shim6, fragmentHeader:
		case authentication:
			unit = 4
		default:
			v := w.transport(next, b)
			if rerouted {
				w.packet.Segment = nil
			}
			return v
		}
		if len(b) < 8 {
			return w.short(b, 8)
		}
		size := 8 + int(b[1])*unit
		switch next {
		case routing:
			rerouted = b[3] != 0 // segments left: the checksum is for an address further on
		case fragmentHeader:
			f := fragment6(b)
			if f.offset != 0 || f.more {
				f.key.src, f.key.dst = w.packet.Src.IP, w.packet.Dst.IP
				return w.fragment(f)
			}
			size = 8 // an atomic fragment (RFC 6946); where others have a length, this one has a reserved byte
		}
		if len(b) < size {
			return w.short(b, size)
		}
		next, b = Protocol(b[0]), b[size:]
	}
	return Malformed
}

// fragment6 reads a fragment header of 8 bytes (RFC 8200, section 4.5).
func fragment6(b []byte) fragment {
	at := binary.BigEndian.Uint16(b[2:])
	return fragment{
		key:    fragmentKey{id: binary.BigEndian.Uint32(b[4:])},
		next:   Protocol(b[0]),
		offset: int(at &^ 7),
		more:   at&1 != 0,
		body:   b[8:],
	}
}
