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

// backlog is what waits of a side, and what is known of the hole before it.
type backlog struct {
	segments []waiting // sorted, apart from each other; there is one at least
	cost     int64     // of all
	// since is the clock when the receiver was seen to have got what the hole lacks, valid where known, and
	// later how many segments came since. The hole is a gap if it stays.
	since int64
	later int
	known bool
}

// first is the first segment that waits; there must be one.
func (st *stream) first() *waiting { return &st.backlog.segments[0] }

func (w *waiting) end() int64 { return w.offset + int64(len(w.data)) }

// overhead is what a segment that waits costs besides its bytes: more than its
// memory, because many small ones make keeping them in order slow.
const overhead = 256

// cost is what the segment counts for with the limits.
func (w *waiting) cost() int64 { return int64(len(w.data)) + overhead }

// search returns the index of the first waiting segment that ends behind an offset.
func (st *stream) search(offset int64) int {
	if st.backlog == nil {
		return 0
	}
	segments := st.backlog.segments
	return sort.Search(len(segments), func(i int) bool { return segments[i].end() > offset })
}

// has reports whether all bytes from one offset to another wait already.
func (st *stream) has(from, to int64) bool {
	if st.backlog == nil {
		return false
	}
	segments := st.backlog.segments
	for i := st.search(from); i < len(segments) && from < to && segments[i].offset <= from; i++ {
		from = segments[i].end()
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
		if i < st.queued() {
			o := &st.backlog.segments[i]
			if o.doubtful && !w.doubtful && o.offset < w.end() {
				t.account(st, -o.cost())
				st.backlog.segments = slices.Delete(st.backlog.segments, i, i+1) // w takes its place
				i--
				continue
			}
			to = min(to, o.offset)
		}
		if at < to {
			t.insert(st, i, w.part(at, to))
			i++
		}
		if i == st.queued() {
			return
		}
		at = max(at, st.backlog.segments[i].end())
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
func (st *stream) disputes(w *waiting) (n uint32) {
	if st.backlog == nil {
		return 0
	}
	segments := st.backlog.segments
	for i := st.search(w.offset); i < len(segments) && segments[i].offset < w.end(); i++ {
		o := &segments[i]
		from, to := max(o.offset, w.offset), min(o.end(), w.end())
		if from < to && !bytes.Equal(o.data[from-o.offset:to-o.offset], w.data[from-w.offset:to-w.offset]) {
			n++
		}
	}
	return n
}

// queued is how many segments wait.
func (st *stream) queued() int {
	if st.backlog == nil {
		return 0
	}
	return len(st.backlog.segments)
}

func (t *Table) insert(st *stream, i int, w waiting) {
	if st.backlog == nil {
		st.backlog = new(backlog)
	}
	st.backlog.segments = slices.Insert(st.backlog.segments, i, w)
	t.account(st, w.cost())
}

// account counts what waiting costs.
func (t *Table) account(st *stream, n int64) {
	st.backlog.cost += n
	t.waiting += n
}

// take takes a segment out of those that wait.
func (t *Table) take(st *stream, i int) waiting {
	segments := st.backlog.segments
	w := segments[i]
	t.account(st, -w.cost())
	switch {
	case len(segments) == 1:
		st.backlog = nil
	case i == 0:
		segments[0] = waiting{}
		st.backlog.segments = segments[1:]
	default:
		st.backlog.segments = slices.Delete(segments, i, i+1)
	}
	return w
}

// drop forgets what waits.
func (t *Table) drop(st *stream) {
	if st.backlog != nil {
		t.account(st, -st.backlog.cost)
		st.backlog = nil
	}
}
