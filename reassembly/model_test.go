package reassembly

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/tlssniff/tlssniff/packet"
)

// TestAnyWayGivesTheSameBytes holds that two streams, cut into segments in any
// way, doubled, shuffled and delayed, are delivered whole, in order, once.
func TestAnyWayGivesTheSameBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var want [2]string
		s := &script{}
		s.handshake()
		for side := range want {
			want[side] = rapid.StringN(0, 300, 1000).Draw(rt, "stream")
			cut(rt, s, Side(side), want[side])
		}
		disorder(rt, s.packets[3:])
		for i, p := range s.packets {
			p.Number, p.Index, p.Clock = int64(i+1), int64(i+1), int64(i)*1e6
		}
		all := play(t, s)
		if want[0] == "" && want[1] == "" {
			return
		}
		if len(all) != 1 {
			rt.Fatalf("%d owners, want one", len(all))
		}
		for side := range want {
			if got := all[0].said[side].String(); got != want[side] {
				rt.Errorf("side %d said %q, want %q", side, got, want[side])
			}
		}
	})
}

// TestWithoutSYNsTheSameBytes holds the same of connections that were captured
// from some point on, wherever their sequence numbers stand.
func TestWithoutSYNsTheSameBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := rapid.StringN(1, 300, 1000).Draw(rt, "stream")
		s := &script{}
		for at := 0; at < len(want); {
			n := rapid.IntRange(1, min(100, len(want)-at)).Draw(rt, "length")
			s.data(Opener, at, want[at:at+n])
			at += n
		}
		renumber(s, rapid.Uint32().Draw(rt, "opener"), rapid.Uint32().Draw(rt, "acceptor"))
		disorder(rt, s.packets[:min(len(s.packets), heldSegments)])
		all := play(t, s)
		if len(all) != 1 || all[0].said[Opener].String() != want {
			rt.Errorf("the owners were given %q, want %q", said(all), want)
		}
	})
}

// cut adds segments that cover a stream, some of them twice or overlapping.
func cut(rt *rapid.T, s *script, side Side, stream string) {
	for at := 0; at < len(stream); {
		n := rapid.IntRange(1, min(100, len(stream)-at)).Draw(rt, "length")
		back := rapid.IntRange(0, min(at, 10)).Draw(rt, "overlap")
		s.data(side, at-back, stream[at-back:at+n])
		if rapid.IntRange(0, 5).Draw(rt, "twice") == 0 {
			s.data(side, at, stream[at:at+n])
		}
		at += n
	}
}

// disorder moves packets by a few places.
func disorder(rt *rapid.T, packets []*packet.Packet) {
	for i := range packets {
		j := min(len(packets)-1, i+rapid.IntRange(0, 6).Draw(rt, "later"))
		packets[i], packets[j] = packets[j], packets[i]
	}
}

// TestLookupIsAMap compares the flow index with a Go map, on hashes that collide.
func TestLookupIsAMap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var l lookup
	l.init()
	model := map[uint32]uint32{}
	contains := func(hash, id uint32) bool {
		mask := uint32(len(l.slots) - 1)
		for i := hash & mask; l.slots[i].id != 0; i = (i + 1) & mask {
			if l.slots[i].id == id+1 {
				return true
			}
		}
		return false
	}
	for range 20_000 {
		id := uint32(random.IntN(500))
		if hash, there := model[id]; there {
			l.remove(hash, id)
			delete(model, id)
		} else {
			hash := uint32(random.IntN(40)) * 61
			l.insert(hash, id)
			model[id] = hash
		}
	}
	if l.used != len(model) {
		t.Errorf("%d entries, want %d", l.used, len(model))
	}
	for id, hash := range model {
		if !contains(hash, id) {
			t.Errorf("flow %d is lost", id)
		}
	}
}

// FuzzTable gives a table any segments. Its owners check the order of what
// they are told; nothing may be left when the input ends.
func FuzzTable(f *testing.F) {
	f.Add([]byte("\x02\x00\x00\x00\x00\x12\x80\x00\x00\x00\x10\x00\x01\x05\x00"))
	f.Add([]byte("\x10\x00\x01\x20\x01\x10\x80\x05\x10\x02\x10\x00\x40\x05\x05\x04\x80\x01\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l := DefaultLimits()
		l.Flows, l.WaitingPerFlow, l.Waiting = 3, 500, 900
		w := newWatch(t, l, func(_ Side, offset int64, b []byte) int64 { return int64(b[0]%4) * 3 })
		s := &script{}
		text := "the bytes of a stream, over and over again, until it is long enough to be cut anywhere"
		for ; len(b) >= 5; b = b[5:] {
			from := Side(b[1] >> 7)
			n := int(b[3]) % len(text)
			p := s.send(from, b[0], int(b[2])-1, int(b[4])-1, text[:n])
			p.Clock += int64(b[1]&0x7f) * 1e7
			s.now = p.Clock
			p.Hash = uint64(b[1] & 3)
			p.Src.Port, p.Dst.Port = p.Src.Port+uint16(p.Hash), p.Dst.Port+uint16(p.Hash)
			if b[4]&0x40 != 0 {
				p.TTL, p.WireLength = 1, n+int(b[4]&3)
			}
			if b[4]&0x80 != 0 {
				p.Seq += uint32(b[4]&7) << 27
			}
			if w.Packet(p); w.waiting > l.Waiting+int64(len(text)+2*overhead) || w.Open() > l.Flows {
				t.Fatalf("%d flows, %d bytes wait", w.Open(), w.waiting)
			}
		}
		w.Flush(math.MaxInt)
		for _, o := range w.all {
			if o.ended != 1 {
				t.Errorf("an owner was ended %d times", o.ended)
			}
		}
		if w.Open() != 0 || w.waiting != 0 {
			t.Errorf("%d flows are open and %d bytes wait", w.Open(), w.waiting)
		}
	})
}
