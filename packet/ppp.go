package packet

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/capture"
)

// Link types of PPP with a byte that says who sent.
const (
	linkPPPPPPD          capture.LinkType = 166
	linkPPPWithDirection capture.LinkType = 204
)

// PPP protocols (RFC 1332, RFC 5072).
const (
	pppIPv4 = 0x0021
	pppIPv6 = 0x0057
)

// ppp reads a PPP frame, with or without the address and control of RFC 1662,
// the protocol in one byte or two (RFC 1661, section 6.5).
func (w *walk) ppp(b []byte) Verdict {
	if len(b) >= 2 && b[0] == 0xff && b[1] == 3 {
		b = b[2:]
	}
	if len(b) < 2 {
		return w.short(b, 2)
	}
	protocol, size := binary.BigEndian.Uint16(b), 2
	if b[0]&1 == 1 { // only the last byte of a protocol is odd
		protocol, size = uint16(b[0]), 1
	}
	switch protocol {
	case pppIPv4:
		return w.ip4(b[size:])
	case pppIPv6:
		return w.ip6(b[size:])
	}
	return NotIP
}

// pppDirected reads PPP behind a byte that says who sent: it stands before the frame, or pppd puts it in the
// address's place.
func (w *walk) pppDirected(b []byte) Verdict {
	if len(b) < 2 {
		return w.short(b, 2)
	}
	if b = b[1:]; b[0] == 3 { // the control that follows an address
		b = b[1:]
	}
	return w.ppp(b)
}

// pppHDLC reads what LINKTYPE_PPP_HDLC holds: PPP or Cisco's framing, told apart by the address.
func (w *walk) pppHDLC(b []byte) Verdict {
	if len(b) > 0 && (b[0] == ciscoUnicast || b[0] == ciscoBroadcast) {
		return w.ciscoHDLC(b)
	}
	return w.ppp(b)
}

// Addresses of Cisco's HDLC (RFC 1547, section 4.3.1).
const (
	ciscoUnicast   = 0x0f
	ciscoBroadcast = 0x8f
)

// ciscoHDLC reads Cisco's HDLC header: address, control and an EtherType.
func (w *walk) ciscoHDLC(b []byte) Verdict {
	if len(b) < 4 {
		return w.short(b, 4)
	}
	return w.ether(binary.BigEndian.Uint16(b[2:]), b[4:])
}

// pppoe reads a PPPoE session header (RFC 2516, section 4). Its length is of no
// use: IP has its own, and a network card leaves this one wrong in super-segments.
func (w *walk) pppoe(b []byte) Verdict {
	if len(b) < 6 {
		return w.short(b, 6)
	}
	const versionAndType, session = 0x11, 0
	if b[0] != versionAndType || b[1] != session {
		return NotIP
	}
	if !w.enter(Tunnel{Kind: TunnelPPPoE, ID: uint32(binary.BigEndian.Uint16(b[2:])), HasID: true}) {
		return Malformed
	}
	return w.ppp(b[6:])
}
