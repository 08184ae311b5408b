package reassembly

import (
	queue "container/list"
	"time"

	"github.com/tlssniff/tlssniff/packet"
)

// DatagramOwner follows one flow of datagrams. Its methods are called in the order
// of the capture, from one goroutine.
type DatagramOwner interface {
	// Datagram gives what one side sent; b is borrowed until it returns.
	Datagram(side Side, b []byte, at Place)
	// End says that the flow ended; flow is valid until End returns.
	End(flow *Flow, reason EndReason)
}

// DatagramFollower finds the flows that are wanted, and makes their owners.
type DatagramFollower interface {
	// Wants looks at a datagram of a flow that is not known. Where it says no, nothing is
	// remembered, and the flow's next datagram is looked at anew: it must be quick.
	Wants(b []byte) bool
	// FollowDatagrams makes the owner of a flow, given its first datagram. f stays where it is until
	// the owner's End returns.
	FollowDatagrams(f *Flow, first []byte) DatagramOwner
}

// idleDatagrams is how long a flow of datagrams may be silent, by the capture's clock.
const idleDatagrams = int64(time.Minute)

// Datagrams is the table of UDP flows that somebody wants. It has one owner.
type Datagrams struct {
	// Witness, where it is set, sees the packets themselves.
	Witness Witness

	limits   Limits
	follower DatagramFollower
	flows    map[packet.Flow]*exchange
	idle     queue.List // of *exchange, the longest idle first
	counters Counters
}

// exchange is one flow of datagrams.
type exchange struct {
	Flow
	owner DatagramOwner
	place *queue.Element
}

// NewDatagrams returns an empty table.
func NewDatagrams(l Limits, follower DatagramFollower) *Datagrams {
	return &Datagrams{limits: l, follower: follower, flows: make(map[packet.Flow]*exchange)}
}

// Packet takes a UDP datagram.
func (t *Datagrams) Packet(p *packet.Packet) {
	e, side := t.find(p)
	if e != nil {
		t.show(&e.Flow, p)
	} else if e, side = t.begin(p), Opener; e == nil {
		return
	}
	s := &e.Sides[side]
	if s.Packets++; s.Packets == 1 {
		s.TTL = p.TTL
	}
	s.Bytes += int64(p.WireLength)
	if p.Snapped() {
		s.Snapped = true
	}
	e.Last = place(p)
	e.Clock = p.Clock
	t.idle.MoveToBack(e.place)
	e.owner.Datagram(side, p.Payload, e.Last)
}

// show gives a packet to the witness.
func (t *Datagrams) show(f *Flow, p *packet.Packet) {
	if t.Witness != nil {
		t.Witness.Packet(f, p)
	}
}

// find returns the flow of a packet, and the side that sent it.
func (t *Datagrams) find(p *packet.Packet) (*exchange, Side) {
	if len(t.flows) == 0 {
		return nil, Opener
	}
	if e := t.flows[p.Flow]; e != nil {
		return e, Opener
	}
	return t.flows[p.Flow.Reverse()], Acceptor
}

// begin remembers the flow that a datagram begins, if somebody wants it.
func (t *Datagrams) begin(p *packet.Packet) *exchange {
	if !t.follower.Wants(p.Payload) {
		return nil
	}
	t.Evict(len(t.flows)-t.limits.Flows+1, p.Clock)
	e := &exchange{Flow: Flow{Key: p.Flow, First: place(p), Link: link(p)}}
	t.show(&e.Flow, p)
	e.owner = t.follower.FollowDatagrams(&e.Flow, p.Payload)
	e.place = t.idle.PushBack(e)
	t.flows[p.Flow] = e
	t.counters.Flows++
	return e
}

// Evict makes room: it gives up the n flows that were idle for longest, as far as there are so many.
func (t *Datagrams) Evict(n int, clock int64) {
	for range min(n, len(t.flows)) {
		t.counters.Evicted++
		t.finish(t.idle.Front().Value.(*exchange), EndTimeout, clock)
	}
}

// Advance ends the flows whose time-out has passed.
func (t *Datagrams) Advance(clock int64) {
	for e := t.idle.Front(); e != nil; e = t.idle.Front() {
		x := e.Value.(*exchange)
		if clock-x.Clock <= idleDatagrams {
			return
		}
		t.finish(x, EndTimeout, x.Clock+idleDatagrams)
	}
}

// Flush ends flows, because the input ended: n of them at most. It reports whether there are more.
func (t *Datagrams) Flush(n int) (more bool) {
	for e := t.idle.Front(); e != nil; e = t.idle.Front() {
		if n--; n < 0 {
			return true
		}
		x := e.Value.(*exchange)
		t.finish(x, EndOpen, x.Clock)
	}
	return false
}

func (t *Datagrams) finish(e *exchange, reason EndReason, clock int64) {
	e.Clock = clock
	delete(t.flows, e.Key)
	t.idle.Remove(e.place)
	e.owner.End(&e.Flow, reason)
}

// Open returns how many flows are followed.
func (t *Datagrams) Open() int { return len(t.flows) }

// Counters returns what happened so far.
func (t *Datagrams) Counters() Counters { return t.counters }
