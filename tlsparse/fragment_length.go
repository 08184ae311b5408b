package tlsparse

// ParseMaxFragmentLength returns the length that the code of a
// max_fragment_length extension stands for, in bytes, or 0 (RFC 6066, section 4).
func ParseMaxFragmentLength(b []byte) int {
	if len(b) != 1 || b[0] < 1 || b[0] > 4 {
		return 0
	}
	return 256 << b[0]
}

// ParseRecordSizeLimit returns the longest record that the sender wants, in bytes
// (RFC 8449, section 4).
func ParseRecordSizeLimit(b []byte) (uint16, error) {
	c := newCursor("record_size_limit", b)
	v := c.uint16("record_size_limit")
	c.end("record_size_limit")
	return v, c.err()
}
