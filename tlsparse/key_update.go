package tlsparse

// ParseKeyUpdate reports whether a KeyUpdate asks the other side to do the same
// (RFC 8446, section 4.6.3).
func ParseKeyUpdate(b []byte) (requested bool, err error) {
	c := newCursor("key_update", b)
	v := c.uint8("request_update")
	if v > 1 {
		c.fail("request_update", 0, Malformed)
	}
	c.end("request_update")
	return v == 1, c.err()
}
