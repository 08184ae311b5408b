package reassembly

// gap passes over bytes that will not come, and tells the owner unless it has no need of them.
func (t *Table) gap(f *tracked, side Side, n int64, lost Loss, at Place) {
	st := &f.streams[side]
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
	st := &f.streams[side]
	if n := min(st.cut, offset) - st.next; n > 0 && st.released {
		t.gap(f, side, n, LostByCapture, *st.cutAt)
	}
}

// skipHole gives up the bytes before the first segment that waits.
func (t *Table) skipHole(f *tracked, side Side) {
	st := &f.streams[side]
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
	st := &f.streams[side]
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
	t.lack(f, side, st.cut)
	missing := st.acked
	if st.finished {
		missing = min(missing, st.fin)
	} else if st.acked == st.next+1 {
		missing = st.next // the acknowledgement of a FIN that was not captured
	}
	if missing > st.next {
		t.gap(f, side, missing-st.next, LostByCapture, at)
	}
	if st.finished && st.next >= st.fin {
		t.tell(f, side)
	}
}
