package finding

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

func TestOfVersion(t *testing.T) {
	for version, want := range map[string]string{
		"SSL 2.0": "ssl_2_0", "SSL 3.0": "ssl_3_0", "TLS 1.0": "tls_1_0", "TLS 1.1": "tls_1_1", "DTLS 1.0": "dtls_1_0",
		"TLS 1.2": "", "TLS 1.3": "", "0x7a7a": "", "": "",
	} {
		if d, found := OfVersion(version); d.Code != want || found != (want != "") {
			t.Errorf("%s: got %q, %v", version, d.Code, found)
		}
	}
}

func TestOfSuiteIsWorstFirst(t *testing.T) {
	for id, want := range map[uint16]string{
		0x0003: "export_cipher rc4_cipher no_forward_secrecy", // TLS_RSA_EXPORT_WITH_RC4_40_MD5
		0x002f: "no_forward_secrecy cbc_sha1",
		0xc013: "cbc_sha1",
		0x1301: "",
		0x7a7a: "",
	} {
		var codes []string
		for _, d := range OfSuite(id) {
			codes = append(codes, d.Code)
		}
		if diff := cmp.Diff(want, strings.Join(codes, " ")); diff != "" {
			t.Errorf("%04x (-want +got):\n%s", id, diff)
		}
	}
}

func TestBestOffer(t *testing.T) {
	for name, c := range map[string]struct {
		hello    *record.ClientHello
		version  string
		obsolete bool
	}{
		"none":     {nil, "", false},
		"old":      {&record.ClientHello{LegacyVersion: "TLS 1.1"}, "TLS 1.1", true},
		"new":      {&record.ClientHello{LegacyVersion: "TLS 1.2"}, "TLS 1.2", false},
		"newer":    {&record.ClientHello{LegacyVersion: "TLS 1.2", SupportedVersions: []string{"GREASE", "TLS 1.2", "TLS 1.3"}}, "TLS 1.3", false},
		"made up":  {&record.ClientHello{LegacyVersion: "0x7a7a"}, "0x7a7a", false},
		"in vain":  {&record.ClientHello{LegacyVersion: "TLS 1.2", SupportedVersions: []string{"TLS 1.0"}}, "TLS 1.0", true},
		"DTLS 1.0": {&record.ClientHello{LegacyVersion: "DTLS 1.0"}, "DTLS 1.0", true},
	} {
		if version, obsolete := BestOffer(c.hello); version != c.version || obsolete != c.obsolete {
			t.Errorf("%s: got %q, %v", name, version, obsolete)
		}
	}
}

func TestOffersPostQuantum(t *testing.T) {
	for groups, want := range map[string]bool{"x25519 secp256r1": false, "GREASE X25519MLKEM768 x25519": true, "": false} {
		if got := OffersPostQuantum(&record.ClientHello{SupportedGroups: strings.Fields(groups)}); got != want {
			t.Errorf("%q: %v", groups, got)
		}
	}
}
