package reassembly

import "github.com/tlssniff/tlssniff/packet"

// fin notes a side's FIN, which stands behind its last byte. Its owner hears of
// it when the peer took it: one that never reached the peer ends nothing.
func (t *Table) fin(st *stream, p *packet.Packet) {
	if st.finished {
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
	st.finished, st.fin, st.finAt = true, at, place(p)
}

// ended reports whether the side's stream ended in order, and tells the owner.
func (t *Table) ended(f *tracked, side Side) bool {
	st := &f.streams[side]
	if st.told {
		return true
	}
	if !st.finished || st.next < st.fin || st.acked <= st.fin && f.Sides[side.Peer()].Packets > 0 {
		return false
	}
	t.tell(f, side)
	return true
}

// tell says that a side's stream ended. If the peer's ended before, it is told first.
func (t *Table) tell(f *tracked, side Side) {
	st, peer := &f.streams[side], &f.streams[side.Peer()]
	st.told = true
	if peer.finished && !peer.told && peer.next >= peer.fin && peer.finAt.Index < st.finAt.Index {
		t.tell(f, side.Peer())
	}
	if f.owner != nil {
		f.owner.Fin(side, st.finAt)
	}
	t.drop(st)
}

// outlives reports whether a side's stream goes on behind its FIN, which then
// was a lie: TCP sends nothing after one (RFC 9293, section 3.6). Otherwise what comes is.
func (t *Table) outlives(f *tracked, side Side) bool {
	st := &f.streams[side]
	t.counters.OutOfWindow++
	if st.told || st.acked > st.fin {
		return false
	}
	st.finished = false
	return true
}
