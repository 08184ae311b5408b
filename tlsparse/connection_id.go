package tlsparse

// ParseConnectionID returns the connection id that the sender of a DTLS hello wants to find in the
// records that it is sent (RFC 9146, section 3). It points into b.
func ParseConnectionID(b []byte) ([]byte, error) {
	c := newCursor("connection_id", b)
	v := c.vector8("cid")
	c.end("connection_id")
	return v, c.err()
}
