package report

import (
	"fmt"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// epoch is when the first made-up connection begins.
var epoch = record.Time(time.Date(2024, 2, 29, 2, 0, 0, 123_456_789, time.UTC).UnixNano())

// connection makes up a record, the n-th of its capture.
func connection(n int, outcome, name string) *record.Connection {
	c := &record.Connection{
		Schema: record.Schema, UID: fmt.Sprintf("C%023d", n), Transport: "tcp", Outcome: outcome, Close: "fin_client",
		Capture: record.Capture{Source: "made-up.pcap", FirstPacket: int64(n * 10), LastPacket: int64(n*10 + 9)},
		Client:  record.Endpoint{IP: "192.0.2.10", Port: uint16(40_000 + n)},
		Server:  record.Endpoint{IP: "198.51.100.80", Port: 443},
		Start:   epoch + record.Time(n)*1e9, End: epoch + record.Time(n)*1e9 + 123e6,
	}
	if name != "" {
		c.ServerName = record.Some(name)
	}
	return c
}

// established makes up a connection that came to its end.
func established(n int, name, version, suite, group string) *record.Connection {
	c := connection(n, record.OutcomeEstablished, name)
	c.Version, c.CipherSuite, c.KeyExchangeGroup, c.ALPN = version, suite, group, record.Some("h2")
	c.Fingerprints = &record.Fingerprints{JA4: "t13d1516h2_8daaf6152771_02713d6af862"}
	c.Certificates = &record.Certificates{Server: []record.PresentedCertificate{{Certificate: &record.Certificate{
		SHA256: name, CommonName: record.Some(name), NotAfter: record.Some(epoch.Std().Add(48 * time.Hour)),
	}}}}
	return c
}

// failed makes up a connection that an alert ended.
func failed(n int, name, description, from string) *record.Connection {
	c := connection(n, record.OutcomeFailed, name)
	c.Alerts = []record.Alert{{From: from, Level: "fatal", Description: description}}
	return c
}

// incident makes up what someone may see who is called at night.
func incident() []*record.Connection {
	ipv6 := established(1, "", "TLS 1.3", "TLS_AES_128_GCM_SHA256", "X25519MLKEM768")
	ipv6.Client.IP, ipv6.Server.IP = "2001:db8:85a3::8a2e:370:7334", "2001:db8::443"

	expired := failed(2, "api.payments.internal.example.com", "certificate_expired", "client")
	expired.Version = "TLS 1.2"
	expired.Certificates = &record.Certificates{Server: []record.PresentedCertificate{{Certificate: &record.Certificate{
		SHA256: "expired", CommonName: record.Some("*.payments.internal.example.com"), SelfSigned: record.Some(true),
		NotAfter: record.Some(epoch.Std().Add(-2 * time.Hour)),
	}}}}

	reset := connection(3, record.OutcomeAborted, "db-17.eu-central.internal.example.com")
	reset.Server.Port, reset.Close, reset.ClientHello = 5432, "rst_server", &record.ClientHello{}

	plaintext := connection(4, record.OutcomeNotTLS, "")
	plaintext.First = &record.FirstBytes{Client: "http", Server: "http"}

	lossy := connection(5, record.OutcomeIncomplete, "cdn.example.net")
	lossy.Capture.MissingBytes = record.Some(2896)

	diagnosed := failed(6, "old.example.org", "protocol_version", "server")
	diagnosed.Diagnosis = &record.Diagnosis{Cause: "no common version"}

	return []*record.Connection{
		ipv6, expired, reset, plaintext, lossy, diagnosed,
		failed(7, "", "handshake_failure", "server"),
		failed(8, "xn--bcher-kva.example", "no_application_protocol", "server"),
		established(9, "www.example.com", "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "x25519"),
	}
}
