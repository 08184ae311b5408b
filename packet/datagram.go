package packet

import (
	"bytes"
	"container/list"
	"slices"

	"github.com/tlssniff/tlssniff/capture"
)

// datagram is one that is not whole yet.
type datagram struct {
	key    fragmentKey
	place  *list.Element
	began  int64
	parts  []part // in order, apart from each other
	have   int    // bytes in them
	total  int    // bytes of the datagram; 0 until its last fragment came
	memory int    // what the parts and the captured packets take, in bytes
	// captured are copies of the packets that brought the parts, where the decoder keeps them.
	captured []capture.Packet

	// ttl and next are the first fragment's, valid once it came.
	ttl  uint8
	next Protocol
}

// part is a run of the datagram's bytes.
type part struct {
	offset int
	bytes  []byte
}

func (p part) end() int { return p.offset + len(p.bytes) }

// partOverhead is what a part takes beyond its bytes.
const partOverhead = 48

// addition is what became of a fragment.
type addition uint8

const (
	taken       addition = iota
	overlaps             // taken, but for bytes that came before and were others
	contradicts          // not taken: the datagram's end is elsewhere
	tooMany              // not taken: the datagram is in too many parts
)

// add copies what is new of a fragment.
func (d *datagram) add(f *fragment, ttl uint8) addition {
	end := f.offset + len(f.body)
	switch {
	case d.total != 0 && (end > d.total || !f.more && end != d.total):
		return contradicts
	case !f.more && len(d.parts) > 0 && d.parts[len(d.parts)-1].end() > end:
		return contradicts
	case len(d.parts) >= maxParts:
		return tooMany
	case !f.more:
		d.total = end
	}
	if f.offset == 0 && (len(d.parts) == 0 || d.parts[0].offset > 0) {
		d.ttl, d.next = ttl, f.next
	}
	if d.insert(f.offset, f.body) {
		return overlaps
	}
	return taken
}

// insert copies those of b's bytes, at offset, that did not come before, and
// reports whether any that did were others.
func (d *datagram) insert(offset int, b []byte) (others bool) {
	i := len(d.parts)
	for i > 0 && d.parts[i-1].end() > offset {
		i--
	}
	for len(b) > 0 {
		until := offset + len(b)
		if i < len(d.parts) {
			until = min(until, d.parts[i].offset)
		}
		if n := until - offset; n > 0 {
			d.parts = slices.Insert(d.parts, i, part{offset, bytes.Clone(b[:n])})
			d.have += n
			d.memory += n + partOverhead
			offset, b = until, b[n:]
		} else {
			have := d.parts[i].bytes[offset-d.parts[i].offset:]
			n := min(len(have), len(b))
			others = others || !bytes.Equal(have[:n], b[:n])
			offset, b = offset+n, b[n:]
		}
		i++
	}
	return others
}

// whole reports whether every byte came.
func (d *datagram) whole() bool { return d.total != 0 && d.have == d.total }

// bytes puts the parts of a whole datagram together.
func (d *datagram) bytes() []byte {
	b := make([]byte, 0, d.total)
	for _, p := range d.parts {
		b = append(b, p.bytes...)
	}
	return b
}

// keep remembers a packet that brought a part, unless it is one too many.
func (d *datagram) keep(c *capture.Packet) {
	if len(d.captured) < maxParts && d.memory+len(c.Data) <= maxCaptured {
		d.captured = append(d.captured, c.Clone())
		d.memory += len(c.Data) + partOverhead
	}
}

// expired reports whether the datagram is too old. Captures may be out of order, hence both ways.
func (d *datagram) expired(now int64) bool {
	return now-d.began > fragmentTimeout || d.began-now > fragmentTimeout
}
