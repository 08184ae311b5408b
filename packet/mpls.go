package packet

import "encoding/binary"

// EtherTypes of MPLS (RFC 5332) and of the Network Service Header (RFC 8300).
const (
	etherMPLS          = 0x8847
	etherMPLSMulticast = 0x8848
	etherNSH           = 0x894f
)

// mpls reads a stack of labels (RFC 3032, section 2.1), and what is behind it: IP by its
// version, else an Ethernet pseudowire, with a control word or without (RFC 4385, RFC 4448).
func (w *walk) mpls(b []byte) Verdict {
	const bottom = 1 << 8
	for {
		if len(b) < 4 {
			return w.short(b, 4)
		}
		entry := binary.BigEndian.Uint32(b)
		b = b[4:]
		if !w.enter(Tunnel{Kind: TunnelMPLS, ID: entry >> 12, HasID: true}) {
			return Malformed
		}
		if entry&bottom != 0 {
			break
		}
	}
	switch {
	case holdsEthernet(b):
		// A frame's first byte may look like a version.
		return w.ethernet(b)
	case len(b) > 4 && b[0]>>4 == 0:
		return w.ethernet(b[4:])
	}
	return w.ip(b)
}

// Next protocols of the Network Service Header.
const (
	nshIPv4     = 1
	nshIPv6     = 2
	nshEthernet = 3
	nshMPLS     = 5
)

// nsh reads a Network Service Header (RFC 8300, section 2).
func (w *walk) nsh(b []byte) Verdict {
	if len(b) < 8 {
		return w.short(b, 8)
	}
	length := int(b[1]&0x3f) * 4
	if length < 8 {
		return Malformed
	}
	if len(b) < length {
		return w.short(b, length)
	}
	if !w.enter(Tunnel{Kind: TunnelNSH, ID: binary.BigEndian.Uint32(b[4:]) >> 8, HasID: true}) {
		return Malformed
	}
	inner := b[length:]
	switch b[3] {
	case nshIPv4:
		return w.ip4(inner)
	case nshIPv6:
		return w.ip6(inner)
	case nshEthernet:
		return w.ethernet(inner)
	case nshMPLS:
		return w.mpls(inner)
	}
	return NotIP
}
