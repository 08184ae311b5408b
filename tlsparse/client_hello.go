package tlsparse

import "github.com/tlssniff/tlssniff/tlsparse/iana"

// ClientHello is the client's offer (RFC 8446, section 4.1.2; RFC 5246, section
// 7.4.1.2). All slices point into the bytes that were parsed.
type ClientHello struct {
	LegacyVersion ProtocolVersion
	Random        []byte // 32 bytes
	SessionID     []byte
	// Cookie answers a HelloVerifyRequest (RFC 6347, section 4.2.1); it is nil where
	// LegacyVersion is not one of DTLS.
	Cookie             []byte
	CipherSuites       CipherSuites
	CompressionMethods []byte // CompressionMethod
	// Extensions is nil where the message ends before them.
	Extensions Extensions
}

// ParseClientHello reads a ClientHello's body, of TLS or, by its version, of
// DTLS. With an error, a *ParseError, it returns what could be read before it.
func ParseClientHello(b []byte) (ClientHello, error) {
	var m ClientHello
	c := newCursor("client_hello", b)
	m.LegacyVersion = ProtocolVersion(c.uint16("legacy_version"))
	m.Random = c.take(32, "random")
	m.SessionID = c.sessionID()
	if m.LegacyVersion.IsDTLS() || m.LegacyVersion == VersionDTLS09 {
		m.Cookie = c.vector8("cookie")
	}
	m.CipherSuites = CipherSuites(c.codes16("cipher_suites"))
	m.CompressionMethods = c.vector8("compression_methods")
	m.Extensions = c.extensions()
	return m, c.err()
}

// ClientHelloRandom returns the random of a ClientHello's body, or nil where it is cut short.
func ClientHelloRandom(b []byte) []byte {
	c := newCursor("client_hello", b)
	c.uint16("legacy_version")
	return c.take(32, "random")
}

// sessionID takes a hello's session id, which is at most 32 bytes long.
func (c *cursor) sessionID() []byte {
	start := c.at
	id := c.vector8("session_id")
	if len(id) > 32 {
		c.fail("session_id", start, Malformed)
	}
	return id
}

// CompressionMethod is a compression method of TLS 1.2 and below (RFC 3749).
type CompressionMethod uint8

// String returns the method's IANA name, or its value in hex.
func (m CompressionMethod) String() string {
	name, ok := iana.CompressionMethodName(uint8(m))
	return byteName(name, ok, uint8(m))
}
