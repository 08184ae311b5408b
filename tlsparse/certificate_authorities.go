package tlsparse

// ParseCertificateAuthorities returns the distinguished names, in DER, of a
// certificate_authorities extension (RFC 8446, section 4.2.4). They point into b.
func ParseCertificateAuthorities(b []byte) (Vectors16, error) {
	c := newCursor("certificate_authorities", b)
	list := Vectors16(c.strings16("authorities"))
	c.end("authorities")
	return list, c.err()
}
