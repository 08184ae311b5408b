package tlsparse

import "iter"

// ParseCertificate returns the certificates of a Certificate message of TLS 1.2
// and below, leaf first, each in DER (RFC 5246, section 7.4.2). They point into b.
// With an error, a *ParseError, it returns what could be read before it.
func ParseCertificate(b []byte) (Vectors24, error) {
	c := newCursor("certificate", b)
	list := Vectors24(c.lenient24("certificate_list"))
	c.strings(list, 3, "certificate")
	return list, c.err()
}

// CertificateTLS13 is a Certificate message of TLS 1.3 (RFC 8446, section 4.4.2).
// All slices point into the bytes that were parsed.
type CertificateTLS13 struct {
	// Context repeats that of the CertificateRequest; it is empty in the handshake.
	Context []byte
	Entries CertificateEntries
}

// ParseCertificateTLS13 reads a TLS 1.3 Certificate's body. With an error it
// returns what could be read before it.
func ParseCertificateTLS13(b []byte) (CertificateTLS13, error) {
	var m CertificateTLS13
	c := newCursor("certificate", b)
	m.Context = c.vector8("certificate_request_context")
	m.Entries = CertificateEntries(c.lenient24("certificate_list"))
	list := c.inside(m.Entries)
	for !list.broken && !list.empty() {
		list.vector24("cert_data")
		list.wholeExtensions(list.vector16("extensions"))
	}
	return m, list.err()
}

// lenient24 takes a vector that ends the message, and of one that is cut short what is there.
func (c *cursor) lenient24(field string) []byte {
	start := c.at
	declared := c.uint24(field)
	if c.broken {
		return nil
	}
	if left := len(c.all) - c.at; declared > left {
		b := c.take(left, field)
		c.fail(field, start, Truncated)
		return b
	}
	b := c.take(declared, field)
	c.end(field)
	return b
}

// CertificateEntries are the certificates of a TLS 1.3 Certificate as they stand
// on the wire, leaf first.
type CertificateEntries []byte

// All yields each certificate in DER and its extensions (status_request,
// signed_certificate_timestamp), as far as they are whole. They point into e.
func (e CertificateEntries) All() iter.Seq2[[]byte, Extensions] {
	return func(yield func([]byte, Extensions) bool) {
		c := newCursor("certificate", e)
		for !c.empty() {
			der := c.vector24("cert_data")
			extensions := Extensions(c.vector16("extensions"))
			if c.broken || !yield(der, extensions) {
				return
			}
		}
	}
}
