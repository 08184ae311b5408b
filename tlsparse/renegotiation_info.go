package tlsparse

// ParseRenegotiationInfo returns what a renegotiation_info extension repeats of
// the Finished messages before: nothing in a connection's first handshake, the
// client's in a later ClientHello, both in the answer (RFC 5746, section 3.2). It
// points into b.
func ParseRenegotiationInfo(b []byte) ([]byte, error) {
	c := newCursor("renegotiation_info", b)
	v := c.vector8("renegotiated_connection")
	c.end("renegotiated_connection")
	return v, c.err()
}
