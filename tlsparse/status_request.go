package tlsparse

import "github.com/tlssniff/tlssniff/tlsparse/iana"

// CertificateStatusType is a way to tell whether a certificate was revoked (RFC
// 6066, section 8; RFC 6961, section 2.2).
type CertificateStatusType uint8

// The status types.
const (
	CertificateStatusOCSP      CertificateStatusType = 1
	CertificateStatusOCSPMulti CertificateStatusType = 2
)

// String returns the type's IANA name, or its value in hex.
func (t CertificateStatusType) String() string {
	name, ok := iana.CertificateStatusTypeName(uint8(t))
	return byteName(name, ok, uint8(t))
}

// StatusRequest is a client's wish for a stapled OCSP response. Its slices point
// into the bytes that were parsed.
type StatusRequest struct {
	Type CertificateStatusType
	// Responders are the ids of those that the client trusts, in DER; valid for OCSP.
	Responders Vectors16
	Extensions []byte // of the OCSP request, in DER
}

// ParseStatusRequest reads a ClientHello's status_request (RFC 6066, section 8).
// A ServerHello's is empty; in a TLS 1.3 Certificate it is a CertificateStatus.
func ParseStatusRequest(b []byte) (StatusRequest, error) {
	var m StatusRequest
	c := newCursor("status_request", b)
	m.Type = CertificateStatusType(c.uint8("status_type"))
	if m.Type != CertificateStatusOCSP {
		c.fail("status_type", 0, Malformed)
		return m, c.err()
	}
	m.readOCSP(&c)
	c.end("request_extensions")
	return m, c.err()
}

// ParseStatusRequestV2 reads the first item of a ClientHello's status_request_v2
// (RFC 6961, section 2.2). Of an item of another type than OCSP's two it reads
// the type alone.
func ParseStatusRequestV2(b []byte) (StatusRequest, error) {
	var m StatusRequest
	c := newCursor("status_request_v2", b)
	items := c.vector16("certificate_status_req_list")
	c.end("certificate_status_req_list")
	list := c.inside(items)
	m.Type = CertificateStatusType(list.uint8("status_type"))
	item := list.inside(list.vector16("request"))
	if m.Type == CertificateStatusOCSP || m.Type == CertificateStatusOCSPMulti {
		m.readOCSP(&item)
		item.end("request_extensions")
	}
	return m, item.err()
}

// readOCSP takes an OCSPStatusRequest.
func (m *StatusRequest) readOCSP(c *cursor) {
	m.Responders = Vectors16(c.strings16("responder_id_list"))
	m.Extensions = c.vector16("request_extensions")
}
