package tlsparse

import "strconv"

// ProtocolVersion is a version of SSL, TLS or DTLS as it stands on the wire.
type ProtocolVersion uint16

// The versions (RFC 6101, 2246, 4346, 5246, 8446; DTLS: RFC 4347, 6347, 9147).
const (
	VersionSSL20  ProtocolVersion = 0x0002
	VersionSSL30  ProtocolVersion = 0x0300
	VersionTLS10  ProtocolVersion = 0x0301
	VersionTLS11  ProtocolVersion = 0x0302
	VersionTLS12  ProtocolVersion = 0x0303
	VersionTLS13  ProtocolVersion = 0x0304
	VersionDTLS10 ProtocolVersion = 0xfeff
	VersionDTLS12 ProtocolVersion = 0xfefd
	VersionDTLS13 ProtocolVersion = 0xfefc

	draftTLS13 ProtocolVersion = 0x7f00 // plus the draft's number
	lastDraft  ProtocolVersion = 28

	// Facebook's own drafts of TLS 1.3, in its library fizz.
	fizzDraft23 ProtocolVersion = 0xfb17
	fizzDraft26 ProtocolVersion = 0xfb1a
)

// Draft returns the number of the TLS 1.3 draft that the version stands for, or 0.
func (v ProtocolVersion) Draft() int {
	if v > draftTLS13 && v <= draftTLS13+lastDraft || v == fizzDraft23 || v == fizzDraft26 {
		return int(v & 0xff)
	}
	return 0
}

// IsTLS13 reports whether the version is TLS 1.3 or one of its drafts.
func (v ProtocolVersion) IsTLS13() bool { return v == VersionTLS13 || v.Draft() > 0 }

// IsDTLS reports whether the version is one of DTLS.
func (v ProtocolVersion) IsDTLS() bool {
	return v == VersionDTLS10 || v == VersionDTLS12 || v == VersionDTLS13
}

// namesSchemes reports whether signatures in this version's messages come with
// their scheme: since TLS 1.2 (RFC 5246, section 4.7). DTLS counts downwards.
func (v ProtocolVersion) namesSchemes() bool {
	if v.IsDTLS() {
		return v <= VersionDTLS12
	}
	return v >= VersionTLS12
}

// IsGREASE reports whether the value is reserved by RFC 8701.
func (v ProtocolVersion) IsGREASE() bool { return IsGREASE(uint16(v)) }

// String returns the version's name.
func (v ProtocolVersion) String() string {
	switch v {
	case VersionSSL20:
		return "SSL 2.0"
	case VersionSSL30:
		return "SSL 3.0"
	case VersionTLS10:
		return "TLS 1.0"
	case VersionTLS11:
		return "TLS 1.1"
	case VersionTLS12:
		return "TLS 1.2"
	case VersionTLS13:
		return "TLS 1.3"
	case VersionDTLS10:
		return "DTLS 1.0"
	case VersionDTLS12:
		return "DTLS 1.2"
	case VersionDTLS13:
		return "DTLS 1.3"
	case fizzDraft23, fizzDraft26:
		return "TLS 1.3 (fizz draft-" + strconv.Itoa(v.Draft()) + ")"
	}
	if n := v.Draft(); n > 0 {
		return "TLS 1.3 (draft-" + strconv.Itoa(n) + ")"
	}
	return nameOr("", false, uint16(v))
}
