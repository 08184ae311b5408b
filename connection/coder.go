package connection

import (
	"encoding/binary"
	"slices"

	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/reassembly"
)

// coder packs a story into few bytes, or unpacks it: the same code does both, so
// that the two can't differ. What it reads, it wrote.
type coder struct {
	b       []byte // what was written, or what is still to be read
	reading bool
	last    place // the one that the next is told from
	// certificates are those that were written, or are still to be read.
	certificates []*certificate.Entry
}

// number codes an integer.
func number[T ~int | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32](c *coder, v *T) {
	if !c.reading {
		c.b = binary.AppendVarint(c.b, int64(*v))
		return
	}
	n, size := binary.Varint(c.b)
	*v, c.b = T(n), c.b[size:]
}

// flags codes up to eight booleans.
func (c *coder) flags(flags ...*bool) {
	if !c.reading {
		var b byte
		for i, f := range flags {
			if *f {
				b |= 1 << i
			}
		}
		c.b = append(c.b, b)
		return
	}
	for i, f := range flags {
		*f = c.b[0]&(1<<i) != 0
	}
	c.b = c.b[1:]
}

// list codes a slice by what codes each of its items.
func list[T any](c *coder, items *[]T, one func(*coder, *T)) {
	n := len(*items)
	if number(c, &n); c.reading {
		*items = slices.Grow((*items)[:0], n)[:n]
	}
	for i := range *items {
		one(c, &(*items)[i])
	}
}

// place codes a place by its distance from the last one. Most often that is the same, or in the same file.
func (c *coder) place(p *place) {
	last := c.last
	var time, index, inFile, source int64
	if !c.reading {
		time, index = p.Time-last.Time, p.Index-last.Index
		inFile, source = p.Number()-last.Number(), int64(p.Source()-last.Source())
	}
	same, sameFile := *p == last, source == 0 && inFile == index
	if c.flags(&same, &sameFile); !same {
		number(c, &time)
		number(c, &index)
		if !sameFile {
			number(c, &inFile)
			number(c, &source)
		}
	}
	if c.reading {
		if sameFile {
			inFile = index
		}
		*p = reassembly.NewPlace(last.Time+time, last.Index+index, last.Number()+inFile, last.Source()+int32(source))
	}
	c.last = *p
}

// text codes a string.
func (c *coder) text(s *string) {
	n := len(*s)
	if number(c, &n); c.reading {
		*s, c.b = string(c.b[:n]), c.b[n:]
	} else {
		c.b = append(c.b, *s...)
	}
}

// bytes codes bytes.
func (c *coder) bytes(b *[]byte) {
	n := len(*b)
	if number(c, &n); c.reading {
		*b, c.b = append((*b)[:0], c.b[:n]...), c.b[n:]
	} else {
		c.b = append(c.b, *b...)
	}
}

// code codes all of a story but what packed keeps beside it.
func (s *story) code(c *coder) {
	for i := range s.sides {
		s.sides[i].code(c)
	}
	for _, m := range s.all() {
		m.code(c)
	}
	s.progress.code(c)
	list(c, &s.steps, (*coder).step)
	number(c, &s.stepsDropped)
	list(c, &s.alerts, (*coder).alert)
	number(c, &s.alertsLost)
	list(c, &s.gaps, (*coder).gap)
}

func (s *sideStory) code(c *coder) {
	c.flags(&s.torn, &s.finished, &s.fin, &s.hello, &s.hole, &s.certified)
	c.text(&s.protocol)
	number(c, &s.attempts)
	c.place(&s.finAt)
	number(c, &s.missing)
	number(c, &s.until)
	list(c, &s.sealed, (*coder).sealed)
	list(c, &s.certificates, (*coder).presented)
}

func (m *message) code(c *coder) {
	if c.flags(&m.seen, &m.draft); !m.seen {
		return
	}
	c.place(&m.at)
	number(c, &m.version)
	c.bytes(&m.body)
}

func (p *progress) code(c *coder) {
	c.flags(&p.serverDone, &p.renegotiating, &p.rechanged[0], &p.rechanged[1], &p.refusedAfterRenegotiation, &p.ticketed)
	c.place(&p.settledAt)
	number(c, &p.beforeHello)
	number(c, &p.renegotiations)
}

func (c *coder) step(s *step) {
	c.place(&s.at)
	number(c, &s.code)
	number(c, &s.length)
	number(c, &s.from)
	claims, note := s.claims != 0, s.note != ""
	if c.flags(&claims, &note); c.reading {
		s.claims, s.note = 0, ""
	}
	if claims {
		number(c, &s.claims)
	}
	if note {
		c.text(&s.note)
	}
}

func (c *coder) sealed(r *sealedRecord) {
	c.place(&r.at)
	number(c, &r.kind)
	number(c, &r.size)
}

func (c *coder) presented(p *presented) {
	c.place(&p.at)
	if c.reading {
		p.entry, c.certificates = c.certificates[0], c.certificates[1:]
	} else {
		c.certificates = append(c.certificates, p.entry)
	}
}

func (c *coder) alert(a *alert) {
	c.place(&a.at)
	number(c, &a.from)
	number(c, &a.level)
	number(c, &a.code)
	c.flags(&a.encrypted)
}

func (c *coder) gap(g *gap) {
	c.place(&g.at)
	number(c, &g.from)
	number(c, &g.by)
	number(c, &g.offset)
	number(c, &g.length)
}
