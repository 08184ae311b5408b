package packet

import (
	"encoding/binary"
	"fmt"
)

// MaxTunnels is how many tunnels are remembered of a packet, outer to inner, and
// how deep they may be nested.
const MaxTunnels = 6

// TunnelKind is what a packet was wrapped in.
type TunnelKind uint8

// The kinds of tunnels.
const (
	_ TunnelKind = iota
	TunnelGRE
	TunnelERSPAN
	TunnelVXLAN
	TunnelGENEVE
	TunnelMPLS
	TunnelIPIP
	Tunnel6in4
	Tunnel4in6
	Tunnel6in6
	TunnelGTP
	TunnelPPTP
	TunnelL2TP
	TunnelTeredo
	TunnelNSH
	TunnelEtherIP
	TunnelPPPoE
)

var tunnelNames = [...]string{
	TunnelGRE: "gre", TunnelERSPAN: "erspan", TunnelVXLAN: "vxlan", TunnelGENEVE: "geneve", TunnelMPLS: "mpls",
	TunnelIPIP: "ipip", Tunnel6in4: "6in4", Tunnel4in6: "4in6", Tunnel6in6: "6in6", TunnelGTP: "gtp", TunnelPPTP: "pptp",
	TunnelL2TP: "l2tp", TunnelTeredo: "teredo", TunnelNSH: "nsh", TunnelEtherIP: "etherip", TunnelPPPoE: "pppoe",
}

// Tunnel is one tunnel that a packet came through.
type Tunnel struct {
	Kind TunnelKind
	// ID tells the tunnel from others of its kind, valid where HasID: a VNI, a label, a key, a TEID, a session.
	ID    uint32
	HasID bool
}

// String names the tunnel: vxlan:42, gre, mpls:17, gtp:0x1a2b.
func (t Tunnel) String() string {
	name := tunnelNames[t.Kind]
	switch {
	case !t.HasID:
		return name
	case t.Kind == TunnelGTP:
		return fmt.Sprintf("%s:0x%x", name, t.ID)
	}
	return fmt.Sprintf("%s:%d", name, t.ID)
}

// enter notes a tunnel. It reports false where they are nested too deeply.
func (w *walk) enter(t Tunnel) bool {
	p := w.packet
	if p.NTunnels == MaxTunnels {
		return false
	}
	p.Tunnels[p.NTunnels] = t
	p.NTunnels++
	w.depth++
	return w.depth < maxDepth
}

// ethernetIn reads an Ethernet frame in a tunnel.
func (w *walk) ethernetIn(t Tunnel, b []byte) Verdict {
	if !w.enter(t) {
		return Malformed
	}
	return w.ethernet(b)
}

// ipIn reads an IP packet in a tunnel.
func (w *walk) ipIn(t Tunnel, b []byte) Verdict {
	if !w.enter(t) {
		return Malformed
	}
	return w.ip(b)
}

// holdsIP reports whether bytes are an IP packet, by its version and its length: what tells
// a tunnel in UDP from anything else, whatever the port.
func holdsIP(b []byte) bool {
	switch {
	case len(b) < 20:
		return false
	case b[0]>>4 == 4:
		header, total := int(b[0]&0xf)*4, int(binary.BigEndian.Uint16(b[2:]))
		return header >= 20 && (total >= header && total >= len(b)-ethernetPadding || total == 0)
	case b[0]>>4 == 6 && len(b) >= 40:
		return int(binary.BigEndian.Uint16(b[4:]))+40 >= len(b)-ethernetPadding
	}
	return false
}

// ethernetPadding is how much longer a frame may be than the packet in it.
const ethernetPadding = 46

// holdsEthernet reports whether bytes are an Ethernet frame with an IP packet in it, perhaps behind VLAN tags.
func holdsEthernet(b []byte) bool {
	if len(b) < 14 {
		return false
	}
	t, b := binary.BigEndian.Uint16(b[12:]), b[14:]
	for range 2 {
		if (t == etherVLAN || t == etherQinQ) && len(b) >= 4 {
			t, b = binary.BigEndian.Uint16(b[2:]), b[4:]
		}
	}
	switch t {
	case etherIPv4:
		return len(b) > 0 && b[0]>>4 == 4 && holdsIP(b)
	case etherIPv6:
		return len(b) > 0 && b[0]>>4 == 6 && holdsIP(b)
	}
	return false
}

// tunnelled reads a UDP payload that is a tunnel's, by what its bytes say. It reports
// false, and leaves the packet as it is, where they say nothing of the kind.
func (w *walk) tunnelled(b []byte) (Verdict, bool) {
	if len(b) < 8+20 {
		return 0, false
	}
	switch {
	case b[0]&0x73 == 0 && b[0]&0x08 != 0:
		return w.vxlan(b)
	case b[0]>>6 == 0 && b[1]&0x3f == 0 && b[7] == 0:
		if v, ok := w.geneve(b); ok {
			return v, true
		}
	case b[0]>>4 == 3 && b[1] == gtpTPDU:
		return w.gtp(b)
	case b[0]>>4 == 6:
		return w.teredo(b)
	}
	if b[0]&0x80 == 0 && b[1] == 2 && b[0]&0x34 == 0 {
		return w.l2tp(b)
	}
	return w.teredo(b)
}
