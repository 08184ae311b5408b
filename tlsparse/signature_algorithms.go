package tlsparse

import "github.com/tlssniff/tlssniff/tlsparse/iana"

// SignatureScheme is an algorithm for signatures (RFC 8446, section 4.2.3), or in
// TLS 1.2 a pair of hash and signature algorithm (RFC 5246, section 7.4.1.4.1).
type SignatureScheme uint16

// String returns the scheme's IANA name, "GREASE", or its value in hex.
func (s SignatureScheme) String() string {
	name, ok := iana.SignatureSchemeName(uint16(s))
	return nameOr(name, ok, uint16(s))
}

// IsGREASE reports whether the value is reserved by RFC 8701.
func (s SignatureScheme) IsGREASE() bool { return IsGREASE(uint16(s)) }

// SignatureSchemeNamed returns the scheme of a name.
func SignatureSchemeNamed(name string) (SignatureScheme, bool) {
	v, ok := iana.SignatureSchemeValue(name)
	return SignatureScheme(v), ok
}

// ParseSignatureAlgorithms returns the schemes of signature_algorithms,
// signature_algorithms_cert and delegated_credential, which have one form (RFC
// 8446, section 4.2.3; RFC 9345, section 4.1.1). The list points into b.
func ParseSignatureAlgorithms(b []byte) (SignatureSchemes, error) {
	c := newCursor("signature_algorithms", b)
	list := SignatureSchemes(c.codes16("supported_signature_algorithms"))
	c.end("supported_signature_algorithms")
	return list, c.err()
}
