package capture

import (
	"container/heap"
	"io"
)

// Next replaces the batch's packets with the next ones of all files.
func (s *Files) Next(b *Batch) error {
	for {
		if len(s.active) == 0 && !s.begin() {
			b.Packets = b.Packets[:0]
			return io.EOF
		}
		if len(s.active) > 1 {
			s.merge(b)
			return nil
		}
		f := s.active[0]
		if f.at < len(f.pending.Packets) {
			s.handOver(f, b)
		} else if !f.fill(b, batchBytes) {
			s.retire()
			continue
		}
		if len(s.waiting) == 0 || s.waiting[0].first > latest(b.Packets) {
			return nil
		}
		// Another file begins among these packets.
		f.pending, *b = *b, f.pending
		f.at = 0
		for len(s.waiting) > 0 && s.waiting[0].first <= latest(f.pending.Packets) {
			s.begin()
		}
		heap.Init((*byTime)(&s.active))
	}
}

// begin opens the file whose first packet is next. It reports false if there is none.
func (s *Files) begin() bool {
	for len(s.waiting) > 0 {
		f := s.waiting[0]
		s.waiting = s.waiting[1:]
		if f.Stdin == nil {
			if err := f.open(); err != nil {
				s.problems = append(s.problems, err)
				continue
			}
		}
		if len(s.active) > 0 && f.at >= len(f.pending.Packets) && !f.fill(&f.pending, mergeBytes) {
			f.close()
			s.done = append(s.done, f)
			continue
		}
		s.active = append(s.active, f)
		return true
	}
	return false
}

// retire takes the only active file out.
func (s *Files) retire() {
	f := s.active[0]
	f.close()
	f.pending, f.tail = Batch{}, nil
	s.done = append(s.done, f)
	s.active = s.active[:0]
}

// handOver gives the batch the packets that a file has pending.
func (s *Files) handOver(f *file, b *Batch) {
	f.pending.Packets = f.pending.Packets[f.at:]
	f.pending, *b = *b, f.pending
	f.pending.Packets, f.at = f.pending.Packets[:0], 0
}

// latest is the latest time of packets.
func latest(packets []Packet) int64 {
	t := packets[0].Time
	for i := range packets {
		t = max(t, packets[i].Time)
	}
	return t
}

// merge fills the batch with copies of the files' packets, by time.
func (s *Files) merge(b *Batch) {
	b.Reset()
	for len(s.active) > 1 {
		f := s.active[0]
		p := f.pending.Packets[f.at]
		if len(s.waiting) > 0 && s.waiting[0].first <= p.Time {
			if s.begin() {
				heap.Init((*byTime)(&s.active))
			}
			continue
		}
		room, ok := b.Room(len(p.Data))
		if !ok {
			return
		}
		copy(room, p.Data)
		p.Data = room
		b.Packets = append(b.Packets, p)
		if f.at++; f.at < len(f.pending.Packets) || f.refill() {
			heap.Fix((*byTime)(&s.active), 0)
			continue
		}
		heap.Pop((*byTime)(&s.active))
		f.close()
		f.pending, f.tail = Batch{}, nil
		s.done = append(s.done, f)
	}
}

// refill reads more of a file that is merged. It reports false at its end.
func (f *file) refill() bool {
	f.at = 0
	return f.fill(&f.pending, mergeBytes)
}

// byTime is a heap of files by the time of the packet that is next; of the same
// time, the file that began first.
type byTime []*file

func (h byTime) Len() int { return len(h) }

func (h byTime) Less(i, j int) bool {
	a, b := &h[i].pending.Packets[h[i].at], &h[j].pending.Packets[h[j].at]
	if a.Time != b.Time {
		return a.Time < b.Time
	}
	return a.Source < b.Source
}

func (h byTime) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *byTime) Push(x any)   { *h = append(*h, x.(*file)) }

func (h *byTime) Pop() any {
	n := len(*h) - 1
	x := (*h)[n]
	*h = (*h)[:n]
	return x
}
