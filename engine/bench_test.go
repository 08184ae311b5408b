package engine

import (
	"context"
	"os"
	"testing"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/report"
)

// BenchmarkRun reads all samples from opening them to the last record.
func BenchmarkRun(b *testing.B) {
	b.ReportAllocs()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer null.Close()
	for b.Loop() {
		files, err := capture.Open([]string{"../samples"}, capture.Options{})
		if err != nil {
			b.Fatal(err)
		}
		reporter, err := report.New("ndjson", null, report.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Run(context.Background(), Options{Source: files, Reporter: reporter}); err != nil {
			b.Fatal(err)
		}
		files.Close()
	}
}
