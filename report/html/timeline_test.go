package html

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestTimelineKeepsAll holds that no connection is lost while bars become
// wider, and that there are never too many bars.
func TestTimelineKeepsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var line timeline
		at := rapid.Int64Range(-1e12, 4e12).Draw(t, "start")
		steps := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(-10, 10), rapid.Int64Range(0, 1e10)), 1, 200).Draw(t, "steps")
		for _, step := range steps {
			at += step
			line.add(at, int(at&1))
		}
		var n int64
		for _, bucket := range line.buckets {
			n += sum(bucket)
		}
		if n != int64(len(steps)) || len(line.buckets) > maxBuckets {
			t.Fatalf("%d of %d connections in %d bars", n, len(steps), len(line.buckets))
		}
	})
}

func TestTimelineWidths(t *testing.T) {
	for i := 1; i < len(widths); i++ {
		if widths[i]%widths[i-1] != 0 {
			t.Errorf("%v is no multiple of %v", widths[i], widths[i-1])
		}
	}
}

func TestPeriod(t *testing.T) {
	const day = 24 * time.Hour
	for left, want := range map[time.Duration]string{
		-time.Second: "expired when seen", 0: "within 7 days", 7 * day: "within 30 days",
		89 * day: "within 90 days", 364 * day: "within a year", 400 * day: "later", 1<<63 - 1: "later",
	} {
		if got := period(left); got != want {
			t.Errorf("%v left: %q, want %q", left, got, want)
		}
	}
}

// TestRowsAreBounded holds that what is too much to be listed is counted and told.
func TestRowsAreBounded(t *testing.T) {
	p := Page{established: maxEstablished, others: maxOthers}
	for _, outcome := range []string{"established", "failed"} {
		if p.lists(outcome) {
			t.Errorf("one more %s connection is listed", outcome)
		}
	}
	if p.omitted != (omitted{established: 1, others: 1}) || len(p.omitted.notes()) != 2 {
		t.Errorf("what is omitted: %+v, told as %q", p.omitted, p.omitted.notes())
	}
}
