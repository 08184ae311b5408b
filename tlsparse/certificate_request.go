package tlsparse

import "github.com/tlssniff/tlssniff/tlsparse/iana"

// ClientCertificateType is a kind of certificate that a server asks for (RFC 5246, section 7.4.4).
type ClientCertificateType uint8

// String returns the type's IANA name, or its value in hex.
func (t ClientCertificateType) String() string {
	name, ok := iana.ClientCertificateTypeName(uint8(t))
	return byteName(name, ok, uint8(t))
}

// CertificateRequest is the server's wish for the client's certificate. All
// slices point into the bytes that were parsed.
type CertificateRequest struct {
	Types               []byte           // ClientCertificateType; nil in TLS 1.3
	SignatureAlgorithms SignatureSchemes // nil before TLS 1.2
	Authorities         Vectors16        // distinguished names in DER

	// Context and Extensions are of TLS 1.3.
	Context    []byte
	Extensions Extensions
}

// ParseCertificateRequest reads a CertificateRequest's body, which has one form
// up to TLS 1.1 (RFC 4346, section 7.4.4), one in TLS 1.2 (RFC 5246, section
// 7.4.4) and one in TLS 1.3 (RFC 8446, section 4.3.2). With an error, a
// *ParseError, it returns what could be read before it.
func ParseCertificateRequest(b []byte, version ProtocolVersion) (CertificateRequest, error) {
	if version.IsTLS13() || version == VersionDTLS13 {
		return parseCertificateRequestTLS13(b)
	}
	var m CertificateRequest
	c := newCursor("certificate_request", b)
	m.Types = c.vector8("certificate_types")
	if version.namesSchemes() {
		m.SignatureAlgorithms = SignatureSchemes(c.codes16("supported_signature_algorithms"))
	}
	m.Authorities = Vectors16(c.strings16("certificate_authorities"))
	c.end("certificate_authorities")
	return m, c.err()
}

func parseCertificateRequestTLS13(b []byte) (CertificateRequest, error) {
	var m CertificateRequest
	c := newCursor("certificate_request", b)
	m.Context = c.vector8("certificate_request_context")
	m.Extensions = c.extensionList()
	err := c.err()
	for kind, body := range m.Extensions.All() {
		var e error
		switch kind {
		case ExtensionSignatureAlgorithms:
			m.SignatureAlgorithms, e = ParseSignatureAlgorithms(body)
		case ExtensionCertificateAuthorities:
			m.Authorities, e = ParseCertificateAuthorities(body)
		}
		if err == nil {
			err = e
		}
	}
	return m, err
}
