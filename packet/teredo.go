package packet

// teredo reads Teredo (RFC 4380, section 5.1.1): an IPv6 packet, perhaps behind
// indications, one of whose addresses is Teredo's.
func (w *walk) teredo(b []byte) (Verdict, bool) {
	if len(b) >= 4 && b[0] == 0 && b[1] == 1 { // authentication
		n := 13 + int(b[2]) + int(b[3])
		if len(b) < n {
			return 0, false
		}
		b = b[n:]
	}
	if len(b) >= 8 && b[0] == 0 && b[1] == 0 { // origin
		b = b[8:]
	}
	if len(b) < 40 || b[0]>>4 != 6 || !holdsIP(b) || !isTeredo(b[8:]) && !isTeredo(b[24:]) {
		return 0, false
	}
	return w.ipIn(Tunnel{Kind: TunnelTeredo}, b), true
}

// isTeredo reports whether an address has Teredo's prefix, 2001::/32.
func isTeredo(address []byte) bool {
	return address[0] == 0x20 && address[1] == 0x01 && address[2] == 0 && address[3] == 0
}
