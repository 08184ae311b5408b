package connection

import (
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
)

// tcp returns how the connection's segments travelled.
func (f *filler) tcp() *record.TCP {
	if f.overDatagrams() {
		return nil
	}
	t := &record.TCP{
		MSS:            f.bySide(func(s reassembly.Side) int64 { return int64(f.flow.Sides[s].MSS) }),
		Retransmitted:  f.bySide(func(s reassembly.Side) int64 { return f.flow.Sides[s].Retransmitted }),
		OutOfOrder:     f.bySide(func(s reassembly.Side) int64 { return f.flow.Sides[s].OutOfOrder }),
		Duplicated:     f.bySide(func(s reassembly.Side) int64 { return f.flow.Sides[s].Duplicated }),
		Unacknowledged: f.bySide(f.unacknowledged),
		Reset:          f.resetRecord(),
	}
	for i := range f.gaps {
		g := &f.gaps[i]
		lost := "network"
		if g.by == reassembly.LostByCapture {
			lost = "capture"
		}
		t.Gaps = append(t.Gaps, record.Gap{From: f.role(g.from), Offset: g.offset, Length: g.length, LostBy: lost, Packet: f.packet(g.at)})
	}
	t.Fin = f.fins()
	t.Conflicts = int(f.flow.Conflicts)
	if f.flow.FastOpen {
		t.FastOpen = record.Some(true)
	}
	if f.flow.MPTCP {
		t.MPTCP = record.Some(true)
	}
	if t.MSS == nil && t.Retransmitted == nil && t.OutOfOrder == nil && t.Duplicated == nil && t.Unacknowledged == nil &&
		t.Reset == nil && t.Gaps == nil && t.Fin == nil && t.Conflicts == 0 && !t.FastOpen.Present && !t.MPTCP.Present {
		return nil
	}
	return t
}

// bySide asks for a count of each side; what is 0 was not seen.
func (f *filler) bySide(count func(reassembly.Side) int64) *record.BySide {
	var b record.BySide
	if n := count(f.client); n > 0 {
		b.Client = record.Some(n)
	}
	if n := count(f.server()); n > 0 {
		b.Server = record.Some(n)
	}
	if b == (record.BySide{}) {
		return nil
	}
	return &b
}

// unacknowledged returns how many of a side's handshake bytes its peer, whose
// packets were captured, never acknowledged.
func (f *filler) unacknowledged(s reassembly.Side) int64 {
	if f.flow.Sides[s.Peer()].Packets == 0 {
		return 0
	}
	return max(0, f.sides[s].until-f.flow.Sides[s].Acked)
}

func (f *filler) resetRecord() *record.Reset {
	r := &f.flow.Reset
	if !r.Seen {
		return nil
	}
	out := &record.Reset{Time: record.Time(r.At.Time), Packet: f.packet(r.At), From: f.role(r.By), TTL: r.TTL, Window: r.Window}
	if r.IPv4 {
		out.IPID = record.Some(r.IPID)
	}
	if side := &f.flow.Sides[r.By]; side.Packets > 1 {
		out.ExpectedTTL = record.Some(side.TTL)
		out.PreviousWindow = record.Some(side.Window)
		if r.IPv4 {
			out.PreviousIPID = record.Some(side.IPID)
		}
	}
	return out
}

// fins returns the FINs in the order in which they came.
func (f *filler) fins() []record.Fin {
	var fins []record.Fin
	for i := range f.sides {
		if s := &f.sides[i]; s.fin {
			fins = append(fins, record.Fin{Time: record.Time(s.finAt.Time), Packet: f.packet(s.finAt), From: f.role(reassembly.Side(i))})
		}
	}
	if len(fins) == 2 && f.first != 0 {
		fins[0], fins[1] = fins[1], fins[0]
	}
	return fins
}
