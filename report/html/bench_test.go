package html_test

import (
	"io"
	"testing"

	"github.com/tlssniff/tlssniff/report"
)

// BenchmarkEncode measures what one connection of the samples costs a worker.
func BenchmarkEncode(b *testing.B) {
	all := samples(b)
	r, err := report.New("html", io.Discard, report.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var dst []byte
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		dst = r.Encode(dst[:0], all[i%len(all)])
	}
}
