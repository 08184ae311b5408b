package reassembly

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/tlssniff/tlssniff/packet"
)

// TestRules holds what both sides' owners are given, for each way in which
// segments can come.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		name             string
		write            func(s *script)
		opener, acceptor string
	}{
		{"in order", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "ab")
			s.data(Acceptor, 0, "xy")
			s.data(Opener, 2, "c")
		}, "abc", "xy"},
		{"retransmitted", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "ab")
			s.data(Opener, 0, "ab")
			s.data(Opener, 2, "c")
		}, "abc", ""},
		{"overlapping", func(s *script) { s.handshake(); s.data(Opener, 0, "abc"); s.data(Opener, 1, "bcde") }, "abcde", ""},
		{"out of order", func(s *script) { s.handshake(); s.data(Opener, 2, "c"); s.data(Opener, 1, "b"); s.data(Opener, 0, "a") }, "abc", ""},
		{"before the SYN", func(s *script) {
			s.data(Opener, 0, "ab")
			s.send(Opener, packet.SYN, -1, 0, "")
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
			s.data(Opener, 2, "c")
		}, "abc", ""},
		{"without the SYN", func(s *script) { s.data(Opener, 10, "b"); s.data(Opener, 9, "a"); s.data(Opener, 11, "c") }, "abc", ""},
		{"without the SYN, the beginning known from the peer", func(s *script) {
			// The side that is seen first is taken for the opener.
			s.ack(Acceptor, 0, 7)
			s.data(Opener, 9, "c")
			s.data(Opener, 7, "ab")
		}, "", "abc"},
		{"with the SYN", func(s *script) {
			s.send(Opener, packet.SYN, -1, 0, "ab")
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 2, "")
			s.data(Opener, 2, "c")
		}, "abc", ""},
		{"keep-alive", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "ab")
			s.data(Opener, 1, "?")
			s.data(Opener, 2, "c")
		}, "abc", ""},
		{"lost by the network", func(s *script) { s.handshake(); s.data(Opener, 0, "a"); s.data(Opener, 3, "d") }, "a<2 lost by network>d", ""},
		{"lost by the capture", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "a")
			s.data(Opener, 3, "d")
			s.ack(Acceptor, 0, 4)
		}, "a<2 lost by capture>d", ""},
		{"late, but not lost", func(s *script) {
			s.handshake()
			s.data(Opener, 3, "d")
			s.ack(Acceptor, 0, 4)
			s.data(Opener, 0, "abc")
		}, "abcd", ""},
		{"given up when it stays", func(s *script) {
			s.handshake()
			s.data(Opener, 3, "d")
			s.ack(Acceptor, 0, 4)
			s.now += int64(2 * time.Second)
			s.data(Opener, 4, "e")
			s.data(Opener, 0, "abc")
		}, "<3 lost by capture>de", ""},
		{"acknowledged, but never captured", func(s *script) { s.handshake(); s.data(Opener, 0, "a"); s.ack(Acceptor, 0, 5) }, "a<4 lost by capture>", ""},
		{"cut by the snap length", func(s *script) {
			s.handshake()
			p := s.data(Opener, 0, "abcd")
			p.Payload = p.Payload[:1]
			s.data(Opener, 4, "e")
		}, "a<3 lost by capture>e", ""},
		{"cut by the snap length, and sent again", func(s *script) {
			s.handshake()
			p := s.data(Opener, 0, "abcd")
			p.Payload = p.Payload[:1]
			s.ack(Acceptor, 0, 0)
			s.data(Opener, 0, "abc")
			s.data(Opener, 3, "de")
		}, "abcde", ""},
		{"cut by the snap length, and the rest of it sent again in part", func(s *script) {
			s.handshake()
			p := s.data(Opener, 0, "abcdef")
			p.Payload = p.Payload[:1]
			s.data(Opener, 2, "cd")
			s.data(Opener, 6, "g")
		}, "a<1 lost by capture>cd<2 lost by capture>g", ""},
		{"cut by the snap length, and received", func(s *script) {
			s.handshake()
			p := s.data(Opener, 0, "abcd")
			p.Payload = p.Payload[:1]
			s.ack(Acceptor, 0, 4)
			s.data(Opener, 0, "abcd")
			s.data(Opener, 4, "e")
		}, "a<3 lost by capture>e", ""},
		{"cut by the snap length at the end", func(s *script) {
			s.handshake()
			p := s.send(Opener, packet.ACK|packet.FIN, 0, 0, "abcd")
			p.Payload = p.Payload[:1]
		}, "a<3 lost by capture>", ""},
		{"a SYN that claims what the capture lacks", func(s *script) {
			s.send(Opener, packet.SYN, -1, 0, "")
			p := s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "????")
			p.Payload = nil
			s.ack(Opener, 0, 0)
			s.data(Acceptor, 0, "xy")
			s.data(Acceptor, 3, "z")
			s.ack(Opener, 0, 4)
		}, "", "xy<1 lost by capture>z"},
		{"cut to nothing, in the middle", func(s *script) {
			p := s.data(Opener, 0, "abcd")
			p.Payload = nil
			s.data(Opener, 4, "e")
		}, "<4 lost by capture>e", ""},
		{"far outside the window", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "a")
			s.data(Opener, 1<<28, "?")
			s.data(Opener, 1, "b")
		}, "ab", ""},
		{"a decoy that the receiver never had", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "XX").TTL = 3
			s.data(Opener, 0, "ab")
			s.ack(Acceptor, 0, 2)
		}, "ab", ""},
		{"another way that the receiver had", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "ab").TTL = 40
			s.ack(Acceptor, 0, 2)
			s.data(Opener, 2, "c")
		}, "abc", ""},
		{"half-closed", func(s *script) {
			s.handshake()
			s.send(Opener, packet.FIN|packet.ACK, 0, 0, "")
			s.send(Acceptor, packet.ACK, 0, 1, "xy")
		}, "", "xy"},
		{"after an RST outside the window", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "ab")
			s.send(Acceptor, packet.RST, 1<<27, 0, "")
			s.now += int64(time.Second)
			s.data(Opener, 2, "c")
		}, "abc", ""},
		{"before an RST that overtook it", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "a")
			s.send(Opener, packet.RST|packet.ACK, 2, 0, "")
			s.data(Opener, 1, "b")
		}, "ab", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{}
			c.write(s)
			all := play(t, s)
			if len(all) != 1 {
				t.Fatalf("%d owners, want one", len(all))
			}
			if got := all[0].said[Opener].String(); got != c.opener {
				t.Errorf("the opener said %q, want %q", got, c.opener)
			}
			if got := all[0].said[Acceptor].String(); got != c.acceptor {
				t.Errorf("the acceptor said %q, want %q", got, c.acceptor)
			}
		})
	}
}

func TestCloseByBothSides(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "ab")
	s.send(Acceptor, packet.FIN|packet.ACK, 0, 2, "")
	s.send(Opener, packet.FIN|packet.ACK, 2, 1, "")
	last := s.send(Acceptor, packet.ACK, 1, 3, "")
	s.send(Opener, packet.ACK, 3, 1, "") // a straggler begins no connection
	all := play(t, s)
	if len(all) != 1 {
		t.Fatalf("%d owners, want one", len(all))
	}
	o := all[0]
	if o.reason != EndFin || o.flow.Clock != last.Clock || strings.Join(o.events, ", ") != "fin 1, fin 0" {
		t.Errorf("reason %d at %d after %v, want %d at %d", o.reason, o.flow.Clock, o.events, EndFin, last.Clock)
	}
}

// TestWhatGoesOnAfterSilence holds that a connection is told of once, though it falls silent for longer than the time-out.
func TestWhatGoesOnAfterSilence(t *testing.T) {
	idle := DefaultLimits().Idle
	for _, c := range []struct {
		name  string
		write func(s *script)
		want  int // owners
	}{
		{"what goes on", func(s *script) { s.data(Opener, 2, "cd"); s.data(Acceptor, 0, "xy") }, 1},
		{"what is sent again", func(s *script) { s.data(Opener, 0, "ab") }, 1},
		{"again and again", func(s *script) {
			s.data(Opener, 2, "c")
			s.now += int64(idle / 2)
			s.data(Opener, 3, "d")
			s.now += int64(idle / 2)
			s.data(Opener, 4, "e")
		}, 1},
		{"too late", func(s *script) { s.now += int64(idle); s.data(Opener, 2, "cd") }, 2},
		{"another connection's", func(s *script) { s.data(Opener, 1<<28, "cd") }, 2},
		{"a SYN", func(s *script) { s.send(Opener, packet.SYN, 1<<28, 0, ""); s.data(Opener, 1<<28+1, "cd") }, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{}
			s.handshake()
			s.data(Opener, 0, "ab")
			s.now += int64(idle)
			c.write(s)
			all := play(t, s)
			if len(all) != c.want || all[0].reason != EndTimeout {
				t.Errorf("%d owners, the first ended for %d; want %d, %d", len(all), all[0].reason, c.want, EndTimeout)
			}
		})
	}
}

func TestResetTellsWhoSentIt(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "ab")
	p := s.send(Acceptor, packet.RST, 0, 0, "")
	p.TTL, p.IPID, p.Window = 200, 77, 5
	o := play(t, s)[0]
	want := Reset{At: place(p), By: Acceptor, TTL: 200, IPID: 77, IPv4: true, Window: 5}
	if o.reason != EndReset || o.flow.Reset == nil || *o.flow.Reset != want {
		t.Errorf("reason %d, reset %+v, want %+v", o.reason, o.flow.Reset, want)
	}
}

func TestNewSYNBeginsAnotherConnection(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "old")
	s.send(Opener, packet.RST, 3, 0, "")
	again := func(from Side, flags uint8, at, ack int, payload string) {
		p := s.send(from, flags, at, ack, payload)
		p.Seq += 1 << 20
		if ack >= 0 && flags&packet.ACK != 0 {
			p.Ack += 1 << 20
		}
	}
	again(Opener, packet.SYN, -1, 0, "")
	again(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
	again(Opener, packet.ACK, 0, 0, "new")
	all := play(t, s)
	if len(all) != 2 || all[0].said[Opener].String() != "old" || all[1].said[Opener].String() != "new" {
		t.Fatalf("%d owners", len(all))
	}
}

func TestStraySYNOnALiveConnection(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "a")
	s.send(Opener, packet.SYN, -1, 0, "").Seq += 1 << 20
	s.data(Opener, 1, "b")
	if all := play(t, s); len(all) != 1 || all[0].said[Opener].String() != "ab" {
		t.Error("a SYN that nobody answered ended a connection")
	}
}

func TestInactivityEndsAConnectionAtItsDeadline(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "a")
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range s.packets {
		w.Packet(p)
	}
	deadline := s.now + int64(DefaultLimits().Idle)
	w.Advance(deadline)
	if len(w.all) != 1 || w.all[0].ended != 0 {
		t.Fatal("the connection ended before its deadline")
	}
	w.Advance(deadline + int64(time.Hour))
	if o := w.all[0]; o.ended != 1 || o.reason != EndTimeout || o.flow.Clock != deadline {
		t.Errorf("ended %d times, reason %d, at %d; want once, %d, %d", o.ended, o.reason, o.flow.Clock, EndTimeout, deadline)
	}
}

func TestDuplicatesOfAMirrorPortAreNoRetransmissions(t *testing.T) {
	s := &script{}
	s.handshake()
	p := s.data(Opener, 0, "ab")
	p.IPID = 9
	copied := *p
	copied.Number, copied.Index, copied.TTL = p.Number+1, p.Index+1, p.TTL-1
	s.packets = append(s.packets, &copied)
	late := s.data(Opener, 0, "ab")
	late.IPID = 10
	f := play(t, s)[0].flow.Sides[Opener]
	if f.Duplicated != 1 || f.Retransmitted != 1 || f.Bytes != 4 {
		t.Errorf("%d duplicated, %d retransmitted, %d bytes; want 1, 1, 4", f.Duplicated, f.Retransmitted, f.Bytes)
	}
}

func TestChangedBytesAreAConflict(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "ab")
	s.data(Opener, 0, "aX").IPID = 5
	o := play(t, s)[0]
	if o.flow.Conflicts != 1 || o.said[Opener].String() != "ab" {
		t.Errorf("%d conflicts, said %q", o.flow.Conflicts, o.said[Opener].String())
	}
}

func TestSkippedBytesAreNeitherWaitedForNorTold(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "head")
	s.data(Opener, 6, "..") // 2 of the 10 skipped bytes are missing
	s.data(Opener, 8, "......tail")
	s.data(Opener, 30, "end")
	w := newWatch(t, DefaultLimits(), func(_ Side, offset int64, _ []byte) int64 {
		if offset == 0 {
			return 10
		}
		return 0
	})
	for _, p := range s.packets {
		w.Packet(p)
	}
	w.Flush(math.MaxInt)
	if got := w.all[0].said[Opener].String(); got != "headtail<12 lost by network>end" {
		t.Errorf("the owner was told %q", got)
	}
}

func TestLimits(t *testing.T) {
	l := DefaultLimits()
	l.Flows, l.WaitingPerFlow = 2, 1000
	w := newWatch(t, l, nil)
	for i := range 3 {
		s := &script{now: int64(i) * 1000}
		s.handshake()
		for at := range 20 {
			s.data(Opener, 1+at*10, "0123456789")
		}
		for _, p := range s.packets {
			p.Hash, p.Src.Port, p.Dst.Port = uint64(i), p.Src.Port+uint16(i), p.Dst.Port+uint16(i)
			w.Packet(p)
		}
	}
	if w.Open() != 2 || w.Counters().Evicted != 1 || w.Counters().Overfull == 0 {
		t.Errorf("%d flows open, counters %+v", w.Open(), w.Counters())
	}
	w.Flush(math.MaxInt)
	if w.waiting != 0 {
		t.Errorf("%d bytes wait after the end", w.waiting)
	}
}

func TestConnectionsWithoutPayloadAreCounted(t *testing.T) {
	refused, halfOpen := &script{}, &script{}
	refused.send(Opener, packet.SYN, -1, 0, "")
	refused.send(Acceptor, packet.RST|packet.ACK, -1, 0, "").Seq = 0
	halfOpen.send(Opener, packet.SYN, -1, 0, "").Src.Port = 1
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range append(refused.packets, halfOpen.packets...) {
		w.Packet(p)
	}
	w.Flush(math.MaxInt)
	if c := w.Counters(); c.Refused != 1 || c.HalfOpen != 1 || c.WithoutPayload != 2 || len(w.all) != 0 {
		t.Errorf("counters %+v, %d owners", c, len(w.all))
	}
}
