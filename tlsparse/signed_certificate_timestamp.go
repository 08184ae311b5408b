package tlsparse

// ParseSCTList returns the serialized SCTs of a server's
// signed_certificate_timestamp extension (RFC 6962, section 3.3). They point into
// b. A client's extension is empty.
func ParseSCTList(b []byte) (Vectors16, error) {
	c := newCursor("signed_certificate_timestamp", b)
	list := Vectors16(c.strings16("sct_list"))
	c.end("sct_list")
	return list, c.err()
}
