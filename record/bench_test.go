package record

import (
	"strings"
	"testing"
	"time"
)

// hex returns text as long as so many bytes in hex.
func hex(bytes int) string { return strings.Repeat("5a", bytes) }

// tls12 returns a record such as those of most TLS 1.2 connections.
func tls12() *Connection {
	start := Time(1_700_000_000_123_456_789)
	at := func(number int64) Packet { return Packet{Number: number} }
	leaf := &Certificate{
		SHA256: hex(32), SHA1: hex(20), Length: 1432,
		Subject: Some("CN=www.example.com,O=Example Org,C=US"), Issuer: Some("CN=Example CA,O=Example Trust,C=US"),
		CommonName: Some("www.example.com"), Serial: Some(hex(16)), Version: Some(3),
		NotBefore: Some(time.Unix(1_690_000_000, 0).UTC()), NotAfter: Some(time.Unix(1_720_000_000, 0).UTC()),
		DNSNames: []string{"www.example.com", "example.com", "*.cdn.example.com"}, KeyAlgorithm: "ECDSA", KeyBits: Some(256),
		Curve: "secp256r1", SignatureAlgorithm: "ecdsa_with_SHA256", IsCA: Some(false), SelfSigned: Some(false),
		KeyUsage: []string{"digital_signature"}, ExtendedKeyUsage: []string{"server_auth", "client_auth"}, SPKISHA256: hex(32),
	}
	leaf.JSON = EncodeCertificate(leaf)
	step := func(n int64, from, message string, length int) Step {
		return Step{Time: start + Time(n*1e6), Packet: at(100 + n), From: from, Message: message, Length: length}
	}
	return &Connection{
		Schema: Schema, UID: "C0123456789abcdef0123456", CommunityID: "1:" + hex(14),
		Capture:   Capture{Source: "edge-2023-11-14.pcapng", FirstPacket: 101, LastPacket: 131},
		Transport: "tcp",
		Client:    Endpoint{IP: "192.0.2.17", Port: 51234, Packets: 16, Bytes: 2311},
		Server:    Endpoint{IP: "198.51.100.80", Port: 443, Packets: 15, Bytes: 48211},
		TCP: &TCP{
			MSS:           &BySide{Some[int64](1460), Some[int64](1400)},
			Retransmitted: &BySide{Client: Some[int64](1)},
		},
		Start: start, End: start + 1_234_567_891, Close: "fin_client", Outcome: OutcomeEstablished,
		Version: "TLS 1.2", CipherSuite: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", CipherSuiteID: Some[uint16](0xc02b),
		KeyExchangeGroup: "x25519", PostQuantum: Some(false), ServerName: Some("www.example.com"), ALPN: Some("h2"),
		ClientHello: &ClientHello{
			Packet: at(104), Length: 512, RecordVersion: "TLS 1.0", LegacyVersion: "TLS 1.2", Random: hex(32), SessionID: hex(32),
			CipherSuites: []string{
				"GREASE", "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
				"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
				"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
				"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA",
			},
			CompressionMethods: []string{"null"},
			Extensions: []string{
				"server_name", "extended_master_secret", "renegotiation_info", "supported_groups", "ec_point_formats",
				"session_ticket", "application_layer_protocol_negotiation", "status_request", "signature_algorithms",
				"signed_certificate_timestamp", "key_share", "psk_key_exchange_modes", "supported_versions",
			},
			ServerName: Some("www.example.com"), ALPN: []string{"h2", "http/1.1"}, SupportedVersions: []string{"TLS 1.3", "TLS 1.2"},
			SupportedGroups: []string{"x25519", "secp256r1", "secp384r1"}, KeyShares: []string{"x25519"},
			SignatureAlgorithms: []string{"ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256", "rsa_pkcs1_sha256", "ecdsa_secp384r1_sha384"},
			ECPointFormats:      []string{"uncompressed"}, PSKKeyExchangeModes: []string{"psk_dhe_ke"},
			SessionTicket: Some(0), ExtendedMasterSecret: Some(true), RenegotiationInfo: Some(true), StatusRequest: Some(true),
		},
		ServerHello: &ServerHello{
			Packet: at(106), RecordVersion: "TLS 1.2", LegacyVersion: "TLS 1.2", Random: hex(32), SessionID: hex(32),
			CipherSuite: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", CompressionMethod: "null",
			Extensions:           []string{"renegotiation_info", "extended_master_secret", "application_layer_protocol_negotiation"},
			ExtendedMasterSecret: Some(true), RenegotiationInfo: Some(true), ALPN: Some("h2"),
		},
		ServerKeyExchange: &ServerKeyExchange{Group: "x25519", SignatureScheme: "ecdsa_secp256r1_sha256"},
		Certificates:      &Certificates{Server: []PresentedCertificate{{at(107), leaf}, {at(108), leaf}}},
		History:           "CSXKHcksfFDd",
		Steps: []Step{
			step(4, "client", "ClientHello", 512), step(6, "server", "ServerHello", 93), step(7, "server", "Certificate", 2871),
			step(8, "server", "ServerKeyExchange", 115), step(8, "server", "ServerHelloDone", 0), step(10, "client", "ClientKeyExchange", 33),
			step(10, "client", "ChangeCipherSpec", 1), step(10, "client", "encrypted handshake", 40),
			step(12, "server", "ChangeCipherSpec", 1), step(12, "server", "encrypted handshake", 40),
		},
		Timing:       &Timing{TCP: Some(Milliseconds(11.25)), ServerHello: Some(Milliseconds(23.456)), Handshake: Some(Milliseconds(47.901))},
		Fingerprints: &Fingerprints{JA3: hex(16), JA3S: hex(16), JA4: "t13d1113h2_8daaf6152771_02713d6af862"},
	}
}

func BenchmarkAppendJSON(b *testing.B) {
	c := tls12()
	buf := c.AppendJSON(nil)
	b.SetBytes(int64(len(buf)))
	b.ReportAllocs()
	for b.Loop() {
		buf = c.AppendJSON(buf[:0])
	}
}

func BenchmarkAppendTime(b *testing.B) {
	b.ReportAllocs()
	buf := make([]byte, 0, 64)
	at := Time(1_700_000_000_123_456_789)
	for b.Loop() {
		buf, _ = at.AppendText(buf[:0])
	}
}

func TestAppendJSONAllocatesNothing(t *testing.T) {
	c := tls12()
	buf := c.AppendJSON(nil)
	if n := testing.AllocsPerRun(100, func() { buf = c.AppendJSON(buf[:0]) }); n != 0 {
		t.Errorf("%v allocations a record", n)
	}
}
