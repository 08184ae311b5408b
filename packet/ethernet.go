package packet

import "encoding/binary"

// EtherTypes (IEEE 802; IANA).
const (
	etherIPv4    = 0x0800
	etherIPv6    = 0x86dd
	etherVLAN    = 0x8100 // IEEE 802.1Q
	etherQinQ    = 0x88a8 // IEEE 802.1ad
	etherQinQOld = 0x9100 // the same before it was a standard
	etherPPPoE   = 0x8864 // RFC 2516: the session stage
	etherCisco   = 0x8909 // Cisco metadata: security group tags
	// maxLength is the largest value that is a length rather than a type (IEEE 802.3).
	maxLength = 1500
)

// ethernet reads an Ethernet header (IEEE 802.3).
func (w *walk) ethernet(b []byte) Verdict {
	if len(b) < 14 {
		return w.short(b, 14)
	}
	return w.ether(binary.BigEndian.Uint16(b[12:]), b[14:])
}

// ether reads what an EtherType announces.
func (w *walk) ether(t uint16, b []byte) Verdict {
	for ; w.depth < maxDepth; w.depth++ {
		switch t {
		case etherIPv4:
			return w.ip4(b)
		case etherIPv6:
			return w.ip6(b)
		case etherVLAN, etherQinQ, etherQinQOld:
			if len(b) < 4 {
				return w.short(b, 4)
			}
			w.vlan(binary.BigEndian.Uint16(b) & 0xfff)
			t, b = binary.BigEndian.Uint16(b[2:]), b[4:]
		case etherCisco:
			options := 2 // behind version and number
			if len(b) > 1 {
				options += 4 * int(b[1])
			}
			if len(b) < options+2 {
				return w.short(b, options+2)
			}
			t, b = binary.BigEndian.Uint16(b[options:]), b[options+2:]
		case etherPPPoE:
			return w.pppoe(b)
		case etherMPLS, etherMPLSMulticast:
			return w.mpls(b)
		case etherNSH:
			return w.nsh(b)
		default:
			if t <= maxLength {
				return w.llc(b)
			}
			return NotIP
		}
	}
	return Malformed
}

// vlan remembers a tag; of a stack deeper than MaxVLANs the outer ones.
func (w *walk) vlan(id uint16) {
	if p := w.packet; p.NVLANs < MaxVLANs {
		p.VLANs[p.NVLANs] = id
		p.NVLANs++
	}
}

// llc reads an IEEE 802.2 header of unnumbered information, and the SNAP header
// that may follow (RFC 1042). The frame's length is of no use: IP has its own.
func (w *walk) llc(b []byte) Verdict {
	const ip, snap, unnumbered = 0x06, 0xaa, 3
	if len(b) < 3 {
		return w.short(b, 3)
	}
	if b[0] != b[1] || b[2] != unnumbered {
		return NotIP
	}
	switch b[0] {
	case ip:
		return w.ip4(b[3:])
	case snap:
		if len(b) < 8 {
			return w.short(b, 8)
		}
		if t := binary.BigEndian.Uint16(b[6:]); t > maxLength {
			return w.ether(t, b[8:])
		}
	}
	return NotIP
}
