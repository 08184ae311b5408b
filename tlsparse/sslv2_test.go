package tlsparse

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sslv2Hello is a CLIENT-HELLO of a client that offers a version with one SSL
// 2.0 cipher and two suites.
func sslv2Hello(version ...byte) []byte {
	return join([]byte{1}, version, []byte{0, 9, 0, 0, 0, 16}, []byte{1, 0, 0x80, 0, 0, 0x2f, 0, 0, 0xff}, bytes.Repeat([]byte{9}, 16))
}

// sslv2ServerHelloMessage is a SERVER-HELLO with a certificate of three bytes.
func sslv2ServerHelloMessage() []byte {
	return join([]byte{4, 0, 1, 0, 2, 0, 3, 0, 3, 0, 2}, []byte{0x30, 1, 0}, []byte{7, 0, 0xc0}, []byte{5, 6})
}

// sslv2Record puts the two bytes' length before a message.
func sslv2Record(message []byte) []byte {
	return join([]byte{0x80 | byte(len(message)>>8), byte(len(message))}, message)
}

func TestSSLv2ClientHello(t *testing.T) {
	hello := sslv2Hello(3, 1)
	m, err := ParseSSLv2ClientHello(hello)
	if err != nil {
		t.Fatal(err)
	}
	var suites []string
	for spec, tls := range m.Suites {
		if tls {
			suites = append(suites, CipherSuite(spec).String())
		} else {
			suites = append(suites, SSLv2CipherName(spec))
		}
	}
	want := []string{"SSLv20_CK_RC4_128_WITH_MD5", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"}
	if diff := cmp.Diff(want, suites); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if m.Version != VersionTLS10 || len(m.SessionID) != 0 || len(m.Challenge) != 16 {
		t.Errorf("%s, session id of %d bytes, challenge of %d", m.Version, len(m.SessionID), len(m.Challenge))
	}
	for n := range hello {
		if _, err := ParseSSLv2ClientHello(hello[:n]); err == nil {
			t.Errorf("cut at %d: no error", n)
		}
	}
	m, err = ParseSSLv2ClientHello(hello[:20])
	if diff := cmp.Diff(&ParseError{"sslv2_client_hello", "challenge", 18, Truncated}, problem(t, err)); diff != "" || len(m.CipherSpecs) != 9 {
		t.Errorf("%d bytes of specs (-want +got):\n%s", len(m.CipherSpecs), diff)
	}
	for range m.Suites {
		break
	}
}

func TestSSLv2ServerHello(t *testing.T) {
	hello := sslv2ServerHelloMessage()
	m, err := ParseSSLv2ServerHello(hello)
	if err != nil {
		t.Fatal(err)
	}
	if m.Version != VersionSSL20 || m.SessionIDHit || !bytes.Equal(m.Certificate, []byte{0x30, 1, 0}) ||
		!bytes.Equal(m.CipherSpecs, []byte{7, 0, 0xc0}) || !bytes.Equal(m.ConnectionID, []byte{5, 6}) {
		t.Errorf("%+v", m)
	}
	if _, err := ParseSSLv2ServerHello(sslv2Hello(0, 2)); problem(t, err) == nil {
		t.Error("a CLIENT-HELLO is taken for a SERVER-HELLO")
	}
}

func TestSSLv2Error(t *testing.T) {
	for body, want := range map[string]string{
		"\x00\x00\x01": "no_cipher", "\x00\x00\x02": "no_certificate", "\x00\x00\x04": "bad_certificate",
		"\x00\x00\x06": "unsupported_certificate_type", "\x00\x00\x03": "0x0003",
	} {
		if code, err := ParseSSLv2Error([]byte(body)); code.String() != want || err != nil {
			t.Errorf("%x: %s, %v; want %s", body, code, err, want)
		}
	}
	_, err := ParseSSLv2Error([]byte{0, 0})
	if diff := cmp.Diff(&ParseError{"sslv2_error", "error_code", 1, Truncated}, problem(t, err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSSLv2RecordsAreCutOff(t *testing.T) {
	for name, test := range map[string]struct {
		b          string
		body, rest string
		ok         bool
	}{
		"a header of two bytes":   {"8002 6162 63", "ab", "c", true},
		"a header of three bytes": {"0002 01 6162 63", "ab", "c", true},
		"security escape":         {"4002 00 6162", "ab", "", true},
		"not whole":               {"8003 6162", "", "", false},
		"less than a header":      {"8000", "", "", false},
	} {
		b := unhex(t, test.b)
		body, rest, ok := CutSSLv2Record(b)
		if !test.ok {
			test.rest = string(b)
		}
		if string(body) != test.body || string(rest) != test.rest || ok != test.ok {
			t.Errorf("%s: %q, %q, %v", name, body, rest, ok)
		}
	}
}
