package tlsparse

import (
	"encoding/binary"
	"iter"
)

// Extensions are a message's extensions as they stand on the wire (RFC 8446, section 4.2).
type Extensions []byte

// All yields each extension's type and body in wire order, as far as they are
// whole. The bodies point into e.
func (e Extensions) All() iter.Seq2[ExtensionType, []byte] {
	return func(yield func(ExtensionType, []byte) bool) {
		b := []byte(e)
		for len(b) >= 4 {
			n := int(binary.BigEndian.Uint16(b[2:]))
			if n > len(b)-4 || !yield(ExtensionType(binary.BigEndian.Uint16(b)), b[4:4+n:4+n]) {
				return
			}
			b = b[4+n:]
		}
	}
}

// Find returns the body of the first extension of a type.
func (e Extensions) Find(t ExtensionType) ([]byte, bool) {
	for found, body := range e.All() {
		if found == t {
			return body, true
		}
	}
	return nil, false
}

// Duplicate returns the first type that stands in the list twice, which RFC 8446,
// section 4.2 forbids.
func (e Extensions) Duplicate() (ExtensionType, bool) {
	// Types are spread over all 16 bits, and a hello can have thousands: a set on
	// the stack keeps this linear.
	var seen [1 << 16 / 64]uint64
	for t := range e.All() {
		word, bit := &seen[t/64], uint64(1)<<(t%64)
		if *word&bit != 0 {
			return t, true
		}
		*word |= bit
	}
	return 0, false
}

// extensions takes a hello's extensions: a vector at its end that may be absent.
func (c *cursor) extensions() Extensions {
	if c.broken || c.empty() {
		return nil
	}
	return c.extensionList()
}

// extensionList takes a vector of extensions that ends the message. Of one that
// is cut short it returns what is there.
func (c *cursor) extensionList() Extensions {
	start := c.at
	declared := int(c.uint16("extensions"))
	if c.broken {
		return nil
	}
	if declared > len(c.all)-c.at {
		c.fail("extensions", start, Truncated)
		return Extensions(c.rest())
	}
	list := c.wholeExtensions(c.take(declared, "extensions"))
	c.end("extensions")
	return list
}

// wholeExtensions checks that b, which was just taken, consists of whole extensions.
func (c *cursor) wholeExtensions(b []byte) Extensions {
	list, end := Extensions(b), 0
	for _, body := range list.All() {
		end += 4 + len(body)
	}
	if end < len(list) {
		c.fail("extensions", c.at-len(list)+end, Truncated)
	}
	return list
}
