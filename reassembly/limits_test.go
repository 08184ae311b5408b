package reassembly

import (
	"math"
	"testing"

	"github.com/tlssniff/tlssniff/packet"
)

// alone makes packets those of the i-th of many connections.
func alone(packets []*packet.Packet, i int) {
	for _, p := range packets {
		readdress(p, i)
	}
}

// TestWaitingIsBounded holds the limits of what waits, whatever makes it wait.
func TestWaitingIsBounded(t *testing.T) {
	for name, write := range map[string]func(s *script){
		"behind holes": func(s *script) {
			s.handshake()
			for at := range 20 {
				s.data(Opener, 1+at*10, "012345678")
			}
		},
		"for a beginning": func(s *script) { s.data(Opener, 0, "0123456789") },
		"tiny segments": func(s *script) {
			s.handshake()
			for at := range 100 {
				s.data(Opener, 200-2*at, "x")
			}
		},
		"stray SYNs": func(s *script) {
			s.handshake()
			s.send(Opener, packet.SYN, -1, 0, string(make([]byte, 2000))).Seq += 1 << 20
		},
		"strange segments": func(s *script) {
			s.handshake()
			for at := range 100 {
				s.data(Opener, at, "x").TTL = 1
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := DefaultLimits()
			l.WaitingPerFlow, l.Waiting = 2000, 5000
			w := newWatch(t, l, nil)
			for i := range 40 {
				s := &script{}
				write(s)
				alone(s.packets, i)
				for _, p := range s.packets {
					p.Clock = 0
					if w.Packet(p); w.waiting > l.Waiting+2000+2*overhead {
						t.Fatalf("%d bytes wait", w.waiting)
					}
				}
			}
			if w.Counters().Overfull == 0 {
				t.Error("the limit was not counted")
			}
			w.Flush(math.MaxInt)
			if w.waiting != 0 {
				t.Errorf("%d bytes wait after the end", w.waiting)
			}
		})
	}
}

func TestTheLongestIdleFlowMakesRoom(t *testing.T) {
	l := DefaultLimits()
	l.Flows = 3
	w := newWatch(t, l, nil)
	for i := range 3 {
		s := &script{}
		s.handshake()
		s.data(Opener, 0, "a")
		alone(s.packets, i)
		for _, p := range s.packets {
			w.Packet(p)
		}
	}
	s := &script{now: 1e9}
	again, other := s.ack(Opener, 1, 0), s.send(Opener, packet.SYN, -1, 0, "")
	alone(s.packets[:1], 0)
	alone(s.packets[1:], 3)
	w.Packet(again)
	w.Packet(other)
	for i, ended := range []int{0, 1, 0} {
		if w.all[i].ended != ended {
			t.Errorf("connection %d was ended %d times, want %d", i, w.all[i].ended, ended)
		}
	}
	if o := w.all[1]; o.reason != EndTimeout || o.flow.Clock != other.Clock || w.Counters().Evicted != 1 || w.Open() != 3 {
		t.Errorf("reason %d at %d, %d evicted, %d open", o.reason, o.flow.Clock, w.Counters().Evicted, w.Open())
	}
}

func TestATableFollowsAtLeastOneFlow(t *testing.T) {
	w := newWatch(t, Limits{}, nil)
	s := &script{}
	s.data(Opener, 0, "a")
	w.Packet(s.packets[0])
	w.Flush(math.MaxInt)
	if got := w.all[0].said[Opener].String(); got != "a" {
		t.Errorf("the owner was given %q", got)
	}
}

func TestNothingIsRememberedOfWhatNobodyWants(t *testing.T) {
	table := NewTable(DefaultLimits(), func(*Flow) Owner { return sink(0) })
	table.Wants = func(b []byte) bool { return string(b) == "hello" }
	s := &script{}
	for _, said := range []string{"GET /", "hello", "GET /"} {
		table.Packet(s.data(Opener, 0, said))
	}
	if n := table.Counters(); n.Unwanted != 1 || n.Flows != 1 || table.Open() != 1 {
		t.Errorf("%d unwanted, %d flows, %d open; want one each", n.Unwanted, n.Flows, table.Open())
	}
	table = NewTable(DefaultLimits(), func(*Flow) Owner { return sink(0) })
	table.Wants = func([]byte) bool { return false }
	table.Packet(s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, ""))
	if table.Open() != 1 {
		t.Error("a connection whose beginning was captured is not followed")
	}
}

func TestLimitsAreShared(t *testing.T) {
	if l := (Limits{Flows: 100, Waiting: 6400}).Share(64); l.Flows != 1 || l.Waiting != 100 {
		t.Errorf("a share is %+v", l)
	}
}

func TestCountersAdd(t *testing.T) {
	one := Counters{Flows: 1, WithoutPayload: 2, Refused: 3, HalfOpen: 4, Unwanted: 5, Evicted: 6, Overfull: 7, BadChecksum: 8, OutOfWindow: 9, Conflicts: 10}
	sum := one
	sum.Add(one)
	if want := (Counters{2, 4, 6, 8, 10, 12, 14, 16, 18, 20}); sum != want {
		t.Errorf("the sum is %+v, want %+v", sum, want)
	}
}
