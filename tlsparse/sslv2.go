package tlsparse

import (
	"encoding/binary"
	"fmt"

	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// The messages of SSL 2.0 that are read (draft-hickman-netscape-ssl-00).
const (
	sslv2Error       = 0
	sslv2ClientHello = 1
	sslv2ServerHello = 4

	// SSLv2HelloLen is the length of the fixed part of both hellos, in bytes (the server's has two more).
	SSLv2HelloLen = 9

	sslv2ServerHelloLen = SSLv2HelloLen + 2
)

// SSLv2CipherName returns the name of an SSL 2.0 cipher of three bytes, or its value in hex.
func SSLv2CipherName(v uint32) string {
	if name, ok := iana.CipherSuiteName(v); ok {
		return name
	}
	return fmt.Sprintf("0x%06x", v)
}

// SSLv2ClientHello is an SSL 2.0 CLIENT-HELLO, which SSL 3.0 and TLS clients
// once sent too (RFC 5246, appendix E.2). All slices point into the bytes that were parsed.
type SSLv2ClientHello struct {
	Version     ProtocolVersion
	CipherSpecs []byte // three bytes each
	SessionID   []byte
	Challenge   []byte

	specs, id, challenge int
}

func (m *SSLv2ClientHello) lengths() (specs, id, challenge int) { return m.specs, m.id, m.challenge }

// ParseSSLv2ClientHello reads a CLIENT-HELLO, its type included. Padding may follow it.
func ParseSSLv2ClientHello(b []byte) (SSLv2ClientHello, error) {
	var m SSLv2ClientHello
	c := newCursor("sslv2_client_hello", b)
	c.messageType(sslv2ClientHello)
	m.Version = ProtocolVersion(c.uint16("version"))
	m.specs, m.id, m.challenge = int(c.uint16("cipher_spec_length")), int(c.uint16("session_id_length")), int(c.uint16("challenge_length"))
	m.CipherSpecs = c.take(m.specs, "cipher_specs")
	m.SessionID = c.take(m.id, "session_id")
	m.Challenge = c.take(m.challenge, "challenge")
	return m, c.err()
}

// Suites yields the offered specs in wire order, and whether each is a suite of
// SSL 3.0 and TLS: an SSL 2.0 cipher has a first byte that is not 0.
func (m *SSLv2ClientHello) Suites(yield func(spec uint32, tls bool) bool) {
	for b := m.CipherSpecs; len(b) >= 3; b = b[3:] {
		if !yield(uint32(b[0])<<16|uint32(b[1])<<8|uint32(b[2]), b[0] == 0) {
			return
		}
	}
}

// SSLv2ServerHello is an SSL 2.0 SERVER-HELLO. All slices point into the bytes that were parsed.
type SSLv2ServerHello struct {
	SessionIDHit bool
	Version      ProtocolVersion
	Certificate  []byte // DER, empty where a session goes on
	CipherSpecs  []byte // three bytes each
	ConnectionID []byte

	certificate, specs, id int
}

func (m *SSLv2ServerHello) lengths() (certificate, specs, id int) {
	return m.certificate, m.specs, m.id
}

// ParseSSLv2ServerHello reads a SERVER-HELLO, its type included. Padding may follow it.
func ParseSSLv2ServerHello(b []byte) (SSLv2ServerHello, error) {
	var m SSLv2ServerHello
	c := newCursor("sslv2_server_hello", b)
	c.messageType(sslv2ServerHello)
	m.SessionIDHit = c.uint8("session_id_hit") != 0
	c.uint8("certificate_type")
	m.Version = ProtocolVersion(c.uint16("version"))
	m.certificate, m.specs, m.id = int(c.uint16("certificate_length")), int(c.uint16("cipher_specs_length")), int(c.uint16("connection_id_length"))
	m.Certificate = c.take(m.certificate, "certificate")
	m.CipherSpecs = c.take(m.specs, "cipher_specs")
	m.ConnectionID = c.take(m.id, "connection_id")
	return m, c.err()
}

// messageType takes the type that an SSL 2.0 message begins with.
func (c *cursor) messageType(want uint8) {
	if c.uint8("msg_type") != want {
		c.fail("msg_type", 0, Malformed)
	}
}

// SSLv2ErrorCode is what an SSL 2.0 ERROR complains of (draft-hickman-netscape-ssl-00, section 2.6).
type SSLv2ErrorCode uint16

// String returns the code's name, or its value in hex.
func (e SSLv2ErrorCode) String() string {
	switch e {
	case 1:
		return "no_cipher"
	case 2:
		return "no_certificate"
	case 4:
		return "bad_certificate"
	case 6:
		return "unsupported_certificate_type"
	}
	return nameOr("", false, uint16(e))
}

// ParseSSLv2Error reads an SSL 2.0 ERROR, its type included.
func ParseSSLv2Error(b []byte) (SSLv2ErrorCode, error) {
	c := newCursor("sslv2_error", b)
	c.messageType(sslv2Error)
	code := SSLv2ErrorCode(c.uint16("error_code"))
	c.end("error_code")
	return code, c.err()
}

// CutSSLv2Record cuts the first SSL 2.0 record off b: a length of two bytes (with
// the top bit set) or three (with padding). It reports false if b does not hold
// it whole. body and rest point into b.
func CutSSLv2Record(b []byte) (body, rest []byte, ok bool) {
	if len(b) < 3 {
		return nil, b, false
	}
	header, n := 2, int(binary.BigEndian.Uint16(b)&0x7fff)
	if b[0]&0x80 == 0 {
		// The padding, whose length is the third byte, is part of what is cut off.
		header, n = 3, int(binary.BigEndian.Uint16(b)&0x3fff)
	}
	if n > len(b)-header {
		return nil, b, false
	}
	return b[header : header+n], b[header+n:], true
}
