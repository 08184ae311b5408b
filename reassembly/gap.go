package reassembly

// gap passes over bytes that will not come, and tells the owner unless it has no need of them.
func (t *Table) gap(f *tracked, side Side, n int64, lost Loss, at Place) {
	st := &f.Sides[side].stream
	from := st.next
	st.next += n
	if st.next <= st.skip {
		return
	}
	t.own(f)
	from = max(from, st.skip)
	st.needNot(f.owner.Gap(side, from, st.next-from, lost, at))
}

// lack gives up what the snap length cut off, as far as an offset.
func (t *Table) lack(f *tracked, side Side, offset int64) {
	st := &f.Sides[side].stream
	if n := min(st.behindCut(), offset) - st.next; n > 0 && st.released {
		t.gap(f, side, n, LostByCapture, st.cut.at)
	}
}

// skipHole gives up the bytes before the first segment that waits.
func (t *Table) skipHole(f *tracked, side Side) {
	st := &f.Sides[side].stream
	if st.backlog == nil {
		return
	}
	w := t.take(st, 0)
	t.lack(f, side, w.offset)
	if n := w.offset - st.next; n > 0 {
		lost := LostByNetwork
		if st.acked >= w.offset {
			lost = LostByCapture
		}
		t.gap(f, side, n, lost, w.at)
	}
	t.deliver(f, side, w)
}

// drain ends a side's stream: what waits is delivered, what is missing told.
func (t *Table) drain(f *tracked, side Side, at Place) {
	st := &f.Sides[side].stream
	if st.told {
		t.drop(st)
		return
	}
	for st.backlog != nil {
		t.skipHole(f, side)
	}
	if !st.released || f.owner == nil {
		return
	}
	t.lack(f, side, st.behindCut())
	missing := st.acked
	if st.ending != nil {
		missing = min(missing, st.ending.offset)
	} else if st.acked == st.next+1 {
		missing = st.next // the acknowledgement of a FIN that was not captured
	}
	if missing > st.next {
		t.gap(f, side, missing-st.next, LostByCapture, at)
	}
	if st.ending != nil && st.next >= st.ending.offset {
		t.tell(f, side)
	}
}
