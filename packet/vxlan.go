package packet

import "encoding/binary"

// vxlan reads VXLAN (RFC 7348, section 5), with a group policy id
// (draft-smith-vxlan-group-policy) or the Generic Protocol Extension.
func (w *walk) vxlan(b []byte) (Verdict, bool) {
	const extension = 0x04 // the header names the next protocol
	t := Tunnel{Kind: TunnelVXLAN, ID: binary.BigEndian.Uint32(b[4:]) >> 8, HasID: true}
	inner := b[8:]
	if b[0]&extension != 0 {
		switch b[3] {
		case nshIPv4, nshIPv6:
			if !holdsIP(inner) {
				return 0, false
			}
			w.packet.Tunnel = t.ID
			return w.ipIn(t, inner), true
		case vxlanNSH:
			if len(inner) < 8 {
				return 0, false
			}
			w.packet.Tunnel = t.ID
			w.enter(t)
			return w.nsh(inner), true
		case nshEthernet:
		default:
			return 0, false
		}
	}
	if b[7] != 0 || !holdsEthernet(inner) {
		return 0, false
	}
	w.packet.Tunnel = t.ID
	return w.ethernetIn(t, inner), true
}

// vxlanNSH is the next protocol that stands for a Network Service Header.
const vxlanNSH = 4
