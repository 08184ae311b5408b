package packet

import (
	"container/list"
	"time"
)

// Limits on datagrams that wait for the rest of their fragments.
const (
	maxDatagrams      = 4096                    // datagrams at once
	maxFragmentMemory = 16 << 20                // bytes that all of them take
	maxParts          = 512                     // parts of one
	maxDatagram       = 1 << 16                 // bytes of one
	maxCaptured       = 4 * maxDatagram         // bytes of one with the packets that carried it
	fragmentTimeout   = int64(30 * time.Second) // by the packets' time
)

// FragmentStats count what became of IP fragments.
type FragmentStats struct {
	Received    int64 // fragments
	Truncated   int64 // fragments that the snap length cut
	Malformed   int64 // fragments that can't be part of a datagram, or of the one that they name
	Overlapping int64 // fragments with bytes that came before and were others; the first ones count
	Reassembled int64 // datagrams put together
	TimedOut    int64 // datagrams given up after 30 seconds
	Dropped     int64 // datagrams given up because too much was waiting
	Waiting     int64 // datagrams not whole yet
}

// fragmentKey is what the fragments of one datagram share (RFC 791, section 3.2; RFC 8200, section 4.5).
type fragmentKey struct {
	src, dst [16]byte
	id       uint32
	protocol Protocol // 0 in IPv6
}

// fragment is one fragment as its packet says it.
type fragment struct {
	key    fragmentKey
	next   Protocol // what the datagram begins with, valid in its first fragment
	offset int      // of body in the datagram
	more   bool     // others follow
	body   []byte   // borrowed
}

// fragments keeps the datagrams that are not whole yet.
type fragments struct {
	waiting map[fragmentKey]*datagram
	oldest  list.List // the same, of *datagram, as they began
	memory  int       // what they take, in bytes
	stats   FragmentStats
}

// fragment takes a fragment, and reads on where it makes its datagram whole.
func (w *walk) fragment(f fragment) Verdict {
	p, fs := w.packet, &w.decoder.fragments
	fs.stats.Received++
	if w.left > 0 {
		fs.stats.Truncated++
		return Truncated
	}
	if len(f.body) == 0 || f.more && len(f.body)%8 != 0 || f.offset+len(f.body) > maxDatagram {
		fs.stats.Malformed++
		return Malformed
	}
	d := fs.find(f.key, p.Time)
	memory := d.memory
	added := d.add(&f, p.TTL)
	if w.decoder.keepFragments && added <= overlaps && !d.whole() {
		d.keep(p.Captured)
	}
	fs.memory += d.memory - memory
	switch added {
	case contradicts:
		fs.stats.Malformed++
		return Malformed
	case tooMany:
		fs.stats.Dropped++
		fs.forget(d)
		return Fragment
	case overlaps:
		fs.stats.Overlapping++
	}
	if !d.whole() {
		return Fragment
	}
	fs.forget(d)
	fs.stats.Reassembled++
	p.TTL, p.Fragmented, p.Fragments = d.ttl, true, d.captured
	if p.IPv4 {
		return w.transport(d.next, d.bytes())
	}
	w.depth++
	return w.extensions(d.next, d.bytes())
}

// find returns the datagram of a key, and begins one where there is none.
func (fs *fragments) find(key fragmentKey, now int64) *datagram {
	for e := fs.oldest.Front(); e != nil && e.Value.(*datagram).expired(now); e = fs.oldest.Front() {
		fs.stats.TimedOut++
		fs.forget(e.Value.(*datagram))
	}
	if d := fs.waiting[key]; d != nil {
		if !d.expired(now) {
			return d
		}
		fs.stats.TimedOut++ // it was not the oldest: time ran backwards
		fs.forget(d)
	}
	for len(fs.waiting) >= maxDatagrams || fs.memory >= maxFragmentMemory {
		fs.stats.Dropped++
		fs.forget(fs.oldest.Front().Value.(*datagram))
	}
	if fs.waiting == nil {
		fs.waiting = make(map[fragmentKey]*datagram)
	}
	d := &datagram{key: key, began: now}
	d.place = fs.oldest.PushBack(d)
	fs.waiting[key] = d
	return d
}

// forget drops a datagram.
func (fs *fragments) forget(d *datagram) {
	delete(fs.waiting, d.key)
	fs.oldest.Remove(d.place)
	fs.memory -= d.memory
}
