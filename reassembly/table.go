package reassembly

import "github.com/tlssniff/tlssniff/packet"

// Table follows the TCP flows whose packets it is given. It is not safe for
// concurrent use. Its owners' methods are called from its own.
type Table struct {
	// Wants, where it is set, is asked about each segment of a connection that is not known and whose SYN
	// the segment is not: the capture began later. Where it says no, nothing is remembered, and
	// the connection's next segment is looked at anew: it must be quick.
	Wants func(payload []byte) bool
	// HalfOpen, where it is set, is told of each flow that was never opened: a SYN that nothing answered, or
	// whose answer its sender left alone. The flow is valid until it returns.
	HalfOpen func(*Flow)
	// Witness, where it is set, sees the packets themselves.
	Witness Witness

	limits   Limits
	newOwner NewOwner
	counters Counters
	lookup   lookup
	slab     slab
	lists    [classes]list
	timeouts [classes]int64
	due      int64 // no flow's time-out passes before
	waiting  int64 // what waits costs, of all flows
	recents  recents
}

// NewTable returns an empty table that asks newOwner for an owner of each flow
// that carries payload.
func NewTable(l Limits, newOwner NewOwner) *Table {
	l.Flows = max(l.Flows, 1)
	t := &Table{limits: l, newOwner: newOwner, timeouts: timeouts(l)}
	t.lookup.init()
	for c := range t.lists {
		t.lists[c] = list{none, none}
	}
	return t
}

// Counters returns what was counted so far.
func (t *Table) Counters() Counters { return t.counters }

// Open returns how many flows are followed.
func (t *Table) Open() int { return t.slab.used }

// tracked is a flow and what it takes to follow it. What every packet needs stands first.
type tracked struct {
	prev, next uint32 // in the list of its class
	hash       uint32 // the low bits of the packets' hash
	recent     uint16 // its slot in the table's recents, if it still has it
	class      class
	over       bool // it ended, and only absorbs stragglers
	Flow
	owner Owner // nil until the first byte of payload
	// stray is a SYN of an open connection that may begin another, until it is answered.
	stray *packet.Packet
}

// Packet takes one TCP segment. p.Clock must not run backwards.
func (t *Table) Packet(p *packet.Packet) {
	id, side := t.find(p)
	for id != none && p.Clock > t.deadline(t.slab.at(id)) {
		t.expire(id)
		id, side = t.find(p)
	}
	if id != none && t.begins(t.slab.at(id), side, p) {
		t.finish(id, EndReuse, p.Clock)
		t.remove(id)
		id = none
	}
	if id == none {
		if p.Flags&packet.RST != 0 {
			return // of a connection that nothing is known of
		}
		if p.Flags&packet.SYN == 0 && t.Wants != nil && !t.Wants(p.Payload) {
			t.counters.Unwanted++
			return
		}
		id, side = t.add(p)
	}
	f := t.slab.at(id)
	if f.over {
		switch {
		case f.class == dormant && f.goesOn(side, p):
			t.touch(id, f, dormant, p.Clock)
		case f.class == dormant:
			t.remove(id)
			t.Packet(p)
		case p.WireLength > 0: // it is sent again at ever longer intervals: more will come
			t.touch(id, f, idle, p.Clock)
		}
		return
	}
	if stray := f.stray; stray != nil && f.answers(side, p) {
		t.finish(id, EndReuse, p.Clock)
		t.remove(id)
		stray.Clock = p.Clock
		t.Packet(stray)
		t.Packet(p)
		return
	}
	if t.Witness != nil {
		t.Witness.Packet(&f.Flow, p)
	}
	t.segment(id, f, side, p)
}

// add begins to follow a new flow.
func (t *Table) add(p *packet.Packet) (uint32, Side) {
	t.Evict(t.slab.used-t.limits.Flows+1, p.Clock)
	id := t.slab.take()
	f := t.slab.at(id)
	key, side := p.Flow, Opener
	if p.Flags&(packet.SYN|packet.ACK) == packet.SYN|packet.ACK {
		key, side = key.Reverse(), Acceptor
	}
	f.Flow = Flow{Key: key, First: place(p), Link: link(p)}
	f.hash = uint32(p.Hash)
	t.lookup.insert(f.hash, id)
	t.counters.Flows++
	f.Clock, f.class = p.Clock, halfOpen
	t.push(id, f)
	return id, side
}

// remove forgets a flow.
func (t *Table) remove(id uint32) {
	f := t.slab.at(id)
	t.unlink(id, f)
	t.lookup.remove(f.hash, id)
	t.recents.forget(id, f)
	t.slab.release(id)
}

// Evict makes room: it gives up n flows, as far as there are so many.
func (t *Table) Evict(n int, clock int64) {
	for range min(n, t.slab.used) {
		t.evict(clock)
	}
}

// evict gives up one flow: of the flows that promise the least, the one that was idle for longest goes.
func (t *Table) evict(clock int64) {
	for _, c := range [...]class{tombstone, dormant, lingering, finishing, holding, halfOpen, idle} {
		if id := t.lists[c].head; id != none {
			if !t.slab.at(id).over {
				t.counters.Evicted++
				t.finish(id, EndTimeout, clock)
			}
			t.remove(id)
			return
		}
	}
}

// Flush ends flows, because the input ended: n of them at most. It reports whether there are more.
func (t *Table) Flush(n int) (more bool) {
	for c := range t.lists {
		for id := t.lists[c].head; id != none; id = t.lists[c].head {
			if n--; n < 0 {
				return true
			}
			if f := t.slab.at(id); !f.over {
				t.finish(id, EndOpen, f.Clock)
			}
			t.remove(id)
		}
	}
	return false
}

// link returns what a packet came through, or nil.
func link(p *packet.Packet) *Link {
	if p.NVLANs == 0 && p.NTunnels == 0 {
		return nil
	}
	return &Link{VLANs: append([]uint16(nil), p.VLANs[:p.NVLANs]...), Tunnels: append([]packet.Tunnel(nil), p.Tunnels[:p.NTunnels]...)}
}

// place is where a packet stands in the capture.
func place(p *packet.Packet) Place {
	return NewPlace(p.Time, p.Index, p.Number, p.Source)
}
