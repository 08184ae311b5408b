package reassembly

import (
	"math"
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/packet"
)

func TestAHoleIsGivenUpAfterEnoughSegments(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 1, "b")
	s.ack(Acceptor, 0, 2)
	for i := range holeSegments {
		s.data(Opener, 2+i, "c")
	}
	w := newWatch(t, DefaultLimits(), nil)
	for i, p := range s.packets {
		if i == len(s.packets)-1 && len(w.all) != 0 {
			t.Error("the hole was given up too soon")
		}
		w.Packet(p)
	}
	want := "<1 lost by capture>b" + strings.Repeat("c", holeSegments)
	if len(w.all) != 1 || w.all[0].said[Opener].String() != want {
		t.Errorf("the owners were given %q, want %q", said(w.all), want)
	}
}

// TestACaptureThatLacksMuchGoesOn holds that a connection is still followed
// after the capture has lost far more than a window of it.
func TestACaptureThatLacksMuchGoesOn(t *testing.T) {
	const far = 300 << 20
	for name, acknowledged := range map[string]bool{"acknowledged": true, "the peer not captured": false} {
		t.Run(name, func(t *testing.T) {
			s := &script{}
			s.send(Opener, packet.SYN, -1, 0, "")
			if acknowledged {
				s.send(Acceptor, packet.SYN|packet.ACK, -1, 0, "")
			}
			s.data(Opener, 0, "head")
			for at := far; at < far+1000; at += 100 {
				s.data(Opener, at, strings.Repeat("x", 100))
				if acknowledged {
					s.ack(Acceptor, 0, at+100)
				}
			}
			s.send(Opener, packet.FIN|packet.ACK, far+1000, 0, "")
			if acknowledged {
				s.ack(Acceptor, 0, far+1001)
			}
			o := play(t, s)[0]
			if got := o.said[Opener].String(); !strings.HasSuffix(got, strings.Repeat("x", 800)) || !o.flow.Sides[Opener].FIN() {
				t.Errorf("FIN %v, after %q", o.flow.Sides[Opener].FIN(), got)
			}
		})
	}
}

func TestASideThatIsSkippedNeverWaits(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "head")
	s.data(Opener, 500, "x")
	s.data(Opener, 100, "y")
	s.send(Opener, packet.FIN|packet.ACK, 501, 0, "")
	s.ack(Acceptor, 0, 502)
	w := newWatch(t, DefaultLimits(), func(Side, int64, []byte) int64 { return Forever })
	for _, p := range s.packets {
		w.Packet(p)
		if w.waiting != 0 {
			t.Fatal("something waits")
		}
	}
	w.Flush(math.MaxInt)
	o := w.all[0]
	if got := o.said[Opener].String(); got != "head" || len(o.events) != 1 || o.flow.Sides[Opener].Delivered() != 501 {
		t.Errorf("the owner was given %q, %v, to %d", got, o.events, o.flow.Sides[Opener].Delivered())
	}
}

func TestAcknowledgedIsNoMoreThanTheStream(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "ab")
	s.send(Opener, packet.FIN|packet.ACK, 2, 0, "")
	s.ack(Acceptor, 0, 3)
	if f := play(t, s)[0].flow.Sides[Opener]; f.Acked() != 2 || f.Delivered() != 2 || !f.FIN() {
		t.Errorf("acknowledged %d, delivered %d, FIN %v; want 2, 2, true", f.Acked(), f.Delivered(), f.FIN())
	}
}
