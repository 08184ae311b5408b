package html_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// pages are the samples that the tests' pages show, by how their names begin: those whose numbers the tests expect.
var pages = []string{
	"alert-", "capture-loss", "hello-retry-request", "ipv6", "lossy", "mirror-duplicates", "plaintext-http", "post-quantum",
	"reordered", "resume-", "tls1", "vlan",
}

// samples returns the records of those samples, in the order of their first packets.
func samples(t testing.TB) []*record.Connection {
	t.Helper()
	files, err := filepath.Glob("../../cmd/tlssniff/testdata/golden/*.ndjson")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden records: %v", err)
	}
	var all []*record.Connection
	for _, name := range files {
		if !slices.ContainsFunc(pages, func(begin string) bool { return strings.HasPrefix(filepath.Base(name), begin) }) {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(b) {
			c := new(record.Connection)
			if err := json.Unmarshal(line, c); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b *record.Connection) int { return cmp.Compare(a.Start, b.Start) })
	return all
}

// made returns the page of some connections.
func made(t testing.TB, all []*record.Connection) string {
	t.Helper()
	var b bytes.Buffer
	r, err := report.New("html", &b, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var s report.Summary
	for _, c := range all {
		s.Add(c)
		if err := r.Write(r.Encode(nil, c)); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(&s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// hostile returns a failed connection in which everything that can come from the wire is a text.
func hostile(text string) *record.Connection {
	leaf := &record.Certificate{
		SHA256: "aa", SHA1: "bb", Subject: record.Some("CN=" + text), Issuer: record.Some("CN=" + text),
		CommonName: record.Some(text), DNSNames: []string{text}, Emails: []string{text}, URIs: []string{text},
		SelfSigned: record.Some(true), ParseError: text,
	}
	return &record.Connection{
		Schema: record.Schema, UID: "0123456789abcdef01234567", Transport: "tcp", Outcome: record.OutcomeFailed, Close: "fin_client",
		Capture: record.Capture{Source: text, FirstPacket: 1, LastPacket: 9},
		Client:  record.Endpoint{IP: "192.0.2.10", Port: 40_000}, Server: record.Endpoint{IP: "192.0.2.20", Port: 443},
		Start: 1_700_000_000_000_000_000, End: 1_700_000_000_050_000_000,
		Version: "TLS 1.2", ServerName: record.Some(text), ALPN: record.Some(text),
		ClientHello:  &record.ClientHello{Packet: record.Packet{Number: 1}, ServerName: record.Some(text), ALPN: []string{text}},
		Certificates: &record.Certificates{Server: []record.PresentedCertificate{{Packet: record.Packet{Number: 2}, Certificate: leaf}}},
		Steps:        []record.Step{{Packet: record.Packet{Number: 1}, From: "client", Message: "client_hello", Note: text}},
		Findings:     []record.Finding{{Code: "certificate_expired", Severity: "high", Title: "The server's certificate has expired", Detail: text}},
		Diagnosis: &record.Diagnosis{Cause: "server_certificate_expired", Confidence: "certain", Summary: text,
			Evidence: []string{"packet 2: " + text}, Advice: []string{text}},
	}
}
