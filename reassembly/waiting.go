package reassembly

import (
	"bytes"
	"slices"
	"sort"
)

// waiting is a segment that lies beyond a hole. It owns its bytes.
type waiting struct {
	offset  int64
	data    []byte
	snapped int64 // bytes that the snap length cut off its end
	at      Place
	// doubtful says that the segment's checksum is wrong, or its TTL not its sender's, or
	// that a SYN carried it: it is used only if its receiver acknowledges it and no other copy comes.
	doubtful bool
	ttl      uint8
}

func (w *waiting) end() int64 { return w.offset + int64(len(w.data)) }

// overhead is what a segment that waits costs besides its bytes: more than its
// memory, because many small ones make keeping them in order slow.
const overhead = 256

// cost is what the segment counts for with the limits.
func (w *waiting) cost() int64 { return int64(len(w.data)) + overhead }

// search returns the index of the first waiting segment that ends behind an offset.
func (st *stream) search(offset int64) int {
	return sort.Search(len(st.waiting), func(i int) bool { return st.waiting[i].end() > offset })
}

// has reports whether all bytes from one offset to another wait already.
func (st *stream) has(from, to int64) bool {
	if len(st.waiting) == 0 {
		return false
	}
	for i := st.search(from); i < len(st.waiting) && from < to && st.waiting[i].offset <= from; i++ {
		from = st.waiting[i].end()
	}
	return from >= to
}

// keep copies the parts of a segment that no waiting one has. Of two copies of
// the same bytes the first counts, unless it was doubtful.
func (t *Table) keep(f *tracked, st *stream, w waiting) {
	f.Conflicts += st.disputes(&w)
	i := st.search(w.offset)
	if len(w.data) == 0 { // the snap length left nothing
		t.insert(st, i, w)
		return
	}
	for at := w.offset; at < w.end(); i++ {
		to := w.end()
		if i < len(st.waiting) {
			o := &st.waiting[i]
			if o.doubtful && !w.doubtful && o.offset < w.end() {
				t.account(st, -o.cost())
				st.waiting = slices.Delete(st.waiting, i, i+1)
				i--
				continue
			}
			to = min(to, o.offset)
		}
		if at < to {
			t.insert(st, i, w.part(at, to))
			i++
		}
		if i == len(st.waiting) {
			return
		}
		at = max(at, st.waiting[i].end())
	}
}

// part returns a copy of some of the segment's bytes.
func (w *waiting) part(from, to int64) waiting {
	part := *w
	part.offset = from
	part.data = bytes.Clone(w.data[from-w.offset : to-w.offset])
	if to < w.end() {
		part.snapped = 0
	}
	return part
}

// disputes counts the waiting segments whose bytes are not those that w has for the same place.
func (st *stream) disputes(w *waiting) (n int64) {
	if len(st.waiting) == 0 {
		return 0
	}
	for i := st.search(w.offset); i < len(st.waiting) && st.waiting[i].offset < w.end(); i++ {
		o := &st.waiting[i]
		from, to := max(o.offset, w.offset), min(o.end(), w.end())
		if from < to && !bytes.Equal(o.data[from-o.offset:to-o.offset], w.data[from-w.offset:to-w.offset]) {
			n++
		}
	}
	return n
}

func (t *Table) insert(st *stream, i int, w waiting) {
	st.waiting = slices.Insert(st.waiting, i, w)
	t.account(st, w.cost())
}

// account counts what waiting costs.
func (t *Table) account(st *stream, n int64) {
	st.waitingCost += n
	t.waiting += n
}

// shift takes the first waiting segment.
func (t *Table) shift(st *stream) waiting {
	w := st.waiting[0]
	t.account(st, -w.cost())
	st.waiting[0] = waiting{}
	if st.waiting = st.waiting[1:]; len(st.waiting) == 0 {
		st.waiting = nil
	}
	return w
}

// drop forgets what waits.
func (t *Table) drop(st *stream) {
	t.account(st, -st.waitingCost)
	st.waiting = nil
}
