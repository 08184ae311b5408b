package reassembly

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/tlssniff/tlssniff/packet"
)

// Where the tests' streams begin.
const (
	openerISN   = 100
	acceptorISN = 5000
)

// script builds packets of one connection, a millisecond apart.
type script struct {
	packets []*packet.Packet
	now     int64
}

// send adds a packet. at is the offset in the sender's stream, ack in the peer's;
// a SYN stands at -1.
func (s *script) send(from Side, flags uint8, at, ack int, payload string) *packet.Packet {
	opener := packet.Endpoint{IP: [16]byte{10: 0xff, 11: 0xff, 12: 10, 15: 1}, Port: 50000}
	acceptor := packet.Endpoint{IP: [16]byte{10: 0xff, 11: 0xff, 12: 10, 15: 2}, Port: 443}
	isn := [2]uint32{openerISN, acceptorISN}
	s.now += int64(time.Millisecond)
	p := &packet.Packet{
		Flow: packet.Flow{Src: opener, Dst: acceptor, Protocol: packet.TCP}, Hash: 7,
		Time: s.now, Clock: s.now, Number: int64(len(s.packets) + 1), Index: int64(len(s.packets) + 1),
		Payload: []byte(payload), WireLength: len(payload), Flags: flags, Window: 65535, TTL: 64, IPv4: true,
		Seq: isn[from] + 1 + uint32(at), Ack: isn[from.Peer()] + 1 + uint32(ack),
	}
	if from == Acceptor {
		p.Flow = p.Flow.Reverse()
	}
	s.packets = append(s.packets, p)
	return p
}

func (s *script) handshake() {
	s.send(Opener, packet.SYN, -1, 0, "")
	s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
	s.send(Opener, packet.ACK, 0, 0, "")
}

// data adds bytes that one side sends.
func (s *script) data(from Side, at int, payload string) *packet.Packet {
	return s.send(from, packet.ACK|packet.PSH, at, 0, payload)
}

// ack adds a pure acknowledgement of the peer's bytes.
func (s *script) ack(from Side, at, ack int) *packet.Packet {
	return s.send(from, packet.ACK, at, ack, "")
}

// witness is an Owner that writes down what it is told.
type witness struct {
	t        testing.TB
	said     [2]strings.Builder
	events   []string
	next     [2]int64
	skip     func(side Side, offset int64, b []byte) int64
	skipping [2]int64
	over     [2]bool
	ended    int
	flow     Flow
	reason   EndReason
}

func (w *witness) Data(side Side, offset int64, b []byte, at Place) int64 {
	w.check(side, offset, int64(len(b)))
	w.said[side].Write(b)
	if w.skip != nil {
		n := w.skip(side, offset, b)
		w.skipping[side] = w.next[side] + n
		return n
	}
	return 0
}

func (w *witness) Gap(side Side, offset, n int64, lost Loss, at Place) int64 {
	w.check(side, offset, n)
	fmt.Fprintf(&w.said[side], "<%d lost by %s>", n, [...]string{"capture", "network"}[lost])
	return 0
}

// check holds that offsets go on where they ended, but for what is skipped, and end with a FIN.
func (w *witness) check(side Side, offset, n int64) {
	if w.over[side] || w.ended > 0 {
		w.t.Errorf("side %d: %d bytes at %d, after the end", side, n, offset)
	}
	if n <= 0 || offset < w.next[side] || offset > max(w.next[side], w.skipping[side]) {
		w.t.Errorf("side %d: %d bytes at %d, after %d (skipping to %d)", side, n, offset, w.next[side], w.skipping[side])
	}
	w.next[side] = offset + n
}

func (w *witness) Fin(side Side, at Place) {
	w.over[side] = true
	w.events = append(w.events, fmt.Sprintf("fin %d", side))
}

func (w *witness) End(f *Flow, reason EndReason) {
	w.ended++
	w.flow, w.reason = *f, reason
}

// watch is a table whose owners are witnesses.
type watch struct {
	*Table
	all []*witness
}

func newWatch(t testing.TB, l Limits, skip func(Side, int64, []byte) int64) *watch {
	w := &watch{}
	w.Table = NewTable(l, func(*Flow) Owner {
		o := &witness{t: t, skip: skip}
		w.all = append(w.all, o)
		return o
	})
	return w
}

// play gives a table a script, flushes it, and returns what the owners saw.
func play(t testing.TB, s *script) []*witness {
	t.Helper()
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range s.packets {
		w.Packet(p)
	}
	w.Flush(math.MaxInt)
	for _, o := range w.all {
		if o.ended != 1 {
			t.Errorf("an owner was ended %d times", o.ended)
		}
	}
	if w.Open() != 0 || w.waiting != 0 {
		t.Errorf("after the end %d flows are open and %d bytes wait", w.Open(), w.waiting)
	}
	return w.all
}
