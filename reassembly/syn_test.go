package reassembly

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/packet"
)

// renumber moves a script's sequence numbers.
func renumber(s *script, opener, acceptor uint32) {
	for _, p := range s.packets {
		by := [2]uint32{opener, acceptor}
		if p.Src.Port == 443 {
			by[0], by[1] = by[1], by[0]
		}
		p.Seq, p.Ack = p.Seq+by[0], p.Ack+by[1]
	}
}

// said is what the two sides' owners of each connection were given.
func said(all []*witness) (out [][2]string) {
	for _, o := range all {
		out = append(out, [2]string{o.said[Opener].String(), o.said[Acceptor].String()})
	}
	return out
}

// TestBeginnings holds where streams begin, and which connection a SYN belongs to.
func TestBeginnings(t *testing.T) {
	const elsewhere = 1 << 20
	for _, c := range []struct {
		name  string
		write func(s *script)
		want  [][2]string
	}{
		{"sequence numbers wrap", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "abcd")
			s.data(Acceptor, 2, "yz")
			s.data(Acceptor, 0, "wx")
			s.data(Opener, 2, "cdef")
			renumber(s, ^uint32(openerISN+3), ^uint32(acceptorISN+1))
		}, [][2]string{{"abcdef", "wxyz"}}},
		{"both sides open at once", func(s *script) {
			s.send(Opener, packet.SYN, -1, 0, "")
			s.send(Acceptor, packet.SYN, -1, 0, "")
			s.send(Opener, packet.SYN|packet.ACK, -1, 0, "")
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
			s.data(Opener, 0, "a")
			s.data(Acceptor, 0, "x")
		}, [][2]string{{"a", "x"}}},
		{"the answer is captured before the SYN", func(s *script) {
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
			s.send(Opener, packet.SYN, -1, 0, "")
			s.data(Opener, 0, "a")
			s.data(Acceptor, 0, "x")
		}, [][2]string{{"a", "x"}}},
		{"the answer to another SYN is none", func(s *script) {
			s.send(Opener, packet.SYN, -1, 0, "")
			stray := s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
			stray.Seq, stray.Ack = stray.Seq+1<<24, stray.Ack+1<<24
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
			s.data(Opener, 0, "a")
			s.data(Acceptor, 0, "x")
		}, [][2]string{{"a", "x"}}},
		{"data in a SYN that its receiver takes", func(s *script) {
			s.send(Opener, packet.SYN, -1, 0, "ab")
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 2, "")
			s.data(Opener, 2, "c")
		}, [][2]string{{"abc", ""}}},
		{"data in a SYN that its receiver leaves", func(s *script) {
			s.send(Opener, packet.SYN, -1, 0, "XX")
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
			s.data(Opener, 0, "abc")
		}, [][2]string{{"abc", ""}}},
		{"data in a SYN whose receiver was not captured", func(s *script) {
			s.send(Opener, packet.SYN, -1, 0, "ab")
			s.data(Opener, 2, "c")
		}, [][2]string{{"abc", ""}}},
		{"data of a former connection comes before the SYN", func(s *script) {
			s.data(Opener, 1<<24, "old")
			s.handshake()
			s.data(Opener, 0, "new")
		}, [][2]string{{"new", ""}}},
		{"a stray SYN that nobody answers", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "a")
			s.send(Opener, packet.SYN, -1, 0, "XX").Seq += elsewhere
			s.data(Opener, 1, "b")
		}, [][2]string{{"ab", ""}}},
		{"a SYN on a live connection that is answered", func(s *script) {
			s.handshake()
			s.data(Opener, 0, "old")
			s.send(Opener, packet.SYN, -1, 0, "").Seq += elsewhere
			s.send(Acceptor, packet.SYN|packet.ACK, -1, elsewhere, "").Seq += elsewhere
			s.data(Opener, elsewhere, "new")
		}, [][2]string{{"old", ""}, {"new", ""}}},
		{"a SYN on a live connection whose peer was not captured, and what follows it", func(s *script) {
			s.send(Opener, packet.SYN, -1, 0, "")
			s.data(Opener, 0, "old")
			s.send(Opener, packet.SYN, -1, 0, "").Seq += elsewhere
			s.data(Opener, elsewhere, "new")
		}, [][2]string{{"old", ""}, {"new", ""}}},
		{"ports used again, the opener not captured", func(s *script) {
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
			s.data(Acceptor, 0, "old")
			s.send(Acceptor, packet.FIN|packet.ACK, 3, 0, "")
			s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "").Seq += elsewhere
			s.data(Acceptor, elsewhere, "new")
		}, [][2]string{{"", "old"}, {"", "new"}}},
		{"without SYNs, held until the peer has it", func(s *script) {
			s.data(Opener, 5, "b")
			s.data(Opener, 4, "a")
			s.ack(Acceptor, 0, 6)
			s.data(Opener, 6, "c")
			s.data(Acceptor, 0, "x")
		}, [][2]string{{"abc", "x"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{}
			c.write(s)
			if diff := cmp.Diff(c.want, said(play(t, s))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHeldDataIsReleasedByTheClock(t *testing.T) {
	s := &script{}
	s.data(Opener, 1, "b")
	s.data(Opener, 0, "a")
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range s.packets {
		w.Packet(p)
	}
	held := s.packets[0].Clock
	w.Advance(held + patience)
	if len(w.all) != 0 {
		t.Fatal("data was released before its time")
	}
	w.Advance(held + patience + 1)
	if got := said(w.all); cmp.Diff([][2]string{{"ab", ""}}, got) != "" {
		t.Errorf("the owners were given %q", got)
	}
}

func TestSYNOptions(t *testing.T) {
	s := &script{}
	s.send(Opener, packet.SYN, -1, 0, "").Options = []byte{1, 2, 4, 5, 0xb4, 3, 3, 20, 30, 4, 0, 1, 34, 2, 0, 2, 4, 0, 0}
	s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "").Options = []byte{2, 4, 5, 0x50, 3, 3, 2}
	s.data(Opener, 0, "a")
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range s.packets {
		w.Packet(p)
	}
	id, _ := w.find(s.packets[0])
	f := w.slab.at(id)
	got := []int{int(f.Sides[0].MSS), int(f.Sides[1].MSS), int(f.Sides[0].stream.scale), int(f.Sides[1].stream.scale), int(f.Sides[0].stream.window)}
	if diff := cmp.Diff([]int{1460, 1360, maxScale, 2, 65535 << maxScale}, got); diff != "" || !f.MPTCP || !f.FastOpen {
		t.Errorf("MPTCP %v, Fast Open %v, %s", f.MPTCP, f.FastOpen, diff)
	}
}

func TestWindowsAreScaledOnlyIfBothSidesOffer(t *testing.T) {
	s := &script{}
	s.send(Opener, packet.SYN, -1, 0, "").Options = []byte{3, 3, 7}
	s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range s.packets {
		w.Packet(p)
	}
	id, _ := w.find(s.packets[0])
	if scale := w.slab.at(id).Sides[Opener].stream.scale; scale != 0 {
		t.Errorf("windows are scaled by %d", scale)
	}
}

func FuzzParseOptions(f *testing.F) {
	f.Add([]byte{2, 4, 5, 0xb4, 1, 3, 3, 7, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{2, 0, 3, 200, 30})
	f.Fuzz(func(t *testing.T, b []byte) {
		if o := parseOptions(b); o.scale > maxScale {
			t.Errorf("scale %d", o.scale)
		}
	})
}

// later moves a script's clock.
func (s *script) later(by time.Duration) { s.now += int64(by) }
