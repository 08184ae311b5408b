package reassembly

import "github.com/tlssniff/tlssniff/packet"

// fin notes a side's FIN, which stands behind its last byte. Its owner hears of
// it when the peer took it: one that never reached the peer ends nothing.
func (t *Table) fin(st *stream, p *packet.Packet) {
	if st.ending != nil {
		return
	}
	if !st.released && st.backlog == nil {
		if !st.started {
			st.base, st.started = p.Seq, true
		}
		t.anchor(st, st.start(p)) // nothing came before it
	}
	at := st.start(p) + int64(p.WireLength)
	if at < st.next {
		t.counters.OutOfWindow++
		return
	}
	st.ending = &mark{at, place(p)}
}

// ended reports whether the side's stream ended in order, and tells the owner.
func (t *Table) ended(f *tracked, side Side) bool {
	st := &f.Sides[side].stream
	if st.told {
		return true
	}
	if st.ending == nil || st.next < st.ending.offset || st.acked <= st.ending.offset && f.Sides[side.Peer()].Packets > 0 {
		return false
	}
	t.tell(f, side)
	return true
}

// tell says that a side's stream ended. If the peer's ended before, it is told first.
func (t *Table) tell(f *tracked, side Side) {
	st, peer := &f.Sides[side].stream, &f.Sides[side.Peer()].stream
	st.told = true
	if end := peer.ending; end != nil && !peer.told && peer.next >= end.offset && end.at.Index < st.ending.at.Index {
		t.tell(f, side.Peer())
	}
	if f.owner != nil {
		f.owner.Fin(side, st.ending.at)
	}
	t.drop(st)
}

// outlives reports whether a side's stream goes on behind its FIN, which then
// was a lie: TCP sends nothing after one (RFC 9293, section 3.6). Otherwise what comes is.
func (t *Table) outlives(f *tracked, side Side) bool {
	st := &f.Sides[side].stream
	t.counters.OutOfWindow++
	if st.told || st.acked > st.ending.offset {
		return false
	}
	st.ending = nil
	return true
}
