package tlsparse

// ParseEncryptedExtensions returns the extensions of an EncryptedExtensions
// message (RFC 8446, section 4.3.1). They point into b. With an error, a
// *ParseError, it returns what could be read before it.
func ParseEncryptedExtensions(b []byte) (Extensions, error) {
	c := newCursor("encrypted_extensions", b)
	list := c.extensionList()
	return list, c.err()
}
