package reassembly

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/packet"
)

// TestEndings holds how connections end, and what their owners heard before.
func TestEndings(t *testing.T) {
	const fin = packet.FIN | packet.ACK
	for _, c := range []struct {
		name   string
		write  func(s *script)
		reason EndReason
		events string
		said   string // by the opener
	}{
		{"both sides' FIN, acknowledged", func(s *script) {
			s.send(Acceptor, fin, 0, 2, "")
			s.send(Opener, fin, 2, 1, "")
			s.ack(Acceptor, 1, 3)
			s.later(time.Hour)
			s.ack(Opener, 3, 1)
		}, EndFin, "fin 1, fin 0", "ab"},
		{"both sides' FIN at once", func(s *script) {
			s.send(Opener, fin, 2, 0, "")
			s.send(Acceptor, fin, 0, 2, "")
			s.ack(Opener, 3, 1)
			s.ack(Acceptor, 1, 3)
		}, EndFin, "fin 0, fin 1", "ab"},
		{"both sides' FIN, the last one never acknowledged", func(s *script) {
			s.send(Opener, fin, 2, 0, "")
			s.send(Acceptor, fin, 0, 3, "")
		}, EndFin, "fin 0, fin 1", "ab"},
		{"one side's FIN, and then silence", func(s *script) {
			s.send(Opener, fin, 2, 0, "")
			s.ack(Acceptor, 0, 3)
			s.later(time.Hour)
			s.ack(Opener, 100, 0)
		}, EndFin, "fin 0", "ab"},
		{"silence", func(s *script) {
			s.later(time.Hour)
			s.ack(Opener, 2, 0)
		}, EndTimeout, "", "ab"},
		{"the capture's end", func(*script) {}, EndOpen, "", "ab"},
		{"a FIN before missing bytes", func(s *script) {
			s.send(Opener, fin, 2, 0, "")
			s.data(Opener, 4, "e")
			s.data(Opener, 2, "cd")
		}, EndOpen, "", "abcde"},
		{"a FIN that overtook the last bytes", func(s *script) {
			s.send(Opener, fin, 3, 0, "")
			s.data(Opener, 2, "c")
			s.send(Acceptor, fin, 0, 4, "")
			s.ack(Opener, 4, 1)
		}, EndFin, "fin 0, fin 1", "abc"},
		{"a FIN behind bytes that the capture lacks", func(s *script) {
			s.send(Opener, fin, 5, 0, "")
			s.send(Acceptor, fin, 0, 6, "")
			s.ack(Opener, 6, 1)
		}, EndFin, "fin 1, fin 0", "ab<3 lost by capture>"},
		{"bytes behind an acknowledged FIN", func(s *script) {
			s.send(Opener, fin, 2, 0, "")
			s.ack(Acceptor, 0, 3)
			s.data(Opener, 3, "??")
		}, EndOpen, "fin 0", "ab"},
		{"an RST", func(s *script) { s.send(Acceptor, packet.RST, 0, 0, "") }, EndReset, "", "ab"},
		{"an RST after a FIN", func(s *script) {
			s.send(Opener, fin, 2, 0, "")
			s.send(Acceptor, packet.RST, 0, 0, "")
		}, EndReset, "fin 0", "ab"},
		{"an RST, and a new connection", func(s *script) {
			s.send(Acceptor, packet.RST, 0, 0, "")
			s.send(Opener, packet.SYN, -1, 0, "").Seq += 1 << 20
		}, EndReset, "", "ab"},
		{"an RST that did not reach the peer, which takes what follows", func(s *script) {
			s.send(Opener, packet.RST, 2, 0, "")
			s.data(Opener, 2, "cd")
			s.ack(Acceptor, 0, 4)
			s.later(time.Second)
			s.data(Opener, 4, "e")
		}, EndOpen, "", "abcde"},
		{"an answered SYN on the same ports", func(s *script) {
			s.send(Opener, packet.SYN, -1, 0, "").Seq += 1 << 20
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 1<<20, "").Seq += 1 << 20
		}, EndReuse, "", "ab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{}
			s.handshake()
			s.data(Opener, 0, "ab")
			c.write(s)
			o := play(t, s)[0]
			got := [3]any{o.reason, strings.Join(o.events, ", "), o.said[Opener].String()}
			if diff := cmp.Diff([3]any{c.reason, c.events, c.said}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAResetEndsAConnectionHalfASecondLater(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "a")
	reset := s.send(Acceptor, packet.RST, 0, 0, "")
	last := s.data(Opener, 1, "b")
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range s.packets {
		w.Packet(p)
	}
	w.Advance(last.Clock + int64(time.Second))
	o := w.all[0]
	if end := reset.Clock + int64(resetLinger); o.ended != 1 || o.flow.Clock != end || o.flow.Last != place(last) || o.said[Opener].String() != "ab" {
		t.Errorf("ended %d times at %d, want once at %d; last %+v", o.ended, o.flow.Clock, end, o.flow.Last)
	}
}

// TestStragglersBeginNoConnection holds that what is sent again after the end,
// at ever longer intervals, is not taken for a connection of its own.
func TestStragglersBeginNoConnection(t *testing.T) {
	for name, end := range map[string]func(s *script){
		"after both FINs": func(s *script) {
			s.send(Acceptor, packet.FIN|packet.ACK, 0, 2, "")
			s.send(Opener, packet.FIN|packet.ACK, 2, 1, "")
			s.ack(Acceptor, 1, 3)
		},
		"after an RST": func(s *script) { s.send(Acceptor, packet.RST, 0, 0, "") },
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{}
			s.handshake()
			s.data(Opener, 0, "ab")
			end(s)
			for wait := time.Second; wait < time.Minute; wait *= 2 {
				s.later(wait)
				s.send(Opener, packet.FIN|packet.ACK, 0, 1, "ab")
			}
			w := newWatch(t, DefaultLimits(), nil)
			for _, p := range s.packets {
				w.Advance(p.Clock)
				w.Packet(p)
			}
			w.Flush(math.MaxInt)
			if len(w.all) != 1 || w.Counters().Flows != 1 {
				t.Errorf("%d owners, %d flows", len(w.all), w.Counters().Flows)
			}
		})
	}
}

func TestAnUnansweredSYNIsOverSooner(t *testing.T) {
	s := &script{}
	s.send(Opener, packet.SYN, -1, 0, "")
	s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range s.packets {
		w.Packet(p)
	}
	due := s.packets[0].Clock + int64(DefaultLimits().HalfOpen)
	if w.Advance(due); w.Open() != 1 {
		t.Error("it was over too soon")
	}
	if w.Advance(due + 1); w.Open() != 0 || w.Counters().HalfOpen != 1 {
		t.Errorf("%d flows open, counters %+v", w.Open(), w.Counters())
	}
}

// ledger is a Witness that writes down whose packets come.
type ledger struct {
	packets map[*Flow][]int64
	empty   int
}

func (l *ledger) Packet(f *Flow, p *packet.Packet) {
	l.packets[f] = append(l.packets[f], p.Captured.Number)
}

func (l *ledger) Empty(f *Flow) {
	l.empty++
	delete(l.packets, f)
}

func TestAWitnessSeesWhosePacketsCome(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "ab")
	s.send(Opener, packet.SYN, -1, 0, "").Seq += 1 << 20 // may be a lie
	s.data(Acceptor, 0, "cd")
	s.send(Acceptor, packet.SYN|packet.ACK, -1, 1<<20, "").Seq += 1 << 20 // and is another connection
	var got [][]int64
	l := &ledger{packets: map[*Flow][]int64{}}
	w := NewTable(DefaultLimits(), func(f *Flow) Owner {
		return &ending{func() {
			got = append(got, l.packets[f])
			delete(l.packets, f)
		}}
	})
	w.Witness = l
	for _, p := range s.packets {
		p.Captured = &capture.Packet{Number: p.Number}
		w.Packet(p)
		*p.Captured = capture.Packet{} // it was borrowed
	}
	w.Flush(math.MaxInt)
	if diff := cmp.Diff([][]int64{{1, 2, 3, 4, 5, 6}}, got); diff != "" || l.empty != 1 || len(l.packets) != 0 {
		t.Errorf("%s; %d empty, %d left", diff, l.empty, len(l.packets))
	}
}

// ending is an Owner that only hears of the end.
type ending struct{ end func() }

func (*ending) Data(Side, int64, []byte, Place) int64     { return 0 }
func (*ending) Gap(Side, int64, int64, Loss, Place) int64 { return 0 }
func (*ending) Fin(Side, Place)                           {}
func (e *ending) End(*Flow, EndReason)                    { e.end() }
