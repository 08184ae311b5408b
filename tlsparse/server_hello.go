package tlsparse

// ServerHello is the server's choice (RFC 8446, section 4.1.3; RFC 5246, section
// 7.4.1.3). All slices point into the bytes that were parsed.
type ServerHello struct {
	LegacyVersion     ProtocolVersion
	Random            []byte // 32 bytes
	SessionID         []byte
	CipherSuite       CipherSuite
	CompressionMethod CompressionMethod
	// Extensions is nil where the message ends before them.
	Extensions Extensions
}

// retryRandom is the random that makes a ServerHello a HelloRetryRequest: the
// SHA-256 of "HelloRetryRequest" (RFC 8446, section 4.1.3).
const retryRandom = "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91" +
	"\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c"

// ParseServerHello reads a ServerHello's body. With an error, a *ParseError, it
// returns what could be read before it.
func ParseServerHello(b []byte) (ServerHello, error) {
	var m ServerHello
	c := newCursor("server_hello", b)
	m.LegacyVersion = ProtocolVersion(c.uint16("legacy_version"))
	m.Random = c.take(32, "random")
	// Drafts up to 21 name themselves here, and have neither session id nor compression
	// (draft-ietf-tls-tls13-21, section 4.1.3).
	short := m.LegacyVersion.Draft() > 0
	if !short {
		m.SessionID = c.sessionID()
	}
	m.CipherSuite = CipherSuite(c.uint16("cipher_suite"))
	if !short {
		m.CompressionMethod = CompressionMethod(c.uint8("compression_method"))
	}
	m.Extensions = c.extensions()
	return m, c.err()
}

// IsHelloRetryRequest reports whether the message asks for another ClientHello
// (RFC 8446, section 4.1.4).
func (m *ServerHello) IsHelloRetryRequest() bool { return string(m.Random) == retryRandom }

// Version returns the version that the server chose: the one in
// supported_versions where there is one (RFC 8446, section 4.2.1).
func (m *ServerHello) Version() ProtocolVersion {
	if body, ok := m.Extensions.Find(ExtensionSupportedVersions); ok {
		if v, err := ParseSelectedVersion(body); err == nil {
			return v
		}
	}
	return m.LegacyVersion
}

// DowngradeSentinel names what the end of the random says of a version that
// was not chosen (RFC 8446, section 4.1.3): "TLS 1.2", "TLS 1.1 or below", or "".
func (m *ServerHello) DowngradeSentinel() string {
	if len(m.Random) != 32 {
		return ""
	}
	switch string(m.Random[24:]) {
	case "DOWNGRD\x01":
		return "TLS 1.2"
	case "DOWNGRD\x00":
		return "TLS 1.1 or below"
	}
	return ""
}

// ParseDraftHelloRetryRequest returns the extensions of a HelloRetryRequest of
// TLS 1.3's drafts to 21, which was a message of its own: a version, from draft 19
// on a suite, and extensions (draft-ietf-tls-tls13-21, section 4.1.4). They point
// into b; of a broken message they are what could be read.
func ParseDraftHelloRetryRequest(b []byte) Extensions {
	c := newCursor("hello_retry_request", b)
	if v := ProtocolVersion(c.uint16("server_version")); v.Draft() >= 19 {
		c.uint16("cipher_suite")
	}
	return c.extensions()
}
