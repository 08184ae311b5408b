package tlsparse

import "encoding/binary"

// cursor takes bytes from the front of a message. After the first thing that
// does not fit it gives nothing more, so that a parser reads on and asks once.
// It holds its error by value: only err allocates.
type cursor struct {
	all    []byte
	at     int
	base   int // of all in the message's body
	broken bool
	first  ParseError // valid where broken
}

func newCursor(message string, b []byte) cursor {
	return cursor{all: b, first: ParseError{Message: message}}
}

// fail notes that the field that begins at an offset of all breaks the form. Only
// the first failure counts.
func (c *cursor) fail(field string, at int, why Reason) {
	if !c.broken {
		c.broken = true
		c.first.Field, c.first.Offset, c.first.Reason = field, c.base+at, why
	}
}

// err returns the first failure, as an error that is nil where there is none.
func (c *cursor) err() error {
	if !c.broken {
		return nil
	}
	e := c.first
	return &e
}

// take returns the next n bytes, or nil if there are fewer.
func (c *cursor) take(n int, field string) []byte { return c.takeFrom(c.at, n, field) }

// takeFrom is take for a field that began, with its length, at start.
func (c *cursor) takeFrom(start, n int, field string) []byte {
	if c.broken {
		return nil
	}
	if n > len(c.all)-c.at {
		c.fail(field, start, Truncated)
		return nil
	}
	b := c.all[c.at : c.at+n : c.at+n]
	c.at += n
	return b
}

func (c *cursor) uint8(field string) uint8 {
	if b := c.take(1, field); b != nil {
		return b[0]
	}
	return 0
}

func (c *cursor) uint16(field string) uint16 {
	if b := c.take(2, field); b != nil {
		return binary.BigEndian.Uint16(b)
	}
	return 0
}

func (c *cursor) uint24(field string) int {
	if b := c.take(3, field); b != nil {
		return int(b[0])<<16 | int(b[1])<<8 | int(b[2])
	}
	return 0
}

func (c *cursor) uint32(field string) uint32 {
	if b := c.take(4, field); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

// vector8, vector16 and vector24 take a length and so many bytes. They are not
// nil where they could be taken, even if empty.
func (c *cursor) vector8(field string) []byte {
	start := c.at
	return c.takeFrom(start, int(c.uint8(field)), field)
}

func (c *cursor) vector16(field string) []byte {
	start := c.at
	return c.takeFrom(start, int(c.uint16(field)), field)
}

func (c *cursor) vector24(field string) []byte {
	start := c.at
	return c.takeFrom(start, c.uint24(field), field)
}

// codes8 and codes16 take a vector of 16-bit code points.
func (c *cursor) codes8(field string) []byte {
	start := c.at
	return c.even(c.vector8(field), field, start)
}

func (c *cursor) codes16(field string) []byte {
	start := c.at
	return c.even(c.vector16(field), field, start)
}

func (c *cursor) even(b []byte, field string, start int) []byte {
	if len(b)%2 != 0 {
		c.fail(field, start, Malformed)
	}
	return b
}

// strings8 and strings16 take a vector of 16 bits' length that consists of
// vectors of 8 or 16 bits' length.
func (c *cursor) strings8(field string) []byte  { return c.strings(c.vector16(field), 1, field) }
func (c *cursor) strings16(field string) []byte { return c.strings(c.vector16(field), 2, field) }

// strings checks that b, which was just taken, consists of whole vectors.
func (c *cursor) strings(b []byte, prefix int, field string) []byte {
	end := 0
	eachVector(b, prefix, func(s []byte) bool {
		end += prefix + len(s)
		return true
	})
	if end < len(b) {
		c.fail(field, c.at-len(b)+end, Truncated)
	}
	return b
}

// inside returns a cursor over b, which was just taken. Its offsets count from the
// message's start as this one's do, and it has this one's failure, if any.
func (c *cursor) inside(b []byte) cursor {
	return cursor{all: b, base: c.base + c.at - len(b), broken: c.broken, first: c.first}
}

// rest returns the bytes that are left without taking them.
func (c *cursor) rest() []byte { return c.all[c.at:] }

func (c *cursor) empty() bool { return c.at == len(c.all) }

// end notes what is left behind the last field.
func (c *cursor) end(field string) {
	if !c.broken && !c.empty() {
		c.fail(field, c.at, Trailing)
	}
}
