package packet

import "encoding/binary"

// etherBridged is the EtherType of an Ethernet frame in a tunnel.
const etherBridged = 0x6558

// geneve reads GENEVE (RFC 8926, section 3.4).
func (w *walk) geneve(b []byte) (Verdict, bool) {
	header := 8 + int(b[0]&0x3f)*4
	if len(b) < header+20 {
		return 0, false
	}
	t := Tunnel{Kind: TunnelGENEVE, ID: binary.BigEndian.Uint32(b[4:]) >> 8, HasID: true}
	inner := b[header:]
	switch kind := binary.BigEndian.Uint16(b[2:]); {
	case kind == etherBridged && holdsEthernet(inner):
		w.packet.Tunnel = t.ID
		return w.ethernetIn(t, inner), true
	case (kind == etherIPv4 || kind == etherIPv6) && holdsIP(inner):
		w.packet.Tunnel = t.ID
		return w.ipIn(t, inner), true
	}
	return 0, false
}
