package tlsparse

// CertificateVerify proves that a side has its certificate's key. Signature
// points into the bytes that were parsed.
type CertificateVerify struct {
	Scheme    SignatureScheme // valid from TLS 1.2 on
	Signature []byte
}

// ParseCertificateVerifyMessage reads a CertificateVerify's body (RFC 8446,
// section 4.4.3; RFC 5246, section 7.4.8; before TLS 1.2 without a scheme: RFC
// 4346, section 7.4.8).
func ParseCertificateVerifyMessage(b []byte, version ProtocolVersion) (CertificateVerify, error) {
	var m CertificateVerify
	c := newCursor("certificate_verify", b)
	if version.namesSchemes() {
		m.Scheme = SignatureScheme(c.uint16("algorithm"))
	}
	m.Signature = c.vector16("signature")
	c.end("signature")
	return m, c.err()
}

// ParseCertificateVerify returns the scheme of a CertificateVerify's signature
// in TLS 1.2 and above.
func ParseCertificateVerify(b []byte) (SignatureScheme, error) {
	m, err := ParseCertificateVerifyMessage(b, VersionTLS12)
	return m.Scheme, err
}
