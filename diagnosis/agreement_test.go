package diagnosis

import (
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

type ch = record.ClientHello

// known12 is a connection of the same server that came to be established.
func known12(edit ...func(*ch)) *scene {
	c := begin(established, "fin_client").hello(edit...).flight12(certificate(), intermediate())
	c.UID, c.KeyExchangeGroup = "other", "x25519"
	return c
}

func old(h *ch) { h.SupportedVersions = nil }

func TestAgreement(t *testing.T) {
	run(t, []example{
		{
			name:  "the server refuses the versions",
			c:     begin(failed, "fin_server").hello(func(h *ch) { h.SupportedVersions, h.LegacyVersion = nil, "TLS 1.1" }).alert(server, 70, "protocol_version"),
			cause: NoSharedVersion, confidence: certain, says: []string{"TLS 1.1 and below", "packet 4", "packet 5: server sent protocol_version (70)"},
		},
		{
			name:      "what the server speaks is known",
			c:         begin(failed, "fin_server").hello(func(h *ch) { h.SupportedVersions, h.LegacyVersion = nil, "TLS 1.0" }).alert(server, 70, "protocol_version"),
			elsewhere: []*scene{known12()},
			cause:     NoSharedVersion, confidence: certain, says: []string{"this server chose TLS 1.2 in connection other", "client: enable TLS 1.2"},
		},
		{
			name:  "the client refuses what the server chose",
			c:     begin(failed, "fin_client").hello().choice("TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA").alert(client, 70, "protocol_version"),
			cause: NoSharedVersion, confidence: certain, says: []string{"server chose TLS 1.0"},
		},
		{
			name: "a fallback that was not needed",
			c: begin(failed, "fin_server").hello(old, func(h *ch) { h.CipherSuites = append(h.CipherSuites, "TLS_FALLBACK_SCSV") }).
				alert(server, 86, "inappropriate_fallback"),
			cause: InappropriateFallback, confidence: certain, says: []string{"with TLS_FALLBACK_SCSV"},
		},
		{
			name: "a downgrade",
			c: begin(failed, "fin_client").hello().choice("TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", func(h *record.ServerHello) { h.DowngradeSentinel = "TLS 1.2" }).
				alert(client, 47, "illegal_parameter"),
			cause: DowngradeDetected, confidence: certain,
		},
		{
			name:  "application protocols",
			c:     begin(failed, "fin_server").hello(func(h *ch) { h.ALPN = []string{"spdy/3"} }).alert(server, 120, "no_application_protocol"),
			cause: NoSharedALPN, confidence: certain, says: []string{"spdy/3"},
		},
		{
			name:  "an unknown name",
			c:     begin(failed, "fin_server").hello().alert(server, 112, "unrecognized_name"),
			cause: UnrecognizedName, confidence: certain, says: []string{"www.example.com"},
		},
		{
			name:  "no name where one is wanted",
			c:     begin(failed, "fin_server").hello(func(h *ch) { h.ServerName = record.Optional[string]{} }).alert(server, 112, "unrecognized_name"),
			cause: MissingServerName, confidence: certain,
		},
		{
			name:      "no name, and the server serves who names it",
			c:         begin(failed, "fin_server").hello(func(h *ch) { h.ServerName = record.Optional[string]{} }).alert(server, 40, "handshake_failure"),
			elsewhere: []*scene{known12()},
			cause:     MissingServerName, confidence: likely, says: []string{"connection other"},
		},
		{
			name:  "an extension that TLS 1.3 requires",
			c:     begin(failed, "fin_server").hello(func(h *ch) { h.Extensions = []string{"key_share", "supported_groups"} }).alert(server, 109, "missing_extension"),
			cause: MissingExtension, confidence: certain, says: []string{"lacks signature_algorithms"},
		},
		{
			name: "a client that insists on extended_master_secret",
			c: begin(failed, "fin_client").hello(func(h *ch) { h.ExtendedMasterSecret = record.Some(true) }).flight12(certificate(), intermediate()).
				alert(client, 40, "handshake_failure"),
			cause: MissingExtension, confidence: likely, says: []string{"extended_master_secret"},
		},
		{
			name: "a renegotiation",
			c: begin(failed, "fin_server").hello().flight12(certificate()).with(func(c *record.Connection) { c.Renegotiations = record.Some(1) }).
				step(client, "encrypted_handshake").hidden(server).fin(server),
			cause: RenegotiationRefused, confidence: likely,
		},
		{
			name:  "a PSK whose binder is wrong",
			c:     begin(failed, "fin_server").hello(func(h *ch) { h.PSKIdentities = record.Some(1) }).alert(server, 47, "illegal_parameter"),
			cause: PSKRejected, confidence: likely,
		},
		{
			name: "a PSK of TLS 1.2 with another key",
			c: begin(failed, "fin_client").hello(old).choice("TLS 1.2", "TLS_PSK_WITH_AES_128_GCM_SHA256").step(server, "server_hello_done").
				step(client, "client_key_exchange").step(client, "change_cipher_spec").step(client, "encrypted_handshake").alert(server, 20, "bad_record_mac"),
			cause: PSKRejected, confidence: likely,
		},
		{
			name: "Encrypted ClientHello",
			c: begin(failed, "fin_client").hello().flight13().with(func(c *record.Connection) { c.ECH = "present" }).
				step(client, "encrypted_handshake", sized(53, record.FitsFinished)).hidden(client).fin(client),
			cause: ECHRejected, confidence: likely,
		},
		{
			name: "a weak group",
			c: begin(failed, "fin_client").hello().choice("TLS 1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256").step(server, "server_key_exchange").
				with(func(c *record.Connection) { c.DHBits = record.Some(1024) }).alert(client, 71, "insufficient_security"),
			cause: InsufficientSecurity, confidence: certain, says: []string{"1024 bits"},
		},
	})
}

func TestOffer(t *testing.T) {
	only := func(suites ...string) func(*ch) {
		return func(h *ch) { h.CipherSuites, h.SupportedVersions = suites, nil }
	}
	refused := func(edit ...func(*ch)) *scene {
		return begin(failed, "fin_server").hello(edit...).alert(server, 40, "handshake_failure")
	}
	run(t, []example{
		{
			name: "few suites", c: refused(only("TLS_RSA_WITH_3DES_EDE_CBC_SHA")),
			cause: NoSharedCipherSuite, confidence: likely, says: []string{"TLS_RSA_WITH_3DES_EDE_CBC_SHA"},
		},
		{
			name: "suites that the server does not choose", c: refused(only("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")), elsewhere: []*scene{known12()},
			cause: NoSharedCipherSuite, confidence: likely, says: []string{"client: enable TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
		},
		{
			name: "suites that do not fit the certificate", c: refused(only("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")), elsewhere: []*scene{known12()},
			cause: NoCipherForCertificate, confidence: likely, says: []string{"RSA key", "connection other"},
		},
		{
			name: "groups that nobody has", c: refused(func(h *ch) { h.SupportedGroups, h.KeyShares = []string{"secp521r1"}, []string{"secp521r1"} }),
			cause: NoSharedGroup, confidence: likely,
		},
		{
			name: "groups that the server does not choose", c: refused(func(h *ch) { h.SupportedGroups, h.KeyShares = []string{"secp256r1"}, nil }), elsewhere: []*scene{known12()},
			cause: NoSharedGroup, confidence: likely, says: []string{"client: enable the group x25519"},
		},
		{
			name:  "Java says unexpected_message where it finds no group",
			c:     begin(failed, "fin_server").hello(func(h *ch) { h.SupportedGroups, h.KeyShares = []string{"x448"}, nil }).alert(server, 10, "unexpected_message"),
			cause: NoSharedGroup, confidence: likely,
		},
		{
			name: "signatures of one kind", c: refused(func(h *ch) { h.SignatureAlgorithms = []string{"rsa_pss_rsae_sha256"} }),
			cause: NoSharedSignatureAlgorithm, confidence: likely,
		},
		{
			name: "an ordinary offer", c: refused(),
			cause: NoSharedCipherSuite, confidence: possible,
		},
		{
			name: "the same client succeeds with an older version", c: refused(), elsewhere: []*scene{known12(old)},
			cause: VersionIntolerance, confidence: likely, says: []string{"offers TLS 1.3", "TLS 1.2 at most and succeeds in connection other"},
		},
		{
			name: "others succeed with the same version", c: refused(), elsewhere: []*scene{known12(old), known12()},
			cause: NoSharedCipherSuite, confidence: possible,
		},
	})
}
