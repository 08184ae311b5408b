package story_test

import (
	"io"
	"testing"

	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/report/story"
)

// BenchmarkTell tells and draws a full handshake, as is done for every connection of a run.
func BenchmarkTell(b *testing.B) {
	c := mutualFailure()
	for b.Loop() {
		told := story.Tell(c, report.Clean)
		if err := told.Draw(io.Discard, story.Look{Width: 80}); err != nil {
			b.Fatal(err)
		}
	}
}
