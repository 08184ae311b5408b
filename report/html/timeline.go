package html

import (
	"slices"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// The kinds of outcomes that the plot of time tells apart, from the bottom of a bar up.
const (
	kindFailed = iota
	kindAborted
	kindUnclear // incomplete, or not TLS
	kindEstablished
	kinds
)

// kindOf returns the kind of an outcome.
func kindOf(outcome string) int {
	switch outcome {
	case record.OutcomeEstablished:
		return kindEstablished
	case record.OutcomeFailed:
		return kindFailed
	case record.OutcomeAborted:
		return kindAborted
	}
	return kindUnclear
}

// maxBuckets is how many bars the plot of time has at most.
const maxBuckets = 60

// widths are how long a bar's time may be. Each is a multiple of the one before
// it, so that bars become wider by being put together.
var widths = []time.Duration{
	time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond,
	time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second,
	time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	24 * time.Hour, 7 * 24 * time.Hour, 28 * 24 * time.Hour, 364 * 24 * time.Hour, 3640 * 24 * time.Hour,
}

// timeline counts connections over time without knowing how long the time will be.
type timeline struct {
	width   int // among widths
	start   int64
	buckets [][kinds]int64
}

// add counts a connection that began at a time in milliseconds. Times come in
// the order of packets: one that is earlier than the first counts with it.
func (t *timeline) add(at int64, kind int) {
	if len(t.buckets) == 0 {
		t.start = floor(at, t.step())
	}
	i := max((at-t.start)/t.step(), 0)
	for i >= maxBuckets && t.width < len(widths)-1 {
		t.widen()
		i = max((at-t.start)/t.step(), 0)
	}
	i = min(i, maxBuckets-1)
	for int(i) >= len(t.buckets) {
		t.buckets = append(t.buckets, [kinds]int64{})
	}
	t.buckets[i][kind]++
}

// step is how many milliseconds a bar stands for.
func (t *timeline) step() int64 { return widths[t.width].Milliseconds() }

// widen puts bars together until each stands for the next width.
func (t *timeline) widen() {
	old, from, step := slices.Clone(t.buckets), t.start, t.step()
	t.width++
	t.start, t.buckets = floor(from, t.step()), t.buckets[:0]
	for i, bucket := range old {
		at := (from + int64(i)*step - t.start) / t.step()
		for int(at) >= len(t.buckets) {
			t.buckets = append(t.buckets, [kinds]int64{})
		}
		for kind, n := range bucket {
			t.buckets[at][kind] += n
		}
	}
}

// floor returns the last multiple of a step that is not after a time.
func floor(at, step int64) int64 { return at - ((at%step)+step)%step }
