package packet

import "encoding/binary"

// gtpTPDU is the type of a GTP-U message that carries a user's packet.
const gtpTPDU = 0xff

// gtp reads a user's packet in GTP-U, version 1 (3GPP TS 29.281, section 5.1).
func (w *walk) gtp(b []byte) (Verdict, bool) {
	const options, extended = 0x07, 0x04
	length := int(binary.BigEndian.Uint16(b[2:]))
	if length > len(b)-8+w.left {
		return 0, false
	}
	t := Tunnel{Kind: TunnelGTP, ID: binary.BigEndian.Uint32(b[4:]), HasID: true}
	at := 8
	if b[0]&options != 0 {
		at += 4
		next := b[11]
		for b[0]&extended != 0 && next != 0 {
			// An extension header's length is in units of four bytes; its last byte names the next one.
			if at >= len(b) || b[at] == 0 || at+int(b[at])*4 > len(b) {
				return 0, false
			}
			at += int(b[at]) * 4
			next = b[at-1]
		}
	}
	if at > len(b) || !holdsIP(b[at:]) {
		return 0, false
	}
	return w.ipIn(t, b[at:]), true
}
