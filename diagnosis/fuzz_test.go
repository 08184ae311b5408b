package diagnosis

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
)

// FuzzDiagnose gives the rules records that no connection would make: each must
// get a diagnosis that has a cause and a sentence.
func FuzzDiagnose(f *testing.F) {
	golden, err := filepath.Glob("../cmd/tlssniff/testdata/golden/*.ndjson")
	if err != nil || len(golden) == 0 {
		f.Fatal("no golden records to begin with", err)
	}
	for _, name := range golden {
		records, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range bytes.Lines(records) {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var c record.Connection
		if json.Unmarshal(line, &c) != nil || absent(&c) {
			return
		}
		c.Outcome = record.OutcomeFailed
		var known knowledge.Base
		lesson := knowledge.Read(&c)
		known.Learn(&lesson)
		d := Diagnose(&c, &known)
		if d == nil || d.Cause == "" || d.Summary == "" {
			t.Errorf("%+v", d)
		}
	})
}

// absent reports whether a record has a certificate that is not there, as JSON can say and no connection can.
func absent(c *record.Connection) bool {
	if c.Certificates == nil {
		return false
	}
	for _, p := range append(c.Certificates.Server[:len(c.Certificates.Server):len(c.Certificates.Server)], c.Certificates.Client...) {
		if p.Certificate == nil {
			return true
		}
	}
	return false
}
