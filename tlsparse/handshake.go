package tlsparse

import "github.com/tlssniff/tlssniff/tlsparse/iana"

// HandshakeHeaderLen is the length of a handshake message's header, in bytes.
const HandshakeHeaderLen = 4

// HandshakeType is the type of a handshake message (RFC 8446, section 4).
type HandshakeType uint8

// The handshake types.
const (
	HandshakeTypeHelloRequest          HandshakeType = 0
	HandshakeTypeClientHello           HandshakeType = 1
	HandshakeTypeServerHello           HandshakeType = 2
	HandshakeTypeHelloVerifyRequest    HandshakeType = 3
	HandshakeTypeNewSessionTicket      HandshakeType = 4
	HandshakeTypeEndOfEarlyData        HandshakeType = 5
	HandshakeTypeHelloRetryRequest     HandshakeType = 6 // of TLS 1.3 drafts to 21
	HandshakeTypeEncryptedExtensions   HandshakeType = 8
	HandshakeTypeCertificate           HandshakeType = 11
	HandshakeTypeServerKeyExchange     HandshakeType = 12
	HandshakeTypeCertificateRequest    HandshakeType = 13
	HandshakeTypeServerHelloDone       HandshakeType = 14
	HandshakeTypeCertificateVerify     HandshakeType = 15
	HandshakeTypeClientKeyExchange     HandshakeType = 16
	HandshakeTypeFinished              HandshakeType = 20
	HandshakeTypeCertificateURL        HandshakeType = 21
	HandshakeTypeCertificateStatus     HandshakeType = 22
	HandshakeTypeSupplementalData      HandshakeType = 23
	HandshakeTypeKeyUpdate             HandshakeType = 24
	HandshakeTypeCompressedCertificate HandshakeType = 25
	HandshakeTypeNextProtocol          HandshakeType = 67
	HandshakeTypeMessageHash           HandshakeType = 254
)

// String returns the type's RFC name, or its value in hex.
func (t HandshakeType) String() string {
	name, ok := iana.HandshakeTypeName(uint8(t))
	return byteName(name, ok, uint8(t))
}

// Known reports whether the type is one that IANA lists.
func (t HandshakeType) Known() bool {
	_, ok := iana.HandshakeTypeName(uint8(t))
	return ok
}

// HandshakeHeader is the header of a handshake message.
type HandshakeHeader struct {
	Type   HandshakeType
	Length int // of the body, in bytes
}

// ParseHandshakeHeader reads a message's header. It reports false if b is shorter than one.
func ParseHandshakeHeader(b []byte) (HandshakeHeader, bool) {
	if len(b) < HandshakeHeaderLen {
		return HandshakeHeader{}, false
	}
	return HandshakeHeader{Type: HandshakeType(b[0]), Length: int(b[1])<<16 | int(b[2])<<8 | int(b[3])}, true
}

// CutHandshake cuts the first handshake message off b. It reports false if b
// does not hold it whole. body and rest point into b.
func CutHandshake(b []byte) (h HandshakeHeader, body, rest []byte, ok bool) {
	h, ok = ParseHandshakeHeader(b)
	if !ok || h.Length > len(b)-HandshakeHeaderLen {
		return h, nil, b, false
	}
	end := HandshakeHeaderLen + h.Length
	return h, b[HandshakeHeaderLen:end:end], b[end:], true
}
