package connection

import (
	"slices"

	"github.com/klauspost/compress/s2"

	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/connection/upgrade"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// A connection whose handshake is over waits, most often, for its end: what it
// keeps for its record is packed then, and its story serves another one. It
// wakes when something comes that is not application data. The last ones whose handshake came to its end do not
// rest yet: the shortest connections end before it is their turn.

// packed is what a connection that rests keeps of its story.
type packed struct {
	bytes []byte   // what coder wrote, packed
	with  *s2.Dict // likewise
	// certificates are those of both sides; plaintext is the story's.
	certificates []*certificate.Entry
	plaintext    *upgrade.Reader
}

// hold gives the connection a story, or takes it.
func (c *Connection) hold(s *story) {
	c.story = s
	for i := range c.sides {
		if c.sides[i].sideStory = nil; s != nil {
			c.sides[i].sideStory = &s.sides[i]
		}
	}
}

// rest packs the story, if nothing in it is still on its way.
func (c *Connection) rest() {
	for i := range c.sides {
		if s := &c.sides[i]; s.framing != records || s.wrapped() || len(s.message) > 0 || s.skipped > 0 || len(s.start) > 0 {
			return
		}
	}
	if c.overDatagrams() || len(c.broken) > 0 {
		return
	}
	for _, m := range [...]*message{&c.firstClientHello, &c.clientHello} {
		h, _ := tlsparse.ParseClientHello(m.body)
		blankClientHello(&h)
	}
	h, _ := tlsparse.ParseServerHello(c.serverHello.body)
	blankServerHello(&h)
	c.blankKeyExchange()
	c.blankCertificateVerify()
	memory := c.follower.memory
	w, buffer := coder{b: memory.buffer()}, memory.buffer()
	c.story.code(&w)
	b, with := memory.dictionaries.pack(w.b, buffer)
	c.packed = &packed{b, with, slices.Clip(w.certificates), c.story.plaintext}
	memory.spare(w.b)
	memory.spare(buffer)
	memory.takeBack(c)
}

// wake unpacks the story of a connection that rests.
func (c *Connection) wake() {
	if c.story != nil {
		return
	}
	memory, p := c.follower.memory, c.packed
	c.hold(memory.story())
	buffer := memory.buffer()
	r := coder{b: unpack(p.bytes, p.with, buffer), certificates: p.certificates, reading: true}
	c.story.code(&r)
	c.story.plaintext = p.plaintext
	c.packed = nil
	memory.spare(buffer)
}

// onlyData reports whether a side's next bytes, behind some that were passed over, belong to
// records of application data, as far as they belong to any.
func (s *side) onlyData(passed int64, b []byte) bool {
	if s.framing != records || s.header.n > 0 {
		return false
	}
	left := int64(0)
	if s.inside {
		left = int64(s.left)
	}
	if left -= passed; left < 0 || s.inside && s.record.Type != tlsparse.ContentTypeApplicationData {
		return false
	}
	for int64(len(b)) > left {
		b = b[left:]
		if len(b) < tlsparse.RecordHeaderLen {
			return false
		}
		h, ok := tlsparse.ParseRecordHeader(b)
		if !ok || !h.Plausible() || h.Type != tlsparse.ContentTypeApplicationData {
			return false
		}
		b, left = b[tlsparse.RecordHeaderLen:], int64(h.Length)
	}
	return true
}

// tired lists the connections that may rest, the first to do so first.
type tired struct {
	first, last *story
	n           int
	limit       int // how many may be in it
}

// tiring is a story's place in the list.
type tiring struct {
	connection *Connection // nil where it is not in the list
	prev, next *story
}

// tire notes that a connection may rest, and lets the first one do so if there are too many.
func (m *Memory) tire(c *Connection) {
	t := &m.tired
	if c.tiring.connection != nil {
		return
	}
	c.tiring = tiring{connection: c, prev: t.last}
	if t.last == nil {
		t.first = c.story
	} else {
		t.last.tiring.next = c.story
	}
	t.last = c.story
	if t.n++; t.n > t.limit {
		first := t.first
		c := first.tiring.connection
		t.remove(first)
		c.rest()
	}
}

// remove takes a story out of the list, if it is there.
func (t *tired) remove(s *story) {
	at := s.tiring
	if at.connection == nil {
		return
	}
	if at.prev == nil {
		t.first = at.next
	} else {
		at.prev.tiring.next = at.next
	}
	if at.next == nil {
		t.last = at.prev
	} else {
		at.next.tiring.prev = at.prev
	}
	t.n--
	s.tiring = tiring{}
}
