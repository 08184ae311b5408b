package tlsparse

// ParseCookie returns the cookie that a HelloRetryRequest gives and the next
// ClientHello repeats (RFC 8446, section 4.2.2). It points into b.
func ParseCookie(b []byte) ([]byte, error) {
	c := newCursor("cookie", b)
	v := c.vector16("cookie")
	c.end("cookie")
	return v, c.err()
}
