package report

import (
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// parquetColumns are the fields of a record that have a place in a flat table, under the
// names that the record has for them, with _ for the dots. Columns are only ever added, at the end.
var parquetColumns = []parquetColumn{
	parquetColumnOf("uid", func(c *record.Connection) string { return c.UID }),
	parquetColumnOf("start", func(c *record.Connection) record.Time { return c.Start }),
	parquetColumnOf("end", func(c *record.Connection) record.Time { return c.End }),
	parquetColumnOf("outcome", func(c *record.Connection) string { return c.Outcome }),
	parquetColumnOf("diagnosis_cause", ofDiagnosis(func(d *record.Diagnosis) string { return d.Cause })),
	parquetColumnOf("diagnosis_confidence", ofDiagnosis(func(d *record.Diagnosis) string { return d.Confidence })),
	parquetColumnOf("diagnosis_summary", ofDiagnosis(func(d *record.Diagnosis) string { return d.Summary })),
	parquetColumnOf("diagnosis_evidence", ofDiagnosis(func(d *record.Diagnosis) []string { return d.Evidence })),
	parquetColumnOf("diagnosis_advice", ofDiagnosis(func(d *record.Diagnosis) []string { return d.Advice })),
	parquetColumnOf("client_ip", func(c *record.Connection) string { return c.Client.IP }),
	parquetColumnOf("client_port", func(c *record.Connection) int64 { return int64(c.Client.Port) }),
	parquetColumnOf("client_packets", func(c *record.Connection) int64 { return c.Client.Packets }),
	parquetColumnOf("client_bytes", func(c *record.Connection) int64 { return c.Client.Bytes }),
	parquetColumnOf("server_ip", func(c *record.Connection) string { return c.Server.IP }),
	parquetColumnOf("server_port", func(c *record.Connection) int64 { return int64(c.Server.Port) }),
	parquetColumnOf("server_packets", func(c *record.Connection) int64 { return c.Server.Packets }),
	parquetColumnOf("server_bytes", func(c *record.Connection) int64 { return c.Server.Bytes }),
	parquetColumnOf("server_name", func(c *record.Connection) record.Optional[string] { return c.ServerName }),
	parquetColumnOf("transport", func(c *record.Connection) string { return c.Transport }),
	parquetColumnOf("starttls", func(c *record.Connection) string { return c.StartTLS }),
	parquetColumnOf("proxy_kind", func(c *record.Connection) string {
		return maybe(c.Proxy, func(p *record.Proxy) string { return p.Kind })
	}),
	parquetColumnOf("proxy_target", func(c *record.Connection) string {
		return maybe(c.Proxy, func(p *record.Proxy) string { return p.Target })
	}),
	parquetColumnOf("proxy_source", func(c *record.Connection) string {
		return maybe(c.Proxy, func(p *record.Proxy) string { return p.Source })
	}),
	parquetColumnOf("close", func(c *record.Connection) string { return c.Close }),
	parquetColumnOf("version", func(c *record.Connection) string { return c.Version }),
	parquetColumnOf("cipher_suite", func(c *record.Connection) string { return c.CipherSuite }),
	parquetColumnOf("cipher_suite_id", func(c *record.Connection) record.Optional[uint16] { return c.CipherSuiteID }),
	parquetColumnOf("key_exchange_group", func(c *record.Connection) string { return c.KeyExchangeGroup }),
	parquetColumnOf("dh_bits", func(c *record.Connection) record.Optional[int] { return c.DHBits }),
	parquetColumnOf("post_quantum", func(c *record.Connection) record.Optional[bool] { return c.PostQuantum }),
	parquetColumnOf("alpn", func(c *record.Connection) record.Optional[string] { return c.ALPN }),
	parquetColumnOf("resumption", func(c *record.Connection) string { return c.Resumption }),
	parquetColumnOf("early_data", func(c *record.Connection) string { return c.EarlyData }),
	parquetColumnOf("ech", func(c *record.Connection) string { return c.ECH }),
	parquetColumnOf("client_auth", func(c *record.Connection) string { return c.ClientAuth }),
	parquetColumnOf("client_hello_cipher_suites", func(c *record.Connection) []string {
		return maybe(c.ClientHello, func(h *record.ClientHello) []string { return h.CipherSuites })
	}),
	parquetColumnOf("client_hello_extensions", func(c *record.Connection) []string {
		return maybe(c.ClientHello, func(h *record.ClientHello) []string { return h.Extensions })
	}),
	parquetColumnOf("client_hello_alpn", func(c *record.Connection) []string {
		return maybe(c.ClientHello, func(h *record.ClientHello) []string { return h.ALPN })
	}),
	parquetColumnOf("client_hello_supported_versions", func(c *record.Connection) []string {
		return maybe(c.ClientHello, func(h *record.ClientHello) []string { return h.SupportedVersions })
	}),
	parquetColumnOf("client_hello_supported_groups", func(c *record.Connection) []string {
		return maybe(c.ClientHello, func(h *record.ClientHello) []string { return h.SupportedGroups })
	}),
	parquetColumnOf("client_hello_signature_algorithms", func(c *record.Connection) []string {
		return maybe(c.ClientHello, func(h *record.ClientHello) []string { return h.SignatureAlgorithms })
	}),
	parquetColumnOf("hello_retry_request_group", func(c *record.Connection) string {
		return maybe(c.HelloRetryRequest, func(h *record.HelloRetryRequest) string { return h.Group })
	}),
	parquetColumnOf("server_hello_extensions", func(c *record.Connection) []string {
		return maybe(c.ServerHello, func(h *record.ServerHello) []string { return h.Extensions })
	}),
	parquetColumnOf("server_key_exchange_signature_scheme", func(c *record.Connection) string {
		return maybe(c.ServerKeyExchange, func(k *record.ServerKeyExchange) string { return k.SignatureScheme })
	}),
	parquetColumnOf("certificate_request_authorities", func(c *record.Connection) []string {
		return maybe(c.CertificateRequest, func(r *record.CertificateRequest) []string { return r.Authorities })
	}),
	parquetColumnOf("certificate_subject", ofLeaf(func(l *record.Certificate) record.Optional[string] { return l.Subject })),
	parquetColumnOf("certificate_issuer", ofLeaf(func(l *record.Certificate) record.Optional[string] { return l.Issuer })),
	parquetColumnOf("certificate_common_name", ofLeaf(func(l *record.Certificate) record.Optional[string] { return l.CommonName })),
	parquetColumnOf("certificate_serial", ofLeaf(func(l *record.Certificate) record.Optional[string] { return l.Serial })),
	parquetColumnOf("certificate_not_before", ofLeaf(func(l *record.Certificate) record.Optional[time.Time] { return l.NotBefore })),
	parquetColumnOf("certificate_not_after", ofLeaf(func(l *record.Certificate) record.Optional[time.Time] { return l.NotAfter })),
	parquetColumnOf("certificate_dns_names", ofLeaf(func(l *record.Certificate) []string { return l.DNSNames })),
	parquetColumnOf("certificate_key_algorithm", ofLeaf(func(l *record.Certificate) string { return l.KeyAlgorithm })),
	parquetColumnOf("certificate_key_bits", ofLeaf(func(l *record.Certificate) record.Optional[int] { return l.KeyBits })),
	parquetColumnOf("certificate_signature_algorithm", ofLeaf(func(l *record.Certificate) string { return l.SignatureAlgorithm })),
	parquetColumnOf("certificate_self_signed", ofLeaf(func(l *record.Certificate) record.Optional[bool] { return l.SelfSigned })),
	parquetColumnOf("certificate_sha256", ofLeaf(func(l *record.Certificate) string { return l.SHA256 })),
	parquetColumnOf("certificate_spki_sha256", ofLeaf(func(l *record.Certificate) string { return l.SPKISHA256 })),
	parquetColumnOf("verification_status", ofVerification(func(v *record.Verification) string { return v.Status })),
	parquetColumnOf("verification_errors", ofVerification(func(v *record.Verification) []string { return v.Errors })),
	parquetColumnOf("verification_missing_issuer", ofVerification(func(v *record.Verification) string { return v.MissingIssuer })),
	parquetColumnOf("client_verification_status", func(c *record.Connection) string {
		return maybe(c.ClientVerification, func(v *record.Verification) string { return v.Status })
	}),
	parquetColumnOf("ocsp_status", func(c *record.Connection) string {
		return maybe(c.OCSP, func(o *record.OCSP) string { return o.Status })
	}),
	parquetColumnOf("alerts", func(c *record.Connection) []string { return alertTexts(c.Alerts) }),
	parquetColumnOf("findings", func(c *record.Connection) []string { return findingCodes(c.Findings) }),
	parquetColumnOf("renegotiations", func(c *record.Connection) record.Optional[int] { return c.Renegotiations }),
	parquetColumnOf("history", func(c *record.Connection) string { return c.History }),
	parquetColumnOf("timing_tcp_ms", func(c *record.Connection) record.Optional[record.Milliseconds] {
		return maybe(c.Timing, func(t *record.Timing) record.Optional[record.Milliseconds] { return t.TCP })
	}),
	parquetColumnOf("timing_server_hello_ms", func(c *record.Connection) record.Optional[record.Milliseconds] {
		return maybe(c.Timing, func(t *record.Timing) record.Optional[record.Milliseconds] { return t.ServerHello })
	}),
	parquetColumnOf("timing_handshake_ms", func(c *record.Connection) record.Optional[record.Milliseconds] {
		return maybe(c.Timing, func(t *record.Timing) record.Optional[record.Milliseconds] { return t.Handshake })
	}),
	parquetColumnOf("fingerprints_ja3", ofFingerprints(func(f *record.Fingerprints) string { return f.JA3 })),
	parquetColumnOf("fingerprints_ja3s", ofFingerprints(func(f *record.Fingerprints) string { return f.JA3S })),
	parquetColumnOf("fingerprints_ja4", ofFingerprints(func(f *record.Fingerprints) string { return f.JA4 })),
	parquetColumnOf("quic_version", func(c *record.Connection) string {
		return maybe(c.QUIC, func(q *record.QUIC) string { return q.Version })
	}),
	parquetColumnOf("first_bytes_client", func(c *record.Connection) string {
		return maybe(c.First, func(f *record.FirstBytes) string { return f.Client })
	}),
	parquetColumnOf("first_bytes_server", func(c *record.Connection) string {
		return maybe(c.First, func(f *record.FirstBytes) string { return f.Server })
	}),
	parquetColumnOf("link_tunnels", func(c *record.Connection) []string {
		return maybe(c.Link, func(l *record.Link) []string { return l.Tunnels })
	}),
	parquetColumnOf("tcp_rst_from", func(c *record.Connection) string {
		return maybe(c.TCP, func(t *record.TCP) string { return maybe(t.Reset, func(r *record.Reset) string { return r.From }) })
	}),
	parquetColumnOf("community_id", func(c *record.Connection) string { return c.CommunityID }),
	parquetColumnOf("capture_source", func(c *record.Connection) string { return c.Capture.Source }),
	parquetColumnOf("capture_first_packet", func(c *record.Connection) int64 { return c.Capture.FirstPacket }),
	parquetColumnOf("capture_last_packet", func(c *record.Connection) int64 { return c.Capture.LastPacket }),
	parquetColumnOf("capture_mid_stream", func(c *record.Connection) record.Optional[bool] { return c.Capture.MidStream }),
	parquetColumnOf("capture_one_sided", func(c *record.Connection) string { return c.Capture.OneSided }),
	parquetColumnOf("capture_missing_bytes", func(c *record.Connection) record.Optional[int] { return c.Capture.MissingBytes }),
}
