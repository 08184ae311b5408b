package packet

import "encoding/binary"

// l2tp reads data messages of L2TP, version 2 (RFC 2661, section 3.1): PPP in UDP.
func (w *walk) l2tp(b []byte) (Verdict, bool) {
	const hasLength, hasSequence, hasOffset = 0x40, 0x08, 0x02
	at := 2
	if b[0]&hasLength != 0 {
		if n := int(binary.BigEndian.Uint16(b[at:])); n > len(b)+w.left || n < 8 {
			return 0, false
		}
		at += 2
	}
	t := Tunnel{Kind: TunnelL2TP, ID: uint32(binary.BigEndian.Uint16(b[at:])), HasID: true}
	at += 4
	if b[0]&hasSequence != 0 {
		at += 4
	}
	if b[0]&hasOffset != 0 {
		if len(b) < at+2 {
			return 0, false
		}
		at += 2 + int(binary.BigEndian.Uint16(b[at:]))
	}
	if len(b) < at+4 {
		return 0, false
	}
	inner := b[at:]
	skip := 0
	if inner[0] == 0xff && inner[1] == 3 {
		skip = 2
	}
	switch size := pppProtocol(inner[skip:]); {
	case size == 0 || !holdsIP(inner[skip+size:]):
		return 0, false
	}
	if !w.enter(t) {
		return Malformed, true
	}
	return w.ppp(inner), true
}

// pppProtocol returns how many bytes the protocol field takes that announces IP, or 0.
func pppProtocol(b []byte) int {
	switch {
	case len(b) >= 2 && b[0] == 0 && (b[1] == pppIPv4 || b[1] == pppIPv6):
		return 2
	case len(b) >= 1 && (b[0] == pppIPv4 || b[0] == pppIPv6):
		return 1
	}
	return 0
}
