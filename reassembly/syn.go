package reassembly

import (
	"bytes"

	"github.com/tlssniff/tlssniff/packet"
)

// begins reports whether a packet of a known flow's ends begins another
// connection on the same ports: a SYN with another sequence number after a close.
func (t *Table) begins(f *tracked, side Side, p *packet.Packet) bool {
	if p.Flags&packet.SYN == 0 || p.Flags&packet.RST != 0 {
		return false
	}
	s, st := &f.Sides[side], &f.Sides[side].stream
	if s.SYN && s.ISN == p.Seq {
		return false // sent again
	}
	closed := f.over || f.Reset != nil || f.Sides[0].ending != nil && f.Sides[1].ending != nil
	if p.Flags&packet.ACK != 0 {
		// An answer tells only where what it answers was not captured.
		return s.SYN && f.Sides[side.Peer()].Packets == 0 && (closed || st.ending != nil)
	}
	if closed {
		return true
	}
	if s.SYN || st.released {
		t.keepStray(f, p) // only its answer tells whether it is a lie
	}
	return false // else the SYN of a connection whose later packets came before it
}

// keepStray remembers a SYN on a live connection. It counts as waiting.
func (t *Table) keepStray(f *tracked, p *packet.Packet) {
	t.dropStray(f)
	if t.waiting > t.limits.Waiting {
		t.counters.Overfull++
		return
	}
	stray := *p
	stray.Payload = bytes.Clone(p.Payload)
	stray.Options = bytes.Clone(p.Options)
	stray.Segment = nil
	stray.Captured = nil
	if t.Witness != nil {
		captured := p.Captured.Clone()
		stray.Captured = &captured
	}
	f.stray = &stray
	t.waiting += strayCost(&stray)
}

func (t *Table) dropStray(f *tracked) {
	if f.stray != nil {
		t.waiting -= strayCost(f.stray)
		f.stray = nil
	}
}

func strayCost(p *packet.Packet) int64 {
	cost := int64(len(p.Payload)) + 2*overhead
	if p.Captured != nil {
		cost += int64(len(p.Captured.Data))
	}
	return cost
}

// answers reports whether p shows that the stray SYN began a connection: its
// peer's SYN-ACK or, where the peer was not captured, what its sender goes on with.
func (f *tracked) answers(side Side, p *packet.Packet) bool {
	if p.Src == f.stray.Dst {
		return p.Flags&(packet.SYN|packet.ACK) == packet.SYN|packet.ACK && p.Ack-f.stray.Seq-1 <= uint32(f.stray.WireLength)
	}
	return f.Sides[side.Peer()].Packets == 0 && p.Flags&packet.SYN == 0 && p.Seq-f.stray.Seq-1 <= uint32(f.stray.WireLength)
}

// synchronize takes a SYN: where a side's stream begins, and its options. It
// reports whether the SYN is the connection's.
func (t *Table) synchronize(f *tracked, side Side, p *packet.Packet) bool {
	s, st := &f.Sides[side], &f.Sides[side].stream
	if s.SYN {
		if s.ISN == p.Seq {
			s.Retransmitted++
		}
		return s.ISN == p.Seq
	}
	if st.released && st.offset(p.Seq+1) != 0 {
		return false // data came first and begins elsewhere: a lie, or another connection
	}
	if opener := &f.Sides[Opener]; side == Acceptor && opener.SYN && p.Flags&packet.ACK != 0 &&
		p.Ack-opener.ISN-1 > uint32(f.Sides[Opener].stream.sent) {
		return false // the answer to another SYN (RFC 9293, section 3.10.7.3)
	}
	s.SYN, s.ISN = true, p.Seq
	if side == Opener {
		f.SynTime = p.Time
	} else {
		f.SynAckTime = p.Time
	}
	t.begin(st, p.Seq+1)
	o := parseOptions(p.Options)
	s.MSS, st.scale, st.scales = o.mss, o.scale, o.scales
	if peer := &f.Sides[side.Peer()].stream; f.Sides[side.Peer()].SYN && st.scales != peer.scales {
		st.scale, peer.scale = 0, 0 // it takes both (RFC 7323, section 2.2)
	}
	f.MPTCP = f.MPTCP || o.mptcp
	f.FastOpen = f.FastOpen || side == Opener && (o.fastOpen || p.WireLength > 0)
	return true
}

// options are what a SYN's TCP options say (RFC 9293, section 3.2).
type options struct {
	mss      uint16
	scale    uint8 // RFC 7323, section 2.2, valid where scales
	scales   bool
	mptcp    bool // RFC 8684
	fastOpen bool // RFC 7413
}

// maxScale is the largest shift that counts (RFC 7323, section 2.3).
const maxScale = 14

func parseOptions(b []byte) (o options) {
	for len(b) > 0 {
		kind := b[0]
		if kind == 0 {
			return o
		}
		if kind == 1 {
			b = b[1:]
			continue
		}
		if len(b) < 2 || b[1] < 2 || int(b[1]) > len(b) {
			return o
		}
		body := b[2:b[1]]
		switch {
		case kind == 2 && len(body) == 2:
			o.mss = uint16(body[0])<<8 | uint16(body[1])
		case kind == 3 && len(body) == 1:
			o.scale, o.scales = min(body[0], maxScale), true
		case kind == 30:
			o.mptcp = true
		case kind == 34:
			o.fastOpen = true
		}
		b = b[b[1]:]
	}
	return o
}
