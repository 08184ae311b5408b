package packet

// IP protocols that are tunnels (IANA).
const (
	protocolIPv4    Protocol = 4
	protocolIPv6    Protocol = 41
	protocolGRE     Protocol = 47
	protocolEtherIP Protocol = 97
	protocolMPLS    Protocol = 137
)

// inIP reads what an IP packet carries that is a tunnel: another IP packet (RFC 2003, RFC 4213, RFC 2473), GRE,
// Ethernet or MPLS (RFC 4023). It reports false for another protocol.
func (w *walk) inIP(protocol Protocol, b []byte) (Verdict, bool) {
	outer4 := w.packet.IPv4
	switch protocol {
	case protocolIPv4:
		kind := TunnelIPIP
		if !outer4 {
			kind = Tunnel4in6
		}
		if !w.enter(Tunnel{Kind: kind}) {
			return Malformed, true
		}
		return w.ip4(b), true
	case protocolIPv6:
		kind := Tunnel6in4
		if !outer4 {
			kind = Tunnel6in6
		}
		if !w.enter(Tunnel{Kind: kind}) {
			return Malformed, true
		}
		return w.ip6(b), true
	case protocolGRE:
		return w.gre(b), true
	case protocolEtherIP:
		return w.etherIP(b), true
	case protocolMPLS:
		return w.mpls(b), true
	}
	return 0, false
}
