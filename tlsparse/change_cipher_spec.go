package tlsparse

// ParseChangeCipherSpec reports whether a record's body is a ChangeCipherSpec:
// the one byte 1 (RFC 5246, section 7.1; in TLS 1.3 without meaning, RFC 8446, appendix D.4).
func ParseChangeCipherSpec(b []byte) bool { return len(b) == 1 && b[0] == 1 }
