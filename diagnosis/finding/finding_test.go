package finding

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// started is when the records of these tests begin.
var started = time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)

// tls13Record is a connection that nothing can be said against.
func tls13Record() *record.Connection {
	return &record.Connection{
		Start:            record.Time(started.UnixNano()),
		Outcome:          record.OutcomeEstablished,
		Version:          "TLS 1.3",
		CipherSuite:      "TLS_AES_128_GCM_SHA256",
		CipherSuiteID:    record.Some(uint16(0x1301)),
		KeyExchangeGroup: "X25519MLKEM768",
		PostQuantum:      record.Some(true),
		ServerName:       record.Some("app.example"),
		Resumption:       "none",
		ClientHello: &record.ClientHello{
			LegacyVersion:     "TLS 1.2",
			CipherSuites:      []string{"GREASE", "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
			ServerName:        record.Some("app.example"),
			SupportedVersions: []string{"GREASE", "TLS 1.3", "TLS 1.2"},
			SupportedGroups:   []string{"GREASE", "X25519MLKEM768", "x25519"},
		},
		ServerHello: &record.ServerHello{LegacyVersion: "TLS 1.2", CompressionMethod: "null", KeyShare: "X25519MLKEM768"},
		Steps: []record.Step{
			{From: "client", Message: "client_hello"},
			{From: "server", Message: "server_hello"},
			{From: "server", Message: "encrypted_handshake"},
			{From: "client", Message: "encrypted_handshake"},
		},
	}
}

// tls12Record is one of TLS 1.2 that nothing can be said against but that it has no post-quantum group.
func tls12Record() *record.Connection {
	c := tls13Record()
	c.Version, c.CipherSuite, c.CipherSuiteID = "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", record.Some(uint16(0xc02f))
	c.KeyExchangeGroup, c.PostQuantum = "x25519", record.Some(false)
	c.ClientHello.SupportedVersions, c.ClientHello.SupportedGroups = nil, []string{"x25519"}
	c.ClientHello.ExtendedMasterSecret, c.ClientHello.RenegotiationInfo = record.Some(true), record.Some(true)
	c.ServerHello = &record.ServerHello{
		LegacyVersion: "TLS 1.2", CompressionMethod: "null",
		ExtendedMasterSecret: record.Some(true), RenegotiationInfo: record.Some(true),
	}
	c.ServerKeyExchange = &record.ServerKeyExchange{Group: "x25519", SignatureScheme: "rsa_pss_rsae_sha256"}
	c.Certificates = &record.Certificates{Server: []record.PresentedCertificate{
		{Certificate: leaf()},
		{Certificate: &record.Certificate{
			Subject: record.Some("CN=Root,O=Old CA"), Issuer: record.Some("CN=Root,O=Old CA"), SelfSigned: record.Some(true),
			SignatureAlgorithm: "SHA1-RSA",
		}},
	}}
	return c
}

func leaf() *record.Certificate {
	return &record.Certificate{
		SHA256:  "5e1f",
		Subject: record.Some("CN=app.example"), Issuer: record.Some("CN=R1,O=Some CA"),
		NotBefore: record.Some(started.Add(-30 * day)), NotAfter: record.Some(started.Add(60 * day)),
		DNSNames:     []string{"www.example", "*.EXAMPLE"},
		KeyAlgorithm: "RSA", KeyBits: record.Some(2048), SignatureAlgorithm: "SHA256-RSA", SelfSigned: record.Some(false),
	}
}

// a change makes a record weak.
type change func(*record.Connection)

func leafWith(set func(*record.Certificate)) change {
	return func(c *record.Connection) { set(c.Certificates.Server[0].Certificate) }
}

func verified(errors ...string) change {
	return func(c *record.Connection) {
		c.Verification = &record.Verification{Status: "untrusted", Errors: errors, MissingIssuer: "CN=R1,O=Some CA"}
	}
}

func suite(id uint16) change {
	return func(c *record.Connection) { c.CipherSuiteID, c.PostQuantum = record.Some(id), record.Some(true) }
}

func steps(all ...record.Step) change {
	return func(c *record.Connection) { c.Steps = append(c.Steps, all...) }
}

func step(from, message string) record.Step { return record.Step{From: from, Message: message} }

// handshakes is a whole encrypted handshake, and those that begin with the sides given.
func handshakes(begin ...string) change {
	ccs := []record.Step{
		step("client", "change_cipher_spec"), step("client", "encrypted_handshake"),
		step("server", "change_cipher_spec"), step("server", "encrypted_handshake"),
	}
	return func(c *record.Connection) {
		c.Renegotiations = record.Some(len(begin))
		c.Steps = append(c.Steps, ccs...)
		for _, by := range begin {
			if by == "server" {
				c.Steps = append(c.Steps, step("server", "encrypted_handshake"))
			}
			c.Steps = append(c.Steps, step("client", "encrypted_handshake"), step("server", "encrypted_handshake"))
			c.Steps = append(c.Steps, ccs...)
		}
	}
}

func heartbeat(from string, length int, claims record.Optional[int], note string) record.Step {
	return record.Step{From: from, Message: "heartbeat", Length: length, Claims: claims, Note: note}
}

// version sets the negotiated version and the newest one offered.
func version(negotiated, offered string) change {
	return func(c *record.Connection) {
		c.Version, c.PostQuantum = negotiated, record.Some(true)
		c.ClientHello.SupportedVersions = []string{"GREASE", offered, "SSL 3.0"}
	}
}

func both(a, b change) change {
	return func(c *record.Connection) { a(c); b(c) }
}

var tls13Tests = []struct {
	name   string
	change change
	want   []string
}{
	{"nothing", func(*record.Connection) {}, nil},
	{"a draft", func(c *record.Connection) { c.Version = "TLS 1.3 (draft-23)" }, []string{"draft_version"}},
	{"DTLS 1.3", func(c *record.Connection) { c.Version = "DTLS 1.3" }, nil},
	{"no encryption", suite(0xc0b4), []string{"integrity_only"}},
	{"pre-shared key alone", func(c *record.Connection) {
		c.KeyExchangeGroup, c.PostQuantum = "", record.Optional[bool]{}
		c.ServerHello.KeyShare, c.ServerHello.PreSharedKey = "", record.Some(0)
	}, []string{"no_forward_secrecy"}},
	{"pre-shared key and more", func(c *record.Connection) { c.ServerHello.PreSharedKey = record.Some(0) }, nil},
	{"x25519", func(c *record.Connection) { c.PostQuantum = record.Some(false) }, []string{"no_post_quantum"}},
	{"x25519, failed", func(c *record.Connection) {
		c.PostQuantum, c.Outcome = record.Some(false), record.OutcomeFailed
	}, nil},
	{"early data offered", func(c *record.Connection) { c.EarlyData = "offered" }, []string{"early_data"}},
	{"early data accepted", func(c *record.Connection) { c.EarlyData = "accepted" }, []string{"early_data"}},
	{"early data rejected", func(c *record.Connection) { c.EarlyData = "rejected" }, nil},
	{"no name", func(c *record.Connection) { c.ServerName = record.Optional[string]{} }, []string{"no_server_name"}},
	{"no name in a broken hello", func(c *record.Connection) {
		c.ServerName, c.ClientHello.ParseError = record.Optional[string]{}, "cut"
	}, nil},
	{"an IPv4 address for a name", func(c *record.Connection) { c.ServerName = record.Some("192.0.2.1") }, []string{"server_name_is_address"}},
	{"an IPv6 address for a name", func(c *record.Connection) { c.ServerName = record.Some("2001:db8::a") }, []string{"server_name_is_address"}},
	{"a name that ends in a digit", func(c *record.Connection) { c.ServerName = record.Some("db1") }, nil},
	{"through a proxy", func(c *record.Connection) { c.Proxy = &record.Proxy{Target: "APP.example:443"} }, nil},
	{"through a proxy by address", func(c *record.Connection) { c.Proxy = &record.Proxy{Target: "[2001:db8::1]:443"} }, nil},
	{"through a proxy elsewhere", func(c *record.Connection) {
		c.Proxy = &record.Proxy{Target: "other.example:443"}
	}, []string{"server_name_differs_from_proxy_target"}},
	{"through a proxy with ECH", func(c *record.Connection) {
		c.Proxy, c.ECH = &record.Proxy{Target: "other.example:443"}, "present"
	}, nil},
	{"conflicting segments", func(c *record.Connection) { c.TCP = &record.TCP{Conflicts: 2} }, []string{"tcp_conflict"}},
	{"refused, and on in the clear", steps(step("server", "upgrade_refused"), step("client", "continued_in_clear")), []string{"continued_in_clear"}},
	{"bytes that are no record", steps(step("client", "not_a_record"), step("server", "not_a_record")), []string{"stream_broken"}},
	{"something before TLS", func(c *record.Connection) {
		c.First = &record.FirstBytes{Client: "unknown", Server: "unknown"}
	}, nil},
	{"something for TLS", func(c *record.Connection) {
		*c = record.Connection{First: &record.FirstBytes{Client: "unknown", Server: "http"}, Outcome: record.OutcomeNotTLS}
	}, []string{"unknown_protocol"}},
	{"an old client, refused", func(c *record.Connection) {
		*c = record.Connection{ClientHello: &record.ClientHello{LegacyVersion: "TLS 1.0"}, ServerName: record.Some("a.example")}
	}, []string{"obsolete_client"}},
	{"a fallback, refused", func(c *record.Connection) {
		*c = record.Connection{
			ClientHello: &record.ClientHello{LegacyVersion: "TLS 1.2", CipherSuites: []string{"TLS_FALLBACK_SCSV"}},
			ServerName:  record.Some("a.example"),
		}
	}, []string{"fallback_scsv"}},
}

var tls12Tests = []struct {
	name   string
	change change
	want   []string // beside no_post_quantum, where that is there
}{
	{"nothing", func(*record.Connection) {}, []string{"no_post_quantum"}},
	{"SSL 2.0", version("SSL 2.0", "SSL 2.0"), []string{"ssl_2_0", "obsolete_client"}},
	{"SSL 3.0", version("SSL 3.0", "TLS 1.3"), []string{"ssl_3_0"}},
	{"TLS 1.0", version("TLS 1.0", "TLS 1.0"), []string{"tls_1_0", "obsolete_client"}},
	{"TLS 1.1", version("TLS 1.1", "TLS 1.2"), []string{"tls_1_1"}},
	{"DTLS 1.0", version("DTLS 1.0", "DTLS 1.2"), []string{"dtls_1_0"}},
	{"downgraded", both(version("TLS 1.2", "TLS 1.3"), func(c *record.Connection) {
		c.ServerHello.DowngradeSentinel = "TLS 1.2"
	}), []string{"downgrade_sentinel"}},
	{"downgraded further", both(version("TLS 1.1", "TLS 1.2"), func(c *record.Connection) {
		c.ServerHello.DowngradeSentinel = "TLS 1.1 or below"
	}), []string{"downgrade_sentinel", "tls_1_1"}},
	{"as asked for", both(version("TLS 1.2", "TLS 1.2"), func(c *record.Connection) {
		c.ServerHello.DowngradeSentinel = "TLS 1.2"
	}), nil},
	{"a draft that the server does not know", both(version("TLS 1.2", "TLS 1.3 (draft-23)"), func(c *record.Connection) {
		c.ServerHello.DowngradeSentinel = "TLS 1.2"
	}), nil},

	{"NULL", suite(0xc010), []string{"null_cipher"}},
	{"export", suite(0x0003), []string{"export_cipher", "rc4_cipher", "no_forward_secrecy"}},
	{"anonymous", suite(0x00a6), []string{"anonymous_suite"}},
	{"DES", suite(0x0015), []string{"des_cipher", "cbc_sha1"}},
	{"RC4", suite(0xc011), []string{"rc4_cipher"}},
	{"3DES", suite(0xc012), []string{"3des_cipher", "cbc_sha1"}},
	{"RSA", suite(0x009c), []string{"no_forward_secrecy"}},
	{"RSA, without a group", func(c *record.Connection) {
		c.CipherSuiteID, c.PostQuantum = record.Some(uint16(0x009c)), record.Optional[bool]{}
	}, []string{"no_forward_secrecy", "no_post_quantum"}},
	{"PSK", suite(0x00a8), []string{"no_forward_secrecy"}},
	{"ECDHE_PSK", suite(0xccac), nil},
	{"CBC", suite(0xc013), []string{"cbc_sha1"}},
	{"CBC, encrypted first", both(suite(0xc013), func(c *record.Connection) {
		c.ServerHello.EncryptThenMAC = record.Some(true)
	}), nil},

	{"512 bits", func(c *record.Connection) { c.DHBits = record.Some(512) }, []string{"broken_dh", "no_post_quantum"}},
	{"1024 bits", func(c *record.Connection) { c.DHBits = record.Some(1024) }, []string{"weak_dh", "no_post_quantum"}},
	{"2048 bits", func(c *record.Connection) { c.DHBits = record.Some(2048) }, []string{"no_post_quantum"}},
	{"a small curve", func(c *record.Connection) { c.KeyExchangeGroup = "secp160r1" }, []string{"weak_group", "no_post_quantum"}},
	{"MD5", func(c *record.Connection) { c.ServerKeyExchange.SignatureScheme = "0x0101" }, []string{"md5_handshake_signature", "no_post_quantum"}},
	{"SHA-1", func(c *record.Connection) { c.ServerKeyExchange.SignatureScheme = "ecdsa_sha1" }, []string{"sha1_handshake_signature", "no_post_quantum"}},

	{"compressed", func(c *record.Connection) { c.ServerHello.CompressionMethod = "DEFLATE" }, []string{"compression", "no_post_quantum"}},
	{"no extended master secret", func(c *record.Connection) {
		c.ServerHello.ExtendedMasterSecret = record.Optional[bool]{}
	}, []string{"no_post_quantum", "no_extended_master_secret"}},
	{"resumed", func(c *record.Connection) {
		c.Resumption, c.PostQuantum, c.Certificates, c.ServerHello = "session_id", record.Optional[bool]{}, nil, &record.ServerHello{}
	}, nil},

	{"server's renegotiation unprotected", func(c *record.Connection) {
		c.ServerHello.RenegotiationInfo, c.ClientHello.RenegotiationInfo = record.Optional[bool]{}, record.Optional[bool]{}
		c.ClientHello.CipherSuites = []string{"TLS_EMPTY_RENEGOTIATION_INFO_SCSV"}
	}, []string{"insecure_renegotiation", "no_post_quantum"}},
	{"client's renegotiation unprotected", func(c *record.Connection) {
		c.ServerHello.RenegotiationInfo, c.ClientHello.RenegotiationInfo = record.Optional[bool]{}, record.Optional[bool]{}
	}, []string{"insecure_renegotiation_client", "no_post_quantum"}},
	{"client renegotiates", handshakes("client"), []string{"client_renegotiation", "no_post_quantum"}},
	{"server renegotiates", handshakes("server"), []string{"no_post_quantum", "server_renegotiation"}},
	{"both renegotiate", handshakes("server", "client", "server"), []string{"client_renegotiation", "no_post_quantum", "server_renegotiation"}},
	{"renegotiates all the time", handshakes("client", "client", "client", "client", "client", "client", "client", "client", "client", "client"),
		[]string{"frequent_renegotiation", "client_renegotiation", "no_post_quantum"}},

	{"heartbeats taken", func(c *record.Connection) { c.ServerHello.Heartbeat = "peer_allowed_to_send" }, []string{"no_post_quantum", "heartbeat_accepted"}},
	{"a sound heartbeat", steps(
		heartbeat("client", 40, record.Some(21), "request of 21 bytes"),
		heartbeat("server", 40, record.Some(21), "response of 21 bytes"),
	), []string{"no_post_quantum", "heartbeat"}},
	{"Heartbleed", steps(
		heartbeat("client", 3, record.Some(16384), "request claims 16384 bytes and has 0"),
		heartbeat("server", 16384, record.Some(16384), "response claims 16384 bytes and has 16381"),
	), []string{"heartbleed", "no_post_quantum", "heartbeat"}},
	{"Heartbleed by the server", steps(heartbeat("server", 3, record.Some(9), "")), []string{"heartbleed", "no_post_quantum", "heartbeat"}},
	{"Heartbleed, encrypted", steps(
		heartbeat("client", 64, record.Optional[int]{}, ""), heartbeat("server", 16416, record.Optional[int]{}, ""),
	), []string{"heartbleed_suspected", "no_post_quantum", "heartbeat"}},
	{"heartbeats, encrypted", steps(
		heartbeat("client", 64, record.Optional[int]{}, ""), heartbeat("server", 80, record.Optional[int]{}, ""),
	), []string{"no_post_quantum", "heartbeat"}},

	{"revoked", func(c *record.Connection) { c.OCSP = &record.OCSP{Status: "revoked"} }, []string{"certificate_revoked", "no_post_quantum"}},
	{"expired", leafWith(func(l *record.Certificate) { l.NotAfter.Value = started.Add(-day) }), []string{"certificate_expired", "no_post_quantum"}},
	{"expires soon", leafWith(func(l *record.Certificate) { l.NotAfter.Value = started.Add(10 * day) }), []string{"certificate_expires_soon", "no_post_quantum"}},
	{"short-lived", leafWith(func(l *record.Certificate) {
		l.NotBefore.Value, l.NotAfter.Value = started.Add(-3*day), started.Add(3*day)
	}), []string{"no_post_quantum"}},
	{"not yet valid", leafWith(func(l *record.Certificate) { l.NotBefore.Value = started.Add(time.Minute) }), []string{"certificate_not_yet_valid", "no_post_quantum"}},
	{"valid for long", leafWith(func(l *record.Certificate) { l.NotAfter.Value = l.NotBefore.Value.Add(398 * day) }), []string{"no_post_quantum", "certificate_long_lived"}},
	{"valid long enough", leafWith(func(l *record.Certificate) { l.NotAfter.Value = l.NotBefore.Value.Add(398*day - time.Second) }), []string{"no_post_quantum"}},
	{"another name", leafWith(func(l *record.Certificate) { l.DNSNames = []string{"a.app.example", "*.app.example", "example"} }), []string{"certificate_name_mismatch", "no_post_quantum"}},
	{"common name", leafWith(func(l *record.Certificate) { l.DNSNames, l.CommonName = nil, record.Some("app.example") }), []string{"no_post_quantum"}},
	{"self-signed", leafWith(func(l *record.Certificate) {
		l.SelfSigned, l.NotAfter.Value, l.SignatureAlgorithm = record.Some(true), started.Add(3650*day), "SHA1-RSA"
	}), []string{"certificate_self_signed", "no_post_quantum"}},
	{"self-signed and trusted", both(leafWith(func(l *record.Certificate) { l.SelfSigned = record.Some(true) }), func(c *record.Connection) {
		c.Verification = &record.Verification{Status: "trusted"}
	}), []string{"no_post_quantum"}},
	{"512-bit RSA key", leafWith(func(l *record.Certificate) { l.KeyBits = record.Some(512) }), []string{"broken_certificate_key", "no_post_quantum"}},
	{"1024-bit RSA key", leafWith(func(l *record.Certificate) { l.KeyBits = record.Some(1024) }), []string{"weak_certificate_key", "no_post_quantum"}},
	{"192-bit curve", leafWith(func(l *record.Certificate) { l.KeyAlgorithm, l.KeyBits = "ECDSA", record.Some(192) }), []string{"weak_certificate_key", "no_post_quantum"}},
	{"Ed25519", leafWith(func(l *record.Certificate) { l.KeyAlgorithm, l.KeyBits = "Ed25519", record.Some(256) }), []string{"no_post_quantum"}},
	{"signed with MD5", leafWith(func(l *record.Certificate) { l.SignatureAlgorithm = "MD5-RSA" }), []string{"md5_certificate_signature", "no_post_quantum"}},
	{"signed with SHA-1", leafWith(func(l *record.Certificate) { l.SignatureAlgorithm = "ECDSA-SHA1" }), []string{"sha1_certificate_signature", "no_post_quantum"}},
	{"broken certificate", leafWith(func(l *record.Certificate) { l.ParseError, l.DNSNames = "cut", nil }), []string{"certificate_malformed", "no_post_quantum"}},

	{"incomplete chain", verified("unknown_issuer", "incomplete_chain"), []string{"certificate_chain_incomplete", "no_post_quantum"}},
	{"unknown issuer", verified("unknown_issuer"), []string{"certificate_unknown_issuer", "no_post_quantum"}},
	{"wrong usage", verified("wrong_usage"), []string{"certificate_wrong_usage", "no_post_quantum"}},
	{"an intermediate expired", verified("expired"), []string{"certificate_expired", "no_post_quantum"}},
	{"revoked, as was checked", verified("revoked"), []string{"certificate_revoked", "no_post_quantum"}},
	{"name, as was checked", verified("name_mismatch"), []string{"certificate_name_mismatch", "no_post_quantum"}},
	{"twice the same", both(leafWith(func(l *record.Certificate) {
		l.SelfSigned, l.NotAfter.Value, l.KeyBits.Value = record.Some(true), started.Add(-day), 512
	}), verified("expired", "self_signed", "unknown_issuer", "weak_key")),
		[]string{"certificate_expired", "broken_certificate_key", "certificate_self_signed", "no_post_quantum"}},

	{"client's certificate expired", func(c *record.Connection) {
		expired := leaf()
		expired.NotAfter.Value = started.Add(-day)
		c.Certificates.Client = []record.PresentedCertificate{{Certificate: expired}}
	}, []string{"client_certificate_expired", "no_post_quantum"}},
	{"client's certificate expires soon", func(c *record.Connection) {
		soon := leaf()
		soon.NotAfter.Value = started.Add(day)
		c.Certificates.Client = []record.PresentedCertificate{{Certificate: soon}}
	}, []string{"client_certificate_expires_soon", "no_post_quantum"}},
}

func codes(findings []record.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Code)
	}
	return all
}

func TestFind(t *testing.T) {
	for _, test := range tls13Tests {
		t.Run("TLS 1.3/"+test.name, func(t *testing.T) {
			c := tls13Record()
			test.change(c)
			if diff := cmp.Diff(test.want, codes(Find(nil, c))); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, test := range tls12Tests {
		t.Run("TLS 1.2/"+test.name, func(t *testing.T) {
			c := tls12Record()
			test.change(c)
			if diff := cmp.Diff(test.want, codes(Find(nil, c))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFindAppends(t *testing.T) {
	before := record.Finding{Code: "other"}
	c := tls12Record()
	c.DHBits = record.Some(1024)
	want := []record.Finding{before, weakDH.finding("1024 bits"), noPostQuantum.finding("the client offers no post-quantum group")}
	if diff := cmp.Diff(want, Find([]record.Finding{before}, c)); diff != "" {
		t.Error(diff)
	}
}

// What a record lacks must not be missed: any part may be.
func TestFindInPartialRecords(t *testing.T) {
	parts := []change{
		func(c *record.Connection) { c.ClientHello = nil },
		func(c *record.Connection) { c.ServerHello = nil },
		func(c *record.Connection) { c.ServerKeyExchange = nil },
		func(c *record.Connection) { c.Certificates = nil },
		func(c *record.Connection) { c.Certificates = &record.Certificates{} },
		func(c *record.Connection) { c.Certificates.Server = make([]record.PresentedCertificate, 2) },
		func(c *record.Connection) { c.Certificates.Server[0].Certificate = &record.Certificate{} },
		func(c *record.Connection) { c.Steps = nil },
		func(c *record.Connection) { *c = record.Connection{} },
		verified("expired", "not_yet_valid", "self_signed", "unknown_issuer", "incomplete_chain", "name_mismatch",
			"wrong_usage", "weak_key", "weak_signature", "revoked", "malformed"),
		func(c *record.Connection) { c.Renegotiations = record.Some(3) },
		func(c *record.Connection) { c.ServerName = record.Some("") },
		func(c *record.Connection) { c.Proxy = &record.Proxy{Target: ":443"} },
		func(c *record.Connection) { c.ServerHello = &record.ServerHello{DowngradeSentinel: "TLS 1.2"} },
	}
	for _, first := range parts {
		for _, second := range parts {
			c := tls12Record()
			first(c)
			if c.Certificates == nil || len(c.Certificates.Server) == 0 {
				c.Certificates = tls12Record().Certificates
			}
			second(c)
			Find(nil, c)
		}
	}
	if found := Find(nil, &record.Connection{}); found != nil {
		t.Errorf("found in an empty record: %v", found)
	}
}

func TestFindAllocatesNothing(t *testing.T) {
	c := tls13Record()
	if n := testing.AllocsPerRun(100, func() { Find(nil, c) }); n != 0 {
		t.Errorf("%v allocations for a clean record", n)
	}
	c = tls12Record()
	dst := make([]record.Finding, 0, 8)
	if n := testing.AllocsPerRun(100, func() { Find(dst, c) }); n != 0 {
		t.Errorf("%v allocations for a record with a usual finding", n)
	}
}

func BenchmarkFind(b *testing.B) {
	for name, c := range map[string]*record.Connection{"tls13": tls13Record(), "tls12": tls12Record()} {
		b.Run(name, func(b *testing.B) {
			dst := make([]record.Finding, 0, 8)
			b.ReportAllocs()
			for b.Loop() {
				Find(dst, c)
			}
		})
	}
}
