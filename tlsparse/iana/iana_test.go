package iana

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGeneratedFileIsWhatTheTablesSay(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the generator")
	}
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("needs the go tool")
	}
	path := filepath.Join(t.TempDir(), "names")
	if out, err := exec.Command(tool, "run", "gen.go", path).CombinedOutput(); err != nil {
		t.Fatalf("the generator failed: %v\n%s", err, out)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("names_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("names_gen.go is stale; run go generate (-generated +present):\n%s", diff)
	}
}

// named is a code point and the name that an RFC gives it.
type named struct {
	value uint32
	name  string
}

func TestNamesAreTheRFCs(t *testing.T) {
	registries := map[string]struct {
		name  func(uint32) (string, bool)
		value func(string) (uint32, bool)
		want  []named
	}{
		"cipher suites": {CipherSuiteName, CipherSuiteValue, []named{
			{0x0000, "TLS_NULL_WITH_NULL_NULL"},
			{0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"},
			{0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"},
			{0x1301, "TLS_AES_128_GCM_SHA256"},
			{0x1306, "TLS_AEGIS_256_SHA512"},
			{0x5600, "TLS_FALLBACK_SCSV"},
			{0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
			{0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
		}},
		"extensions": {widen(ExtensionName), narrow(ExtensionValue), []named{
			{0, "server_name"}, {16, "application_layer_protocol_negotiation"}, {51, "key_share"},
			{0xfe0d, "encrypted_client_hello"}, {0xff01, "renegotiation_info"},
		}},
		"groups": {widen(GroupName), narrow(GroupValue), []named{
			{23, "secp256r1"}, {29, "x25519"}, {0x0100, "ffdhe2048"}, {0x11ec, "X25519MLKEM768"},
		}},
		"signature schemes": {widen(SignatureSchemeName), narrow(SignatureSchemeValue), []named{
			{0x0403, "ecdsa_secp256r1_sha256"}, {0x0709, "gostr34102012_256a"}, {0x0807, "ed25519"},
			{0x081a, "ecdsa_brainpoolP256r1tls13_sha256"}, {0x0905, "mldsa65"},
		}},
		"alerts": {widen(AlertName), narrow(AlertValue), []named{
			{0, "close_notify"}, {40, "handshake_failure"}, {48, "unknown_ca"}, {70, "protocol_version"},
			{116, "certificate_required"}, {121, "ech_required"},
		}},
		"handshake types": {widen(HandshakeTypeName), narrow(HandshakeTypeValue), []named{
			{0, "hello_request"}, {1, "client_hello"}, {20, "finished"}, {254, "message_hash"},
		}},
		"certificate status types": {widen(CertificateStatusTypeName), narrow(CertificateStatusTypeValue), []named{
			{1, "ocsp"}, {2, "ocsp_multi"},
		}},
	}
	for what, r := range registries {
		t.Run(what, func(t *testing.T) {
			for _, want := range r.want {
				if got, ok := r.name(want.value); got != want.name || !ok {
					t.Errorf("%#x is named %q, %v; want %q", want.value, got, ok, want.name)
				}
				if got, ok := r.value(want.name); got != want.value || !ok {
					t.Errorf("%s has value %#x, %v; want %#x", want.name, got, ok, want.value)
				}
			}
		})
	}
}

func TestWhatIsNotListedHasNoName(t *testing.T) {
	for _, v := range []uint32{0x0a0a, 0xeaea, 0x013f, 0x0140, 0xffff, 0xffffff, 1 << 31} {
		if name, ok := CipherSuiteName(v); ok || name != "" {
			t.Errorf("cipher suite %#x is named %q", v, name)
		}
	}
	for _, name := range []string{"", "TLS_NOTHING", "tls_aes_128_gcm_sha256"} {
		if v, ok := CipherSuiteValue(name); ok {
			t.Errorf("cipher suite %q has value %#x", name, v)
		}
	}
}

func TestEveryEntryIsFoundByItsValue(t *testing.T) {
	n, last := 0, -1
	for v, want := range CipherSuites() {
		if got, ok := CipherSuiteName(v); got != want || !ok {
			t.Errorf("%#x is named %q, want %q", v, got, want)
		}
		if int(v) <= last {
			t.Errorf("%#x comes after %#x", v, last)
		}
		n, last = n+1, int(v)
	}
	if n < 300 {
		t.Errorf("only %d cipher suites", n)
	}
	for v := range CipherSuites() {
		if v != 0 {
			t.Errorf("went on to %#x after a break", v)
		}
		break
	}
}

func BenchmarkCipherSuiteName(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		CipherSuiteName(0x009c)
		CipherSuiteName(0xc02f)
	}
}

// widen and narrow make one form of the lookups of smaller registries.
func widen[T uint8 | uint16](f func(T) (string, bool)) func(uint32) (string, bool) {
	return func(v uint32) (string, bool) { return f(T(v)) }
}

func narrow[T uint8 | uint16](f func(string) (T, bool)) func(string) (uint32, bool) {
	return func(name string) (uint32, bool) {
		v, ok := f(name)
		return uint32(v), ok
	}
}
