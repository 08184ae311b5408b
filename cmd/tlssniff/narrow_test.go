package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/selection"
)

// TestNarrowing holds that what is reported is what fits among all records, each as it is without narrowing, in
// the same order, whatever the number of workers.
func TestNarrowing(t *testing.T) {
	all := printed(t, "read", "--no-verify", "--format", "ndjson", "../../samples")
	for _, where := range []string{
		`outcome == "failed"`, `outcome != "established" and diagnosis.confidence != "certain"`, `diagnosis == nil`,
		`outcome == "not_tls"`, `any(findings, .severity == "medium")`, `transport == "quic"`, `close == "open"`, `false`,
	} {
		s, err := selection.New(selection.Criteria{Where: where})
		if err != nil {
			t.Fatal(err)
		}
		var want []byte
		for line := range bytes.Lines(all) {
			var c record.Connection
			if err := json.Unmarshal(line, &c); err != nil {
				t.Fatal(err)
			}
			if s.Match(&c) {
				want = append(want, line...)
			}
		}
		for _, workers := range []string{"1", "3"} {
			got := printed(t, "read", "--no-verify", "--format", "ndjson", "--workers", workers, "--where", where, "../../samples")
			if !bytes.Equal(want, got) {
				t.Errorf("%s: %d records, want %d", where, bytes.Count(got, []byte("\n")), bytes.Count(want, []byte("\n")))
			}
		}
	}
}
