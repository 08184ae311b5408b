package tlsparse

// ParseCertificateStatus returns the OCSP response of a CertificateStatus (RFC
// 6066, section 8), or the leaf's of an ocsp_multi, which may be empty (RFC 6961,
// section 2.2). It points into b.
func ParseCertificateStatus(b []byte) ([]byte, error) {
	c := newCursor("certificate_status", b)
	kind := CertificateStatusType(c.uint8("status_type"))
	if c.broken {
		return nil, c.err()
	}
	switch kind {
	case CertificateStatusOCSP:
		response := c.vector24("response")
		c.end("response")
		return response, c.err()
	case CertificateStatusOCSPMulti:
		responses := c.vector24("ocsp_response_list")
		list := c.inside(responses)
		c.end("ocsp_response_list")
		leaf := list.vector24("response")
		if list.broken {
			return nil, list.err()
		}
		return leaf, c.err()
	}
	c.fail("status_type", 0, Malformed)
	return nil, c.err()
}
