package tlsparse

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCodePointsAreShownByName(t *testing.T) {
	for _, test := range []struct {
		value fmt.Stringer
		want  string
	}{
		{CipherSuite(0x1301), "TLS_AES_128_GCM_SHA256"},
		{CipherSuite(0x7a12), "0x7a12"},
		{CipherSuite(0xdada), "GREASE"},
		{CipherSuite(0xdafa), "0xdafa"},
		{ExtensionType(16), "application_layer_protocol_negotiation"},
		{ExtensionType(0x0a0a), "GREASE"},
		{ExtensionType(40), "0x0028"},
		{NamedGroup(29), "x25519"},
		{NamedGroup(23), "secp256r1"},
		{NamedGroup(0x11ec), "X25519MLKEM768"},
		{NamedGroup(0x0100), "ffdhe2048"},
		{NamedGroup(0xfafa), "GREASE"},
		{SignatureScheme(0x0804), "rsa_pss_rsae_sha256"},
		{SignatureScheme(0x0402), "0x0402"},
		{CertificateCompression(2), "brotli"},
		{CompressionMethod(1), "DEFLATE"},
		{CompressionMethod(0xee), "0xee"},
		{HandshakeType(1), "client_hello"},
		{HandshakeType(7), "0x07"},
		{ContentType(22), "handshake"},
		{ContentType(128), "0x80"},
		{AlertLevel(1), "warning"},
		{AlertLevel(2), "fatal"},
		{AlertLevel(3), "0x03"},
		{AlertDescription(0), "close_notify"},
		{AlertDescription(41), "no_certificate"},
		{AlertDescription(255), "0xff"},
		{HeartbeatMode(1), "peer_allowed_to_send"},
		{HeartbeatMode(3), "0x03"},
		{ECPointFormat(0), "uncompressed"},
		{ClientCertificateType(64), "ecdsa_sign"},
		{CertificateStatusType(2), "ocsp_multi"},
		{SSLv2ErrorCode(1), "no_cipher"},
		{SSLv2ErrorCode(9), "0x0009"},
		{TransportParameter(4), "initial_max_data"},
		{TransportParameter(27 + 31*5), "GREASE"},
		{TransportParameter(0x3128), "0x3128"},
		{TransportParameter(1 << 40), "0x10000000000"},
	} {
		if got := test.value.String(); got != test.want {
			t.Errorf("%T %v is shown as %q, want %q", test.value, test.value, got, test.want)
		}
	}
	if got := SSLv2CipherName(0x123456); got != "0x123456" {
		t.Errorf("an SSL 2.0 cipher without a name is shown as %q", got)
	}
}

func TestGREASE(t *testing.T) {
	n := 0
	for v := range 1 << 16 {
		if IsGREASE(uint16(v)) {
			if want := 0x0a0a + n*0x1010; v != want {
				t.Errorf("%#04x is GREASE, next should be %#04x", v, want)
			}
			n++
		}
	}
	if n != 16 {
		t.Errorf("%d values are GREASE, want 16", n)
	}

	for _, v := range []interface{ IsGREASE() bool }{
		CipherSuite(0x1a1a), ExtensionType(0x2a2a), NamedGroup(0x3a3a), SignatureScheme(0x4a4a), ProtocolVersion(0x5a5a), CertificateCompression(0x6a6a),
	} {
		if !v.IsGREASE() {
			t.Errorf("%T %v is not GREASE", v, v)
		}
	}

	var modes []uint8
	for m := range 1 << 8 {
		if mode := PSKKeyExchangeMode(m); mode.IsGREASE() && mode.String() == "GREASE" {
			modes = append(modes, uint8(m))
		}
	}
	if diff := cmp.Diff([]uint8{0x0b, 0x2a, 0x49, 0x68, 0x87, 0xa6, 0xc5, 0xe4}, modes); diff != "" {
		t.Errorf("PSK key exchange modes (-want +got):\n%s", diff)
	}
}

func TestVersions(t *testing.T) {
	for v, want := range map[ProtocolVersion]struct {
		name        string
		draft       int
		tls13, dtls bool
	}{
		0x0002: {name: "SSL 2.0"},
		0x0300: {name: "SSL 3.0"},
		0x0301: {name: "TLS 1.0"},
		0x0302: {name: "TLS 1.1"},
		0x0303: {name: "TLS 1.2"},
		0x0304: {name: "TLS 1.3", tls13: true},
		0x0305: {name: "0x0305"},
		0x7f00: {name: "0x7f00"},
		0x7f12: {name: "TLS 1.3 (draft-18)", draft: 18, tls13: true},
		0x7f1c: {name: "TLS 1.3 (draft-28)", draft: 28, tls13: true},
		0x7f1d: {name: "0x7f1d"},
		0xfb17: {name: "TLS 1.3 (fizz draft-23)", draft: 23, tls13: true},
		0xfb1a: {name: "TLS 1.3 (fizz draft-26)", draft: 26, tls13: true},
		0xfb18: {name: "0xfb18"},
		0xfeff: {name: "DTLS 1.0", dtls: true},
		0xfefd: {name: "DTLS 1.2", dtls: true},
		0xfefc: {name: "DTLS 1.3", dtls: true},
		0x8a8a: {name: "GREASE"},
	} {
		if got := v.String(); got != want.name {
			t.Errorf("%#04x is named %q, want %q", uint16(v), got, want.name)
		}
		if v.Draft() != want.draft || v.IsTLS13() != want.tls13 || v.IsDTLS() != want.dtls {
			t.Errorf("%s: draft %d, TLS 1.3 %v, DTLS %v", v, v.Draft(), v.IsTLS13(), v.IsDTLS())
		}
	}
}

func TestLists(t *testing.T) {
	list := CipherSuites{0x13, 0x01, 0x13, 0x02, 0xff}
	if list.Len() != 2 || list.At(1) != 0x1302 {
		t.Errorf("%d suites, the second %v", list.Len(), list.At(1))
	}
	if !list.Contains(0x1302) || list.Contains(0x0213) {
		t.Error("Contains takes an odd offset, or misses one")
	}
	for s := range list.All() {
		if s != 0x1301 {
			t.Errorf("went on to %v after a break", s)
		}
		break
	}
}

func TestCodePointsAreFoundByName(t *testing.T) {
	if s, ok := CipherSuiteNamed("TLS_AES_128_CCM_8_SHA256"); s != 0x1305 || !ok || s.TagLength() != 8 || s.HashLength() != 32 {
		t.Errorf("suite %v, %v, tag of %d bytes", s, ok, s.TagLength())
	}
	if s, ok := CipherSuiteNamed("SSLv20_CK_RC4_128_WITH_MD5"); ok {
		t.Errorf("an SSL 2.0 cipher, which does not fit 16 bits, is suite %v", s)
	}
	if s, ok := SignatureSchemeNamed("ed25519"); s != 0x0807 || !ok {
		t.Errorf("scheme %v, %v", s, ok)
	}
	if m := PSKKeyExchangeMode(1); m.String() != "psk_dhe_ke" {
		t.Errorf("mode 1 is shown as %s", m)
	}
}
