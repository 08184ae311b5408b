package tlsparse

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// chosen is a ServerHello as a person would tell it.
type chosen struct {
	Legacy, Version, Suite, Compression string
	SessionID                           int
	Retry                               bool
	Sentinel                            string
	Extensions                          []string
}

func tellServer(m ServerHello) chosen {
	c := chosen{
		Legacy: m.LegacyVersion.String(), Version: m.Version().String(), Suite: m.CipherSuite.String(),
		Compression: m.CompressionMethod.String(), SessionID: len(m.SessionID), Retry: m.IsHelloRetryRequest(), Sentinel: m.DowngradeSentinel(),
	}
	for kind := range m.Extensions.All() {
		c.Extensions = append(c.Extensions, kind.String())
	}
	return c
}

func TestServerHellosOfRealServers(t *testing.T) {
	for file, want := range map[string][]chosen{
		"tls13": {{Legacy: "TLS 1.2", Version: "TLS 1.3", Suite: "TLS_AES_256_GCM_SHA384", Compression: "null", SessionID: 32,
			Extensions: []string{"supported_versions", "key_share"}}},
		"tls13_hrr": {
			{Legacy: "TLS 1.2", Version: "TLS 1.3", Suite: "TLS_AES_256_GCM_SHA384", Compression: "null", SessionID: 32, Retry: true,
				Extensions: []string{"supported_versions", "key_share"}},
			{Legacy: "TLS 1.2", Version: "TLS 1.3", Suite: "TLS_AES_256_GCM_SHA384", Compression: "null", SessionID: 32,
				Extensions: []string{"supported_versions", "key_share"}},
		},
		"tls12_rsa": {{Legacy: "TLS 1.2", Version: "TLS 1.2", Suite: "TLS_RSA_WITH_AES_128_CBC_SHA", Compression: "null",
			Extensions: []string{"renegotiation_info", "session_ticket", "encrypt_then_mac", "extended_master_secret"}}},
	} {
		t.Run(file, func(t *testing.T) {
			var got []chosen
			for _, body := range flight(t, file, "server_hello") {
				m, err := ParseServerHello(body)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, tellServer(m))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestServerHelloOfADraftHasNoSessionID(t *testing.T) {
	hello := join([]byte{0x7f, 0x12}, make([]byte, 32), []byte{0x13, 0x01}, vector16(join([]byte{0, 40}, vector16(0, 29, 0, 1, 9))...))
	m, err := ParseServerHello(hello)
	if err != nil {
		t.Fatal(err)
	}
	want := chosen{Legacy: "TLS 1.3 (draft-18)", Version: "TLS 1.3 (draft-18)", Suite: "TLS_AES_128_GCM_SHA256", Compression: "null", Extensions: []string{"0x0028"}}
	if diff := cmp.Diff(want, tellServer(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHelloRetryRequestOfADraft(t *testing.T) {
	group := vector16(join([]byte{0, 40}, vector16(0, 23))...)
	for name, body := range map[string][]byte{
		"draft 18": join([]byte{0x7f, 18}, group),
		"draft 19": join([]byte{0x7f, 19}, []byte{0x13, 0x02}, group),
	} {
		share, ok := ParseDraftHelloRetryRequest(body).Find(ExtensionKeyShareDraft)
		if !ok {
			t.Errorf("%s: no key share", name)
			continue
		}
		if got, _, err := ParseServerKeyShare(share); got.String() != "secp256r1" || err != nil {
			t.Errorf("%s: asks for %s, %v", name, got, err)
		}
	}
	if e := ParseDraftHelloRetryRequest([]byte{0x7f}); e != nil {
		t.Errorf("a broken one has extensions: %x", e)
	}
}

func TestDowngradeSentinel(t *testing.T) {
	for end, want := range map[string]string{
		"DOWNGRD\x01": "TLS 1.2",
		"DOWNGRD\x00": "TLS 1.1 or below",
		"DOWNGRD\x02": "",
	} {
		hello := join([]byte{3, 3}, bytes.Repeat([]byte{1}, 24), []byte(end), vector8(), []byte{0, 0x2f, 0})
		m, err := ParseServerHello(hello)
		if got := m.DowngradeSentinel(); got != want || err != nil {
			t.Errorf("%q means %q, %v; want %q", end, got, err, want)
		}
	}
	if got := (&ServerHello{}).DowngradeSentinel(); got != "" {
		t.Errorf("a hello without random has the sentinel %q", got)
	}
}
