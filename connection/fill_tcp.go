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
	t, counts := &f.sheet.tcp, &f.sheet.bySide
	client, server := &f.flow.Sides[f.client], &f.flow.Sides[f.server()]
	*t = record.TCP{
		MSS:            counted(&counts[0], int64(client.MSS), int64(server.MSS)),
		Retransmitted:  counted(&counts[1], int64(client.Retransmitted), int64(server.Retransmitted)),
		OutOfOrder:     counted(&counts[2], int64(client.OutOfOrder), int64(server.OutOfOrder)),
		Duplicated:     counted(&counts[3], int64(client.Duplicated), int64(server.Duplicated)),
		Unacknowledged: counted(&counts[4], f.unacknowledged(f.client), f.unacknowledged(f.server())),
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

// counted fills in a count of each side; what is 0 was not seen.
func counted(b *record.BySide, client, server int64) *record.BySide {
	if client == 0 && server == 0 {
		return nil
	}
	*b = record.BySide{}
	if client > 0 {
		b.Client = record.Some(client)
	}
	if server > 0 {
		b.Server = record.Some(server)
	}
	return b
}

// unacknowledged returns how many of a side's handshake bytes its peer, whose
// packets were captured, never acknowledged.
func (f *filler) unacknowledged(s reassembly.Side) int64 {
	if f.flow.Sides[s.Peer()].Packets == 0 {
		return 0
	}
	return max(0, f.sides[s].until-f.flow.Sides[s].Acked())
}

func (f *filler) resetRecord() *record.Reset {
	r := f.flow.Reset
	if r == nil {
		return nil
	}
	out := &f.sheet.rst
	*out = record.Reset{Time: record.Time(r.At.Time), Packet: f.packet(r.At), From: f.role(r.By), TTL: r.TTL, Window: r.Window}
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
	if !f.sides[0].fin && !f.sides[1].fin {
		return nil
	}
	fins := f.sheet.fins[:0]
	for i := range f.sides {
		if s := &f.sides[i]; s.fin {
			fins = append(fins, record.Fin{Time: record.Time(s.finAt.Time), Packet: f.packet(s.finAt), From: f.role(reassembly.Side(i))})
		}
	}
	f.sheet.fins = fins
	if len(fins) == 2 && f.first != 0 {
		fins[0], fins[1] = fins[1], fins[0]
	}
	return fins
}
