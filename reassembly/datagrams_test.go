package reassembly

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tlssniff/tlssniff/packet"
)

// listener wants the datagrams that begin with "!", and writes down what it is told.
type listener struct {
	asked int
	told  []string
}

func (l *listener) Wants(b []byte) bool {
	l.asked++
	return strings.HasPrefix(string(b), "!")
}

func (l *listener) FollowDatagrams(f *Flow, first []byte) DatagramOwner {
	l.told = append(l.told, fmt.Sprintf("begin %d %s", f.Key.Src.Port, first))
	return &listened{l, f}
}

type listened struct {
	*listener
	flow *Flow
}

func (l *listened) Datagram(side Side, b []byte, at Place) {
	l.told = append(l.told, fmt.Sprintf("%d side %d packet %d %s", l.flow.Key.Src.Port, side, at.Number(), b))
}

func (l *listened) End(f *Flow, reason EndReason) {
	l.told = append(l.told, fmt.Sprintf("end %d reason %d at %v, %d and %d packets", f.Key.Src.Port, reason,
		time.Duration(f.Clock), f.Sides[Opener].Packets, f.Sides[Acceptor].Packets))
}

// datagram returns one between a client's port and a server.
func datagram(port uint16, number int, clock time.Duration, payload string) *packet.Packet {
	return &packet.Packet{
		Flow:   packet.Flow{Src: packet.Endpoint{Port: port}, Dst: packet.Endpoint{Port: 443}, Protocol: packet.UDP},
		Number: int64(number), Clock: int64(clock), Time: int64(clock), Payload: []byte(payload), WireLength: len(payload), TTL: 64,
	}
}

func answer(p *packet.Packet) *packet.Packet {
	p.Flow = p.Flow.Reverse()
	return p
}

func (l *listener) expect(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(l.told, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(l.told, "\n"), strings.Join(want, "\n"))
	}
	l.told = nil
}

// TestDatagramsOfAFlow gives both directions to one owner, and asks about each unknown datagram.
func TestDatagramsOfAFlow(t *testing.T) {
	l := &listener{}
	d := NewDatagrams(DefaultLimits(), l)
	d.Packet(datagram(1000, 1, 0, "dull"))
	d.Packet(datagram(1000, 2, 0, "dull"))
	d.Packet(datagram(1000, 3, 0, "!hello"))
	d.Packet(answer(datagram(1000, 4, 0, "dull answer")))
	if l.asked != 3 {
		t.Errorf("asked about %d datagrams", l.asked)
	}
	d.Flush(math.MaxInt)
	l.expect(t, "begin 1000 !hello", "1000 side 0 packet 3 !hello", "1000 side 1 packet 4 dull answer",
		"end 1000 reason "+fmt.Sprint(int(EndOpen))+" at 0s, 1 and 1 packets")
}

// TestDatagramsTimeOut ends a flow that is silent, not one that speaks.
func TestDatagramsTimeOut(t *testing.T) {
	l := &listener{}
	d := NewDatagrams(DefaultLimits(), l)
	d.Packet(datagram(1, 1, 0, "!a"))
	d.Packet(datagram(2, 2, 0, "!b"))
	d.Packet(datagram(1, 3, 40*time.Second, "more"))
	d.Advance(int64(61 * time.Second))
	d.Advance(int64(99 * time.Second))
	l.expect(t, "begin 1 !a", "1 side 0 packet 1 !a", "begin 2 !b", "2 side 0 packet 2 !b", "1 side 0 packet 3 more",
		"end 2 reason "+fmt.Sprint(int(EndTimeout))+" at 1m0s, 1 and 0 packets")
	d.Advance(int64(101 * time.Second))
	l.expect(t, "end 1 reason "+fmt.Sprint(int(EndTimeout))+" at 1m40s, 2 and 0 packets")
}

// TestDatagramsAreBounded drops the flow that was silent longest, and counts it.
func TestDatagramsAreBounded(t *testing.T) {
	l := &listener{}
	limits := DefaultLimits()
	limits.Flows = 2
	d := NewDatagrams(limits, l)
	for i := range 3 {
		d.Packet(datagram(uint16(i+1), i+1, 0, "!"))
	}
	l.expect(t, "begin 1 !", "1 side 0 packet 1 !", "begin 2 !", "2 side 0 packet 2 !",
		"end 1 reason "+fmt.Sprint(int(EndTimeout))+" at 0s, 1 and 0 packets", "begin 3 !", "3 side 0 packet 3 !")
	if d.Counters().Evicted != 1 || d.Counters().Flows != 3 {
		t.Errorf("counted %+v", d.Counters())
	}
}

// BenchmarkDatagramPassedOver is what a datagram costs that nobody wants.
func BenchmarkDatagramPassedOver(b *testing.B) {
	d := NewDatagrams(DefaultLimits(), &listener{})
	d.Packet(datagram(1, 1, 0, "!"))
	p := datagram(2, 2, 0, "dull")
	b.ReportAllocs()
	for b.Loop() {
		d.Packet(p)
	}
}
