package reassembly

import "github.com/tlssniff/tlssniff/packet"

// Limits of how long a side whose beginning was not captured is held, and of
// how long a hole may stay that the receiver has not.
const (
	heldSegments = 8
	heldBytes    = 32 << 10
	holeSegments = 32
	holeBytes    = 64 << 10
	patience     = 1_000_000_000 // nanoseconds of the capture's clock, for both
	// strangeTTL is how far a segment's TTL may be from that of its sender's others.
	strangeTTL = 5
)

// data takes a segment with payload.
func (t *Table) data(f *tracked, side Side, p *packet.Packet) {
	st, s := &f.Sides[side].stream, &f.Sides[side]
	recent := &t.recents.slots[f.recent].sides[side] // its flow is the one that is active
	if !st.started {
		st.base, st.started = p.Seq, true
	}
	offset := st.start(p)
	end, have := offset+int64(p.WireLength), offset+int64(len(p.Payload))
	if p.Flags&packet.SYN != 0 {
		if end = have; end == offset {
			return // what it claims to carry and the capture lacks its receiver may leave: acknowledgements tell
		}
	}
	needed := end > st.skip
	if st.released && offset > st.next {
		t.lack(f, side, offset)
	}
	if st.released && have <= st.next && end <= max(st.next, st.behindCut()) {
		if p.WireLength > 1 || end < st.next { // else a keep-alive (RFC 1122, section 4.2.3.6)
			s.Retransmitted++
			if needed && recent.contradicts(p) {
				f.Conflicts++
			}
		}
		return
	}
	if st.ending != nil && end > st.ending.offset && !t.outlives(f, side) {
		return
	}
	credible, digest := true, packet.Digest{}
	if needed {
		digest = p.Digest()
		credible = t.believes(f, side, p, digest)
	}
	switch {
	case st.has(offset, end), end <= st.behindCut():
		s.Retransmitted++
	case offset < st.sent:
		s.OutOfOrder++
	}
	st.sent = max(st.sent, end)
	recent.note(needed && !p.Snapped(), digest)

	w := waiting{offset: offset, data: p.Payload, at: place(p), snapped: end - have, ttl: p.TTL}
	// What a SYN carries its receiver may leave (RFC 7413, section 2).
	w.doubtful = needed && (!credible || strange(p.TTL, st.ttl) || p.Flags&packet.SYN != 0)
	switch {
	case !st.released:
		t.keep(f, st, w)
		t.hold(f, side)
	case offset > max(st.next, st.skip) || f.doubts(side, &w):
		t.keep(f, st, w)
		if st.backlog != nil {
			st.backlog.later++
		}
	default:
		f.Conflicts += st.disputes(&w)
		t.deliver(f, side, w)
		return
	}
	// One segment may be kept in many parts, around those that wait already.
	for st.backlog != nil && (st.backlog.cost > t.limits.WaitingPerFlow || t.waiting > t.limits.Waiting) {
		t.counters.Overfull++
		t.release(f, side)
		t.skipHole(f, side)
	}
}

func strange(a, b uint8) bool { return a > b && a-b > strangeTTL || b > a && b-a > strangeTTL }

// doubts reports whether a segment may be a lie. It is none if its receiver
// acknowledges it. Where the receiver was not captured, what its sender does afterwards must do.
func (f *tracked) doubts(side Side, w *waiting) bool {
	st := &f.Sides[side].stream
	return w.doubtful && st.acked < w.end() && (f.Sides[side.Peer()].Packets > 0 || !st.open)
}

// hold keeps back a side whose SYN was not captured until its beginning is
// known, because the first segments may be out of order.
func (t *Table) hold(f *tracked, side Side) {
	st := &f.Sides[side].stream
	if st.hint && st.first().offset == 0 || st.queued() >= heldSegments || st.backlog.cost >= heldBytes {
		t.release(f, side)
	}
}

// release begins the delivery of a side that was held.
func (t *Table) release(f *tracked, side Side) {
	st := &f.Sides[side].stream
	if !st.held() {
		return
	}
	t.anchor(st, st.first().offset)
	t.advance(f, side)
}

// settle goes on with a side that has segments waiting: what is now in order is
// delivered, and a hole that its receiver has not is given up if it stays.
func (t *Table) settle(f *tracked, side Side, clock int64) {
	st := &f.Sides[side].stream
	if st.held() && st.acked > st.first().offset && (st.hint || st.acked > 0) {
		t.release(f, side)
	}
	t.advance(f, side)
	b := st.backlog
	if b == nil {
		return
	}
	if first := st.first().offset; !st.released || st.acked < first || first <= st.next {
		b.known = false
		return
	}
	if !b.known {
		b.known, b.since, b.later = true, clock, 0
		return
	}
	if b.later >= holeSegments || b.cost >= holeBytes || clock-b.since >= patience {
		b.known = false
		t.skipHole(f, side)
		t.advance(f, side)
	}
}

// advance delivers what is in order, and tells of the stream's end.
func (t *Table) advance(f *tracked, side Side) {
	st := &f.Sides[side].stream
	for st.released && !t.ended(f, side) && st.backlog != nil {
		w := st.first()
		if w.end()+w.snapped > st.next { // else another copy came
			if w.offset > st.next {
				t.lack(f, side, w.offset)
			}
			if w.offset > max(st.next, st.skip) || f.doubts(side, w) {
				return
			}
			if w.doubtful {
				st.ttl = w.ttl // its receiver has it: the path is another
			}
		}
		t.deliver(f, side, t.take(st, 0))
	}
}

// deliver gives the owner what it needs of a segment that begins at or before
// the next byte, or within what the owner skips.
func (t *Table) deliver(f *tracked, side Side, w waiting) {
	st := &f.Sides[side].stream
	from := max(st.next, min(st.skip, w.end()), w.offset)
	t.own(f)
	if end := w.end(); end > from {
		st.next = end
		skip := f.owner.Data(side, from, w.data[from-w.offset:], w.at)
		st.needNot(skip)
	} else {
		st.next = max(st.next, end)
	}
	if w.snapped > 0 && w.end() == st.next {
		if st.cut == nil {
			st.cut = new(mark)
		}
		*st.cut = mark{max(st.cut.offset, st.next+w.snapped), w.at}
		t.lack(f, side, st.acked)
	}
}

// own makes sure that a flow with something to tell has an owner.
func (t *Table) own(f *tracked) {
	if f.owner == nil {
		f.owner = t.newOwner(&f.Flow)
	}
}

// needNot notes how many bytes after the next the owner has no need of.
func (st *stream) needNot(skip int64) {
	if skip > 0 {
		st.skip = st.next + min(skip, Forever)
	}
}
