package tlsparse

import (
	"math/rand/v2"
	"testing"
)

func (r Recognition) name() string {
	return [...]string{"need more", "TLS", "SSL 2.0", "not TLS"}[r]
}

// inRecord puts a record's header before a body.
func inRecord(kind ContentType, version ProtocolVersion, body []byte) []byte {
	return join([]byte{byte(kind), byte(version >> 8), byte(version)}, vector16(body...))
}

// inHandshake puts a handshake message's header before a body.
func inHandshake(kind HandshakeType, body []byte) []byte {
	return join([]byte{byte(kind)}, vector24(body...))
}

func TestRecognition(t *testing.T) {
	hello := inHandshake(HandshakeTypeClientHello, first(t, "tls13", "client_hello"))
	server := inHandshake(HandshakeTypeServerHello, first(t, "tls12_rsa", "server_hello"))
	draft := inHandshake(HandshakeTypeServerHello, join([]byte{0x7f, 0x12}, make([]byte, 36)))
	tiny := func(message []byte, n int) []byte {
		var b []byte
		for ; len(message) > n; message = message[n:] {
			b = append(b, inRecord(ContentTypeHandshake, VersionTLS10, message[:n])...)
		}
		return append(b, inRecord(ContentTypeHandshake, VersionTLS10, message)...)
	}
	data := inRecord(ContentTypeApplicationData, VersionTLS12, make([]byte, 40))
	for _, test := range []struct {
		name string
		b    []byte
		want Recognition
	}{
		{"nothing", nil, NeedMore},
		{"ClientHello", inRecord(ContentTypeHandshake, VersionTLS10, hello), RecognizedTLS},
		{"ServerHello", inRecord(ContentTypeHandshake, VersionTLS12, server), RecognizedTLS},
		{"ServerHello of a draft", inRecord(ContentTypeHandshake, VersionTLS10, draft), RecognizedTLS},
		{"ClientHello in records of one byte", tiny(hello, 1), RecognizedTLS},
		{"ClientHello in records of three bytes", tiny(hello, 3), RecognizedTLS},
		{"ClientHello in records of five bytes", tiny(hello, 5), RecognizedTLS},
		{"ClientHello in records of 100 bytes", tiny(hello, 100), RecognizedTLS},
		{"HelloRequest", inRecord(ContentTypeHandshake, VersionTLS12, inHandshake(HandshakeTypeHelloRequest, nil)), RecognizedTLS},
		{"Certificate, mid-stream", inRecord(ContentTypeHandshake, VersionTLS12, inHandshake(HandshakeTypeCertificate, make([]byte, 90))), RecognizedTLS},
		{"alert", inRecord(ContentTypeAlert, VersionTLS12, []byte{2, 40}), RecognizedTLS},
		{"alert that is still to come", []byte{21, 3, 1, 0, 2, 2}, NeedMore},
		{"encrypted alert and data", join(inRecord(ContentTypeAlert, VersionTLS12, make([]byte, 26)), data), RecognizedTLS},
		{"HelloRequest with a body, and more", join(inRecord(ContentTypeHandshake, VersionTLS12, inHandshake(HandshakeTypeHelloRequest, []byte{1})), data), RecognizedTLS},
		{"known message that claims too much", inRecord(ContentTypeHandshake, VersionTLS12, []byte{11, 0xff, 0, 0}), NeedMore},
		{"alert of no level", inRecord(ContentTypeAlert, VersionTLS12, []byte{7, 40}), NotTLS},
		{"application data and more of it", join(data, data), RecognizedTLS},
		{"application data alone", data, NeedMore},
		{"application data and an alert", join(data, inRecord(ContentTypeAlert, VersionTLS12, make([]byte, 26))), RecognizedTLS},
		{"application data and another version", join(data, inRecord(ContentTypeApplicationData, VersionTLS10, make([]byte, 40))), NotTLS},
		{"application data and something else", join(data, []byte("GET / HTTP/1.1")), NotTLS},
		{"ChangeCipherSpec and Finished", join(inRecord(ContentTypeChangeCipherSpec, VersionTLS12, []byte{1}), inRecord(ContentTypeHandshake, VersionTLS12, make([]byte, 40))), RecognizedTLS},
		{"ClientHello too short to be one", inRecord(ContentTypeHandshake, VersionTLS10, inHandshake(HandshakeTypeClientHello, make([]byte, 20))), NotTLS},
		{"ClientHello of no version", inRecord(ContentTypeHandshake, VersionTLS10, inHandshake(HandshakeTypeClientHello, make([]byte, 80))), NotTLS},
		{"record of version 4", []byte{22, 4, 0}, NotTLS},
		{"record of version 3.9", []byte{22, 3, 9, 0, 99}, NotTLS},
		{"record that is too long", []byte{22, 3, 1, 0x48, 1}, NotTLS},
		{"record of length 0", []byte{23, 3, 3, 0, 0}, NotTLS},
		{"SSL 2.0 CLIENT-HELLO", sslv2Record(sslv2Hello(0, 2)), RecognizedSSLv2},
		{"CLIENT-HELLO that offers TLS 1.0", sslv2Record(sslv2Hello(3, 1)), RecognizedSSLv2},
		{"CLIENT-HELLO that offers version 4", sslv2Record(sslv2Hello(4, 1)), NotTLS},
		{"CLIENT-HELLO of another length", append([]byte{0x80, 33}, sslv2Hello(3, 1)...), NotTLS},
		{"SSL 2.0 SERVER-HELLO", sslv2Record(sslv2ServerHelloMessage()), RecognizedSSLv2},
		{"SSL 2.0 of another type", []byte{0x80, 40, 7}, NotTLS},
	} {
		if got := Recognize(test.b); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got.name(), test.want.name())
		}
	}
}

func TestBeginningOfAHelloIsNeverRefused(t *testing.T) {
	for name, b := range map[string][]byte{
		"ClientHello":          inRecord(ContentTypeHandshake, VersionTLS10, inHandshake(HandshakeTypeClientHello, first(t, "tls13", "client_hello"))),
		"ServerHello":          inRecord(ContentTypeHandshake, VersionTLS12, inHandshake(HandshakeTypeServerHello, first(t, "tls13", "server_hello"))),
		"alert":                inRecord(ContentTypeAlert, VersionTLS12, []byte{1, 0}),
		"SSL 2.0 CLIENT-HELLO": sslv2Record(sslv2Hello(0, 2)),
		"SSL 2.0 SERVER-HELLO": sslv2Record(sslv2ServerHelloMessage()),
	} {
		settled := NeedMore
		for n := range len(b) + 1 {
			switch got := Recognize(b[:n]); {
			case got == NotTLS:
				t.Errorf("%s: %d bytes are refused", name, n)
			case settled != NeedMore && got != settled:
				t.Errorf("%s: %d bytes are %s, fewer were %s", name, n, got.name(), settled.name())
			default:
				settled = got
			}
		}
		if settled == NeedMore {
			t.Errorf("%s is not recognized", name)
		}
	}
}

func TestOtherProtocolsAreNotTakenForTLS(t *testing.T) {
	for name, b := range map[string]string{
		"HTTP":               "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"HTTP response":      "HTTP/1.1 200 OK\r\n",
		"HTTP/2":             "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"SSH":                "SSH-2.0-OpenSSH_9.6\r\n",
		"SMTP":               "220 mail ESMTP\r\n",
		"SMB in NetBIOS":     "\x00\x00\x00\x54\xffSMBr\x00\x00\x00\x00\x18\x53\xc8",
		"SMB2":               "\x00\x00\x00\xd0\xfeSMB\x40\x00\x01\x00",
		"RDP":                "\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00",
		"PostgreSQL":         "\x00\x00\x00\x08\x04\xd2\x16\x2f",
		"MySQL":              "\x4a\x00\x00\x00\x0a8.0.36\x00",
		"TDS":                "\x12\x01\x00\x2f\x00\x00\x01\x00\x00\x00\x1a\x00",
		"LDAP":               "\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00",
		"BitTorrent":         "\x13BitTorrent protocol",
		"DNS over TCP":       "\x00\x1d\xaa\xaa\x01\x00\x00\x01",
		"SOCKS 5":            "\x05\x01\x00",
		"MQTT":               "\x10\x10\x00\x04MQTT\x04\x02",
		"WebSocket":          "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58",
		"DTLS":               "\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x30",
		"AJP":                "\x12\x34\x00\x02\x02\x02",
		"FIX":                "8=FIX.4.2\x019=65\x01",
		"control characters": "\x16\x16\x16\x16\x16\x16",
	} {
		if got := Recognize([]byte(b)); got != NotTLS {
			t.Errorf("%s: %s", name, got.name())
		}
	}
}

func TestRandomBytesAreNotTakenForTLS(t *testing.T) {
	random := rand.New(rand.NewChaCha8([32]byte{1}))
	b := make([]byte, 64)
	for range 200_000 {
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		if got := Recognize(b); got == RecognizedTLS || got == RecognizedSSLv2 {
			t.Errorf("%x: %s", b, got.name())
		}
	}
}

func TestRecognizeWhole(t *testing.T) {
	data := inRecord(ContentTypeApplicationData, VersionTLS12, make([]byte, 40))
	alert := inRecord(ContentTypeAlert, VersionTLS12, make([]byte, 26))
	for _, test := range []struct {
		name string
		b    []byte
		want bool
	}{
		{"a record", data, true},
		{"two records", join(data, alert), true},
		{"nothing", nil, false},
		{"a record and more", join(data, []byte{1}), false},
		{"a record, cut", data[:len(data)-1], false},
		{"records of different versions", join(data, inRecord(ContentTypeAlert, VersionTLS10, make([]byte, 26))), false},
		{"a handshake message", inRecord(ContentTypeHandshake, VersionTLS12, make([]byte, 40)), false},
		{"too short to be encrypted", inRecord(ContentTypeAlert, VersionTLS12, make([]byte, 2)), false},
		{"another protocol", []byte("GET / HTTP/1.1\r\n\r\n"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := RecognizeWhole(test.b); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}
