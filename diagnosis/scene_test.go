package diagnosis

import (
	"strings"
	"testing"
	"time"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
)

// now is the time of the connections that the tests make.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// scene is a connection that a test makes, step by step; packets count up.
type scene struct {
	*record.Connection
	packet int64
	at     time.Time
}

// begin returns a connection of which nothing was seen but that it ended with an outcome and a close.
func begin(outcome, close string) *scene {
	c := &scene{Connection: &record.Connection{
		UID: "here", Capture: record.Capture{Source: "a.pcap", FirstPacket: 1},
		Client: record.Endpoint{IP: "10.0.0.1", Port: 40000, Packets: 3}, Server: record.Endpoint{IP: "10.0.0.7", Port: 443, Packets: 3},
		Start: record.Time(now.UnixNano()), End: record.Time(now.UnixNano()),
		Outcome: outcome, Close: close, Transport: "tcp", TCP: &record.TCP{},
	}, packet: 3, at: now}
	return c
}

// place is the next packet.
func (c *scene) place() record.Packet {
	c.packet++
	c.at = c.at.Add(time.Millisecond)
	return record.Packet{Number: c.packet}
}

// wait lets time pass.
func (c *scene) wait(d time.Duration) *scene {
	c.at = c.at.Add(d)
	return c
}

// step adds a message.
func (c *scene) step(from, message string, edit ...func(*record.Step)) *scene {
	s := record.Step{Packet: c.place(), Time: record.Time(c.at.UnixNano()), From: from, Message: message, Length: 100}
	for _, e := range edit {
		e(&s)
	}
	c.Steps = append(c.Steps, s)
	if from == server {
		c.Server.Bytes += 100
	}
	return c
}

func sized(length int, fits ...string) func(*record.Step) {
	return func(s *record.Step) { s.Length, s.Fits = length, fits }
}

// hello adds a ClientHello such as a client of today sends.
func (c *scene) hello(edit ...func(*record.ClientHello)) *scene {
	c.step(client, "client_hello")
	h := &record.ClientHello{
		Packet: record.Packet{Number: c.packet}, Length: 300, LegacyVersion: "TLS 1.2",
		SupportedVersions:  []string{"TLS 1.3", "TLS 1.2"},
		CipherSuites:       []string{"GREASE", "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},
		CompressionMethods: []string{"null"},
		SupportedGroups:    []string{"x25519", "secp256r1"}, KeyShares: []string{"x25519"},
		SignatureAlgorithms: []string{"ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256"},
		Extensions:          []string{"server_name", "supported_groups", "signature_algorithms", "supported_versions", "key_share", "renegotiation_info"},
		ServerName:          record.Some("www.example.com"),
	}
	for _, e := range edit {
		e(h)
	}
	if c.ClientHello != nil && c.HelloRetryRequest != nil {
		c.FirstClientHello = c.ClientHello
	}
	c.ClientHello, c.ServerName = h, h.ServerName
	return c
}

// choice adds a ServerHello.
func (c *scene) choice(version, suite string, edit ...func(*record.ServerHello)) *scene {
	c.step(server, "server_hello")
	h := &record.ServerHello{
		Packet: record.Packet{Number: c.packet}, LegacyVersion: "TLS 1.2", CipherSuite: suite, CompressionMethod: "null",
		RenegotiationInfo: record.Some(true),
	}
	if version == "TLS 1.3" {
		h.SelectedVersion, h.KeyShare = version, "x25519"
	}
	for _, e := range edit {
		e(h)
	}
	c.ServerHello, c.Version, c.CipherSuite = h, version, suite
	c.Resumption = "none"
	return c
}

// flight12 adds a server's flight of TLS 1.2 with its certificate.
func (c *scene) flight12(chain ...*record.Certificate) *scene {
	c.choice("TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
	c.step(server, "certificate")
	c.show(server, chain...)
	return c.step(server, "server_key_exchange").step(server, "server_hello_done")
}

// flight13 adds a server's flight of TLS 1.3, in which all is hidden.
func (c *scene) flight13() *scene {
	c.choice("TLS 1.3", "TLS_AES_128_GCM_SHA256")
	return c.step(server, "encrypted_handshake", sized(27)).step(server, "encrypted_handshake", sized(1715)).
		step(server, "encrypted_handshake", sized(53, record.FitsFinished))
}

// show presents certificates with the last step.
func (c *scene) show(side string, chain ...*record.Certificate) {
	if c.Certificates == nil {
		c.Certificates = &record.Certificates{}
	}
	list := make([]record.PresentedCertificate, 0)
	for _, cert := range chain {
		list = append(list, record.PresentedCertificate{Packet: record.Packet{Number: c.packet}, Certificate: cert})
	}
	if side == client {
		c.Certificates.Client = list
	} else {
		c.Certificates.Server = list
	}
}

// request has the server ask for a certificate of a CA; the answer is what the client sent.
func (c *scene) request(types []string, authorities ...string) *scene {
	c.step(server, "certificate_request")
	c.CertificateRequest = &record.CertificateRequest{Packet: record.Packet{Number: c.packet}, Types: types, Authorities: authorities}
	return c
}

// alert adds a fatal alert.
func (c *scene) alert(from string, code uint8, name string) *scene {
	c.step(from, "alert")
	c.Alerts = append(c.Alerts, record.Alert{
		Packet: record.Packet{Number: c.packet}, Time: record.Time(c.at.UnixNano()), From: from,
		Level: "fatal", Description: name, Code: record.Some(code),
	})
	return c
}

// hidden adds an alert of TLS 1.3 that is encrypted.
func (c *scene) hidden(from string) *scene {
	c.step(from, "encrypted_handshake", sized(19, record.FitsAlert))
	c.Alerts = append(c.Alerts, record.Alert{Packet: record.Packet{Number: c.packet}, From: from, Encrypted: true})
	return c
}

// fin adds a side's FIN.
func (c *scene) fin(from string) *scene {
	c.TCP.Fin = append(c.TCP.Fin, record.Fin{Packet: c.place(), Time: record.Time(c.at.UnixNano()), From: from})
	return c
}

// rst adds a side's RST, with the TTL that its other packets have.
func (c *scene) rst(from string, ttl uint8) *scene {
	c.TCP.Reset = &record.Reset{Packet: c.place(), Time: record.Time(c.at.UnixNano()), From: from, TTL: ttl, ExpectedTTL: record.Some[uint8](60)}
	return c
}

// with changes anything else.
func (c *scene) with(edit func(*record.Connection)) *scene {
	edit(c.Connection)
	return c
}

// certificate returns a certificate that is good in every way.
func certificate(edit ...func(*record.Certificate)) *record.Certificate {
	c := &record.Certificate{
		SHA256: "aa", Subject: record.Some("CN=www.example.com"), Issuer: record.Some("CN=Issuing CA"),
		NotBefore: record.Some(now.AddDate(0, -1, 0)), NotAfter: record.Some(now.AddDate(0, 2, 0)),
		DNSNames: []string{"www.example.com"}, KeyAlgorithm: "RSA", KeyBits: record.Some(2048), SignatureAlgorithm: "SHA256-RSA",
	}
	for _, e := range edit {
		e(c)
	}
	return c
}

// intermediate and root continue the chain of certificate.
func intermediate() *record.Certificate {
	return certificate(func(c *record.Certificate) {
		c.SHA256, c.DNSNames = "bb", nil
		c.Subject, c.Issuer = record.Some("CN=Issuing CA"), record.Some("CN=Root")
	})
}

func root() *record.Certificate {
	return certificate(func(c *record.Certificate) {
		c.SHA256, c.DNSNames = "cc", nil
		c.Subject, c.Issuer, c.SelfSigned = record.Some("CN=Root"), record.Some("CN=Root"), record.Some(true)
	})
}

// An example is a connection, what else is known, and what the diagnosis must be.
type example struct {
	name       string
	c          *scene
	elsewhere  []*scene
	cause      string
	confidence confidence
	// says are parts of the evidence, the summary or the advice that must be there.
	says []string
}

func (e *example) run(t *testing.T) {
	t.Helper()
	var known knowledge.Base
	for _, other := range append(e.elsewhere, e.c) {
		lesson := knowledge.Read(other.Connection)
		known.Learn(&lesson)
	}
	d := Diagnose(e.c.Connection, &known)
	if d == nil {
		t.Fatal("no diagnosis")
	}
	text := strings.Join(append(append([]string{d.Summary}, d.Evidence...), d.Advice...), "\n")
	if d.Cause != e.cause || d.Confidence != e.confidence.String() {
		t.Errorf("%s (%s), want %s (%s)\n%s", d.Cause, d.Confidence, e.cause, e.confidence, text)
	}
	for _, part := range e.says {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in:\n%s", part, text)
		}
	}
}

func run(t *testing.T, examples []example) {
	t.Helper()
	for i := range examples {
		t.Run(examples[i].name, func(t *testing.T) { examples[i].run(t) })
	}
}

const (
	failed      = record.OutcomeFailed
	aborted     = record.OutcomeAborted
	incomplete  = record.OutcomeIncomplete
	established = record.OutcomeEstablished
	notTLS      = record.OutcomeNotTLS
)
