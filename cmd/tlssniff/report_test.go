package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/report"
)

// TestReportShowsWhatReadDoes holds that nothing is lost on the way through saved records: what differs is
// what was read, which is records.
func TestReportShowsWhatReadDoes(t *testing.T) {
	saved := filepath.Join(t.TempDir(), "saved.ndjson")
	if err := os.WriteFile(saved, printed(t, "read", "--format", "ndjson", "../../samples"), 0o644); err != nil {
		t.Fatal(err)
	}
	input := regexp.MustCompile(`[\d,]+ (packets|records) in \d+ files?`)
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			want := input.ReplaceAllString(string(printed(t, "read", "--format", format, "../../samples")), "all")
			got := input.ReplaceAllString(string(printed(t, "report", "--format", format, saved)), "all")
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("(-read +report):\n%.2000s", diff)
			}
		})
	}
}
