package tlsparse

// ParseMaxEarlyDataSize returns how many bytes of early data a NewSessionTicket's
// early_data extension allows (RFC 8446, section 4.2.10). In hellos and
// EncryptedExtensions the extension is empty.
func ParseMaxEarlyDataSize(b []byte) (uint32, error) {
	c := newCursor("early_data", b)
	v := c.uint32("max_early_data_size")
	c.end("max_early_data_size")
	return v, c.err()
}
