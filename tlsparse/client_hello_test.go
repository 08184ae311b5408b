package tlsparse

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// offered is a ClientHello as a person would tell it.
type offered struct {
	Version    string
	Lengths    []int // of random, session id, cookie, compression methods
	Suites     int
	First      string
	Extensions []string
}

func tell(m ClientHello) offered {
	o := offered{
		Version: m.LegacyVersion.String(),
		Lengths: []int{len(m.Random), len(m.SessionID), len(m.Cookie), len(m.CompressionMethods)},
		Suites:  m.CipherSuites.Len(),
	}
	if o.Suites > 0 {
		o.First = m.CipherSuites.At(0).String()
	}
	for kind := range m.Extensions.All() {
		o.Extensions = append(o.Extensions, kind.String())
	}
	return o
}

func TestClientHellosOfRealClients(t *testing.T) {
	for file, want := range map[string]offered{
		"tls13": {
			Version: "TLS 1.2", Lengths: []int{32, 32, 0, 1}, Suites: 31, First: "TLS_AES_256_GCM_SHA384",
			Extensions: []string{"server_name", "ec_point_formats", "supported_groups", "session_ticket", "status_request",
				"application_layer_protocol_negotiation", "encrypt_then_mac", "extended_master_secret", "signature_algorithms", "supported_versions", "psk_key_exchange_modes", "key_share"},
		},
		"tls10_dhe": {
			Version: "TLS 1.0", Lengths: []int{32, 0, 0, 1}, Suites: 2, First: "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
			Extensions: []string{"session_ticket", "encrypt_then_mac", "extended_master_secret"},
		},
	} {
		t.Run(file, func(t *testing.T) {
			m, err := ParseClientHello(first(t, file, "client_hello"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, tell(m)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// smallHello is a ClientHello of 45 bytes and no extensions.
func smallHello(version ...byte) []byte {
	return join(version, bytes.Repeat([]byte{7}, 32), vector8(1, 2), vector16(0, 0x2f, 0x13, 1), vector8(0))
}

func TestClientHelloWithoutExtensions(t *testing.T) {
	m, err := ParseClientHello(smallHello(3, 1))
	if err != nil {
		t.Fatal(err)
	}
	want := offered{Version: "TLS 1.0", Lengths: []int{32, 2, 0, 1}, Suites: 2, First: "TLS_RSA_WITH_AES_128_CBC_SHA"}
	if diff := cmp.Diff(want, tell(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if m.Extensions != nil {
		t.Error("extensions that are absent are not nil")
	}
	m, err = ParseClientHello(append(smallHello(3, 1), 0, 0))
	if err != nil || m.Extensions == nil {
		t.Errorf("an empty list of extensions is %v, %v; want one that is not nil", m.Extensions, err)
	}
}

func TestClientHelloOfDTLSHasACookie(t *testing.T) {
	hello := join([]byte{0xfe, 0xfd}, make([]byte, 32), vector8(), vector8(9, 9, 9), vector16(0xc0, 0x2b), vector8(0))
	m, err := ParseClientHello(hello)
	if err != nil {
		t.Fatal(err)
	}
	want := offered{Version: "DTLS 1.2", Lengths: []int{32, 0, 3, 1}, Suites: 1, First: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}
	if diff := cmp.Diff(want, tell(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBrokenClientHelloKeepsWhatCouldBeRead(t *testing.T) {
	small := smallHello(3, 3)
	extension := func(body ...byte) []byte { return join([]byte{0, 23}, vector16(body...)) }
	for name, test := range map[string]struct {
		hello []byte
		want  *ParseError
		kept  offered
	}{
		"nothing": {nil, &ParseError{"client_hello", "legacy_version", 0, Truncated}, offered{Version: "0x0000", Lengths: []int{0, 0, 0, 0}}},
		"cut in the random": {small[:20], &ParseError{"client_hello", "random", 2, Truncated},
			offered{Version: "TLS 1.2", Lengths: []int{0, 0, 0, 0}}},
		"suites that run past the end": {small[:40], &ParseError{"client_hello", "cipher_suites", 37, Truncated},
			offered{Version: "TLS 1.2", Lengths: []int{32, 2, 0, 0}}},
		"an odd list of suites": {join([]byte{3, 3}, make([]byte, 32), vector8(), vector16(0, 1, 2), vector8(0)),
			&ParseError{"client_hello", "cipher_suites", 35, Malformed},
			offered{Version: "TLS 1.2", Lengths: []int{32, 0, 0, 0}, Suites: 1, First: "TLS_RSA_WITH_NULL_MD5"}},
		"a session id of 33 bytes": {join([]byte{3, 3}, make([]byte, 32), vector8(make([]byte, 33)...), vector16(0, 1), vector8(0)),
			&ParseError{"client_hello", "session_id", 34, Malformed},
			offered{Version: "TLS 1.2", Lengths: []int{32, 33, 0, 0}}},
		"extensions that claim more than there is": {join(small, []byte{0, 9}, extension()), &ParseError{"client_hello", "extensions", 45, Truncated},
			offered{Version: "TLS 1.2", Lengths: []int{32, 2, 0, 1}, Suites: 2, First: "TLS_RSA_WITH_AES_128_CBC_SHA", Extensions: []string{"extended_master_secret"}}},
		"an extension that leaves its list": {join(small, vector16(join(extension(), []byte{0, 10, 0, 1})...)), &ParseError{"client_hello", "extensions", 51, Truncated},
			offered{Version: "TLS 1.2", Lengths: []int{32, 2, 0, 1}, Suites: 2, First: "TLS_RSA_WITH_AES_128_CBC_SHA", Extensions: []string{"extended_master_secret"}}},
		"bytes behind the extensions": {join(small, vector16(extension(1)...), []byte{5, 5}), &ParseError{"client_hello", "extensions", 52, Trailing},
			offered{Version: "TLS 1.2", Lengths: []int{32, 2, 0, 1}, Suites: 2, First: "TLS_RSA_WITH_AES_128_CBC_SHA", Extensions: []string{"extended_master_secret"}}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := ParseClientHello(test.hello)
			if diff := cmp.Diff(test.want, problem(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.kept, tell(m)); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseErrorTellsAll(t *testing.T) {
	for want, err := range map[string]*ParseError{
		"client_hello: random at byte 2 runs past the end":              {"client_hello", "random", 2, Truncated},
		"server_hello: session_id at byte 34 is not allowed":            {"server_hello", "session_id", 34, Malformed},
		"key_share: client_shares at byte 40 is followed by more bytes": {"key_share", "client_shares", 40, Trailing},
	} {
		if got := err.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Every message of the real flights, cut at every byte.
func TestNoCutOfAMessageIsTakenForAWholeOne(t *testing.T) {
	for _, test := range []struct {
		file, message string
		parse         func([]byte) error
		whole         []int // lengths, but for the whole, at which the message may end
	}{
		{"tls13", "client_hello", func(b []byte) error { _, err := ParseClientHello(b); return err }, []int{133}},
		{"tls13", "server_hello", func(b []byte) error { _, err := ParseServerHello(b); return err }, []int{70}},
		{"tls12_rsa", "certificate", func(b []byte) error { _, err := ParseCertificate(b); return err }, nil},
		{"tls12_client_auth", "certificate_request", func(b []byte) error { _, err := ParseCertificateRequest(b, VersionTLS12); return err }, nil},
		{"tls12_client_auth", "certificate_verify", func(b []byte) error { _, err := ParseCertificateVerify(b); return err }, nil},
		{"tls12_client_auth", "new_session_ticket", func(b []byte) error { _, err := ParseNewSessionTicket(b, VersionTLS12); return err }, nil},
		{"tls12_client_auth", "server_key_exchange", func(b []byte) error {
			_, err := ParseServerKeyExchange(b, 0xc030, VersionTLS12)
			return err
		}, nil},
		{"tls12_dhe", "server_key_exchange", func(b []byte) error { _, err := ParseServerKeyExchange(b, 0x009e, VersionTLS12); return err }, nil},
		{"tls12_rsa", "client_key_exchange", func(b []byte) error { _, err := ParseClientKeyExchange(b, 0x002f, VersionTLS12); return err }, nil},
	} {
		t.Run(test.file+" "+test.message, func(t *testing.T) {
			body := first(t, test.file, test.message)
			if err := test.parse(body); err != nil {
				t.Fatalf("the whole message: %v", err)
			}
			for n := range body {
				broken := problem(t, test.parse(body[:n]))
				mayEnd := false
				for _, w := range test.whole {
					mayEnd = mayEnd || n == w
				}
				switch {
				case mayEnd != (broken == nil):
					t.Errorf("cut at %d: %v", n, broken)
				case broken != nil && (broken.Message != test.message || broken.Offset < 0 || broken.Offset > n || broken.Reason != Truncated):
					t.Errorf("cut at %d: %+v", n, broken)
				}
			}
			if broken := problem(t, test.parse(append(bytes.Clone(body), 0))); broken == nil || broken.Reason != Trailing {
				t.Errorf("a byte too many: %v", broken)
			}
		})
	}
}
