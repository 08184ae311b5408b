package reassembly

import "math"

// class is what a flow's time-out depends on.
type class uint8

const (
	halfOpen  class = iota // no more than SYNs, or one side's acknowledgements
	holding                // data came and is held, because its stream's beginning is not known yet
	idle                   // open
	finishing              // both sides' FIN came, but not all bytes before them
	lingering              // an RST came
	dormant                // over for want of packets, and may go on all the same
	tombstone              // over: stragglers are absorbed
	classes
)

// list holds the flows of one class, the longest idle first. Since the clock
// never runs backwards and a class has one time-out, the head is due next.
type list struct{ head, tail uint32 }

// timeouts are those of the classes, in nanoseconds.
func timeouts(l Limits) (t [classes]int64) {
	for c := range t {
		t[c] = int64(l.Closing)
	}
	t[halfOpen] = int64(l.HalfOpen)
	t[holding] = patience
	t[idle], t[dormant] = int64(l.Idle), int64(l.Idle)
	t[lingering] = int64(resetLinger)
	return t
}

// deadline is the clock at which a flow is over for want of packets.
func (t *Table) deadline(f *tracked) int64 { return f.Clock + t.timeouts[f.class] }

// Advance ends the flows whose time-out has passed.
func (t *Table) Advance(clock int64) {
	if clock <= t.due {
		return
	}
	t.due = math.MaxInt64
	for c := range t.lists {
		for id := t.lists[c].head; id != none; id = t.lists[c].head {
			if due := t.deadline(t.slab.at(id)); clock <= due {
				t.due = min(t.due, due)
				break
			}
			t.expire(id)
		}
	}
}

// expire does what a flow's time-out asks for, as at the moment when it passed. A flow that
// holds data goes on: what is known of the stream's beginning has to do. One
// that was closed or reset stays a while, for what is still on its way, and one that carried
// data and fell silent as long again, because it was told of and may go on. Others are forgotten.
func (t *Table) expire(id uint32) {
	f := t.slab.at(id)
	clock := t.deadline(f)
	switch {
	case f.over:
		t.remove(id)
	case f.class == holding:
		t.release(f, Opener)
		t.release(f, Acceptor)
		t.touch(id, f, idle, clock)
	case t.finish(id, EndTimeout, clock) == EndTimeout:
		if f.class != idle || f.Sides[Opener].Bytes+f.Sides[Acceptor].Bytes == 0 {
			t.remove(id)
			return
		}
		t.touch(id, f, dormant, clock)
	default:
		t.touch(id, f, tombstone, clock)
	}
}

// touch notes that a flow had a packet, and puts it where it belongs.
func (t *Table) touch(id uint32, f *tracked, c class, clock int64) {
	if f.class == c && t.lists[c].tail == id {
		f.Clock = clock
		return
	}
	t.unlink(id, f)
	f.class, f.Clock = c, clock
	t.push(id, f)
}

func (t *Table) push(id uint32, f *tracked) {
	l := &t.lists[f.class]
	f.prev, f.next = l.tail, none
	if l.tail == none {
		l.head = id
		t.due = min(t.due, t.deadline(f))
	} else {
		t.slab.at(l.tail).next = id
	}
	l.tail = id
}

func (t *Table) unlink(id uint32, f *tracked) {
	l := &t.lists[f.class]
	if f.prev == none {
		l.head = f.next
	} else {
		t.slab.at(f.prev).next = f.next
	}
	if f.next == none {
		l.tail = f.prev
	} else {
		t.slab.at(f.next).prev = f.prev
	}
}
