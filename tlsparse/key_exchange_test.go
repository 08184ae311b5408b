package tlsparse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// serverHalf is a ServerKeyExchange without its bytes.
type serverHalf struct {
	Hint                      string
	Group                     string
	Curve, Prime, Modulus     int // bits
	Public, Params, Signature int // bytes
	Scheme                    string
}

func tellServerHalf(m ServerKeyExchange) serverHalf {
	h := serverHalf{
		Hint: string(m.PSKIdentityHint), Curve: m.CurveBits, Prime: m.PrimeBits(), Modulus: m.ModulusBits(),
		Public: len(m.Public), Params: len(m.Params), Signature: len(m.Signature),
	}
	if m.HasGroup {
		h.Group = m.Group.String()
	}
	if m.Signed {
		h.Scheme = m.Scheme.String()
	}
	return h
}

// suiteNamed returns a suite that has to exist.
func suiteNamed(t testing.TB, name string) CipherSuite {
	t.Helper()
	s, ok := CipherSuiteNamed(name)
	if !ok {
		t.Fatalf("no suite is named %s", name)
	}
	return s
}

func TestKeyExchangesOfRealServersAndClients(t *testing.T) {
	type clientHalf struct {
		Identity          string
		Public, Encrypted int // bytes
	}
	for file, test := range map[string]struct {
		suite   string
		version ProtocolVersion
		server  serverHalf
		client  clientHalf
	}{
		"tls12_client_auth": {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", VersionTLS12,
			serverHalf{Group: "x25519", Public: 32, Params: 36, Signature: 256, Scheme: "rsa_pss_rsae_sha256"}, clientHalf{Public: 32}},
		"tls10_client_auth": {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", VersionTLS10,
			serverHalf{Group: "x25519", Public: 32, Params: 36, Signature: 256}, clientHalf{Public: 32}},
		"tls12_dhe": {"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", VersionTLS12,
			serverHalf{Prime: 2048, Public: 256, Params: 519, Signature: 256, Scheme: "rsa_pss_rsae_sha256"}, clientHalf{Public: 256}},
		"tls10_dhe": {"TLS_DHE_RSA_WITH_AES_128_CBC_SHA", VersionTLS10,
			serverHalf{Prime: 2048, Public: 256, Params: 519, Signature: 256}, clientHalf{Public: 256}},
		"tls12_dhe_psk": {"TLS_DHE_PSK_WITH_AES_128_CBC_SHA", VersionTLS12,
			serverHalf{Hint: "clue", Prime: 1024, Public: 128, Params: 269}, clientHalf{Identity: "me", Public: 128}},
		"tls12_ecdhe_psk": {"TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", VersionTLS12,
			serverHalf{Hint: "clue", Group: "x25519", Public: 32, Params: 42}, clientHalf{Identity: "me", Public: 32}},
		"tls12_psk": {"TLS_PSK_WITH_AES_128_CBC_SHA", VersionTLS12,
			serverHalf{Hint: "clue", Params: 6}, clientHalf{Identity: "me"}},
		"tls12_rsa_psk": {"TLS_RSA_PSK_WITH_AES_128_CBC_SHA", VersionTLS12,
			serverHalf{Hint: "clue", Params: 6}, clientHalf{Identity: "me", Encrypted: 256}},
		"tls12_dh_anon": {"TLS_DH_anon_WITH_AES_128_CBC_SHA", VersionTLS12,
			serverHalf{Prime: 1024, Public: 128, Params: 263}, clientHalf{Public: 128}},
		"tls12_ecdh_anon": {"TLS_ECDH_anon_WITH_AES_128_CBC_SHA", VersionTLS12,
			serverHalf{Group: "x25519", Public: 32, Params: 36}, clientHalf{Public: 32}},
	} {
		t.Run(file, func(t *testing.T) {
			suite := suiteNamed(t, test.suite)
			server, err := ParseServerKeyExchange(first(t, file, "server_key_exchange"), suite, test.version)
			if diff := cmp.Diff(test.server, tellServerHalf(server)); diff != "" || err != nil {
				t.Errorf("server: %v (-want +got):\n%s", err, diff)
			}
			m, err := ParseClientKeyExchange(first(t, file, "client_key_exchange"), suite, test.version)
			client := clientHalf{string(m.PSKIdentity), len(m.Public), len(m.EncryptedPreMaster)}
			if diff := cmp.Diff(test.client, client); diff != "" || err != nil {
				t.Errorf("client: %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestRareServerKeyExchanges(t *testing.T) {
	curve := "0102 0103 0104 0105 0106" // a, b, base, order, cofactor
	for name, test := range map[string]struct {
		suite   string
		version ProtocolVersion
		body    string
		want    serverHalf
		err     *ParseError
	}{
		"a temporary RSA key": {"TLS_RSA_EXPORT_WITH_RC4_40_MD5", VersionTLS10, "0002 01ff 0001 03 0001 aa",
			serverHalf{Modulus: 9, Params: 7, Signature: 1}, nil},
		"SRP, signed": {"TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA", VersionTLS12, "0002 7fff 0001 02 01 05 0001 09 0401 0001 aa",
			serverHalf{Prime: 15, Public: 1, Params: 12, Signature: 1, Scheme: "rsa_pkcs1_sha256"}, nil},
		"SRP alone": {"TLS_SRP_SHA_WITH_AES_128_CBC_SHA", VersionTLS12, "0002 7fff 0001 02 01 05 0001 09",
			serverHalf{Prime: 15, Public: 1, Params: 12}, nil},
		"EC J-PAKE": {"TLS_ECJPAKE_WITH_AES_128_CCM_8", VersionDTLS12, "03 0017 03 040102 03 040304 02 0506",
			serverHalf{Group: "secp256r1", Public: 3, Params: 14}, nil},
		"a prime curve that is described": {"TLS_ECDH_anon_WITH_AES_128_CBC_SHA", VersionTLS12, "01 02 80ff" + curve + "01 07",
			serverHalf{Curve: 16, Public: 1, Params: 16}, nil},
		"a trinomial curve": {"TLS_ECDH_anon_WITH_AES_128_CBC_SHA", VersionTLS12, "02 00a3 01 01 07" + curve + "01 07",
			serverHalf{Curve: 163, Public: 1, Params: 18}, nil},
		"a pentanomial curve": {"TLS_ECDH_anon_WITH_AES_128_CBC_SHA", VersionTLS12, "02 00a3 02 01 07 01 06 01 03" + curve + "01 07",
			serverHalf{Curve: 163, Public: 1, Params: 22}, nil},
		"a basis that does not exist": {"TLS_ECDH_anon_WITH_AES_128_CBC_SHA", VersionTLS12, "02 00a3 03",
			serverHalf{Curve: 163, Params: 4}, &ParseError{"server_key_exchange", "basis", 3, Malformed}},
		"a curve type that does not exist": {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", VersionTLS12, "04 0017",
			serverHalf{Params: 1}, &ParseError{"server_key_exchange", "curve_type", 0, Malformed}},
		"a prime that runs past the end": {"TLS_DHE_RSA_WITH_AES_128_CBC_SHA", VersionTLS12, "0100 ff",
			serverHalf{Params: 2}, &ParseError{"server_key_exchange", "dh_p", 0, Truncated}},
		"DTLS 1.0, which names no scheme": {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", VersionDTLS10, "03 001d 01 07 0001 aa",
			serverHalf{Group: "x25519", Public: 1, Params: 5, Signature: 1}, nil},
		"DTLS 1.2, which does": {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", VersionDTLS12, "03 001d 01 07 0401 0001 aa",
			serverHalf{Group: "x25519", Public: 1, Params: 5, Signature: 1, Scheme: "rsa_pkcs1_sha256"}, nil},
		"a suite that has none": {"TLS_RSA_WITH_AES_128_CBC_SHA", VersionTLS12, "ffff", serverHalf{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := ParseServerKeyExchange(unhex(t, test.body), suiteNamed(t, test.suite), test.version)
			if diff := cmp.Diff(test.want, tellServerHalf(m)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.err, problem(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRareClientKeyExchanges(t *testing.T) {
	for name, test := range map[string]struct {
		suite   string
		version ProtocolVersion
		body    string
		want    ClientKeyExchange
		err     *ParseError
	}{
		"SSL 3.0 encrypts without a length": {"TLS_RSA_WITH_RC4_128_SHA", VersionSSL30, "a1a2a3", ClientKeyExchange{EncryptedPreMaster: []byte{0xa1, 0xa2, 0xa3}}, nil},
		"SRP":                               {"TLS_SRP_SHA_WITH_AES_128_CBC_SHA", VersionTLS12, "0001 07", ClientKeyExchange{Public: []byte{7}}, nil},
		"EC J-PAKE":                         {"TLS_ECJPAKE_WITH_AES_128_CCM_8", VersionDTLS12, "03 040102 03 040304 02 0506", ClientKeyExchange{Public: []byte{4, 1, 2}}, nil},
		"the key is in the certificate":     {"TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA", VersionTLS12, "", ClientKeyExchange{}, nil},
		"a static Diffie-Hellman key":       {"TLS_DH_RSA_WITH_AES_128_CBC_SHA", VersionTLS12, "0001 07", ClientKeyExchange{Public: []byte{7}}, nil},
		"a point that runs past the end": {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", VersionTLS12, "02 07", ClientKeyExchange{},
			&ParseError{"client_key_exchange", "ecdh_Yc", 0, Truncated}},
		"a suite that is not known": {"TLS_KRB5_WITH_RC4_128_SHA", VersionTLS12, "ffff", ClientKeyExchange{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := ParseClientKeyExchange(unhex(t, test.body), suiteNamed(t, test.suite), test.version)
			if diff := cmp.Diff(test.want, m); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.err, problem(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}
