package packet

import "encoding/binary"

// EtherTypes that GRE carries beside IP and MPLS.
const (
	etherERSPAN  = 0x88be // type I and II
	etherERSPAN3 = 0x22eb
	etherPPP     = 0x880b // PPTP (RFC 2637)
)

// gre reads GRE (RFC 2784, RFC 2890) and PPTP's form of it (RFC 2637, section 4.1).
func (w *walk) gre(b []byte) Verdict {
	const hasChecksum, hasKey, hasSequence, hasAck, version = 0x80, 0x20, 0x10, 0x80, 0x07
	if len(b) < 4 {
		return w.short(b, 4)
	}
	kind := binary.BigEndian.Uint16(b[2:])
	at := 4
	t := Tunnel{Kind: TunnelGRE}
	enhanced := b[1]&version == 1
	if b[1]&version > 1 {
		return NotTransport
	}
	if b[0]&hasChecksum != 0 && !enhanced {
		at += 4
	}
	if b[0]&hasKey != 0 {
		if len(b) < at+4 {
			return w.short(b, at+4)
		}
		t.ID, t.HasID = binary.BigEndian.Uint32(b[at:]), true
		at += 4
	}
	sequenced := b[0]&hasSequence != 0
	if sequenced {
		at += 4
	}
	if enhanced && b[1]&hasAck != 0 {
		at += 4
	}
	if len(b) < at {
		return w.short(b, at)
	}
	inner := b[at:]
	switch {
	case enhanced && kind == etherPPP:
		t.Kind, t.ID = TunnelPPTP, t.ID&0xffff // the call; the upper half is the length
		if len(inner) == 0 {
			return NotTransport // an acknowledgement
		}
		if !w.enter(t) {
			return Malformed
		}
		return w.ppp(inner)
	case enhanced:
		return NotTransport
	case kind == etherERSPAN || kind == etherERSPAN3:
		return w.erspan(kind, sequenced, inner)
	case kind == etherBridged:
		return w.ethernetIn(t, inner)
	}
	if !w.enter(t) {
		return Malformed
	}
	return w.ether(kind, inner)
}

// erspan reads a mirrored frame (draft-foschiano-erspan): type I has no header of its own, II and III do.
func (w *walk) erspan(kind uint16, sequenced bool, b []byte) Verdict {
	t := Tunnel{Kind: TunnelERSPAN}
	header := 0
	switch {
	case kind == etherERSPAN3:
		header = 12
		if len(b) >= header && b[11]&1 != 0 {
			header += 8 // the platform's own subheader
		}
	case sequenced:
		header = 8
	}
	if len(b) < header {
		return w.short(b, header)
	}
	if header > 0 {
		t.ID, t.HasID = uint32(binary.BigEndian.Uint16(b[2:])&0x3ff), true // the session
	}
	return w.ethernetIn(t, b[header:])
}

// etherIP reads an Ethernet frame in IP (RFC 3378).
func (w *walk) etherIP(b []byte) Verdict {
	if len(b) < 2 {
		return w.short(b, 2)
	}
	return w.ethernetIn(Tunnel{Kind: TunnelEtherIP}, b[2:])
}
