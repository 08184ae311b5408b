package main

import (
	"bytes"
	"path/filepath"
	"testing"
)

// auditSamples are of all kinds that an audit tells apart. What is added to the samples does not change them.
var auditSamples = []string{
	"tls10", "tls11", "tls12", "tls12-rsa", "tls12-mutual", "tls13", "dtls10", "post-quantum", "resume-ticket", "starttls-stripped",
	"plaintext-http", "alert-certificate-expired", "alert-no-client-certificate", "alert-protocol-version", "alert-unknown-ca",
}

// audits are the reports that add samples up, and what their golden files are called.
var audits = map[string][]string{
	"certs.table":           {"certs"},
	"certs.wide":            {"certs", "--wide"},
	"certs.csv":             {"certs", "--format", "csv"},
	"certs.ndjson":          {"certs", "--format", "ndjson", "--expires-within", "30d"},
	"summary.table":         {"summary"},
	"summary.json":          {"summary", "--format", "json"},
	"summary.csv":           {"summary", "--format", "csv"},
	"summary-server.table":  {"summary", "--by", "server"},
	"summary-client.table":  {"summary", "--by", "client"},
	"summary-sni.table":     {"summary", "--by", "sni"},
	"summary-ja4.table":     {"summary", "--by", "ja4"},
	"summary-version.table": {"summary", "--by", "version"},
	"summary-suite.csv":     {"summary", "--by", "suite", "--format", "csv"},
	"summary-server.json":   {"summary", "--by", "server", "--format", "json"},
}

// TestAudits holds what is told of samples together, whatever the number of workers.
func TestAudits(t *testing.T) {
	t.Setenv("COLUMNS", "80")
	t.Setenv("LC_ALL", "C.UTF-8")
	for name, args := range audits {
		t.Run(name, func(t *testing.T) {
			args = append(args, "--roots", "testdata/roots.pem", "--as-of", "2026-11-25")
			for _, sample := range auditSamples {
				args = append(args, "../../samples/"+sample+".pcap")
			}
			got := printed(t, append(args, "--workers", "1")...)
			if other := printed(t, append(args, "--workers", "8")...); !bytes.Equal(got, other) {
				t.Error("eight workers give other bytes than one")
			}
			compare(t, filepath.Join("testdata", "audit", name), got)
		})
	}
}
