package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

// samples returns the records of some of the sample captures, which between them show most of what
// a record has: both sides' certificates, resumption, failures, upgrades, QUIC and DTLS.
func samples(t testing.TB) []*record.Connection {
	t.Helper()
	var all []*record.Connection
	for _, name := range []string{
		"tls12-mutual", "tls13", "resume-psk-early-data", "hello-retry-request", "alert-no-client-certificate",
		"alert-certificate-expired", "starttls-smtp", "starttls-refused", "plaintext-http", "quic", "quic-unknown-ca", "dtls12", "mid-stream", "vlan",
	} {
		all = append(all, sample(t, name)...)
	}
	return all
}

// sample returns the records of a sample capture, as the command's tests hold them.
func sample(t testing.TB, name string) []*record.Connection {
	t.Helper()
	path := filepath.Join("..", "cmd", "tlssniff", "testdata", "golden", name+".pcap.ndjson")
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []*record.Connection
	for d := json.NewDecoder(f); d.More(); {
		c := new(record.Connection)
		if err := d.Decode(c); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, c)
	}
	return all
}
