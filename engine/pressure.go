package engine

import (
	"runtime/metrics"
	"time"
)

// How often the memory in use is looked at, at which part of the limit flows are given up, and which
// part of them then is.
const (
	pressureEvery = time.Second
	pressureAt    = 0.75
	pressureSheds = 16
)

// pressure tells when the memory in use comes so near to its limit that flows have to go. What one flow
// needs depends on what is said on it, so that no number of flows alone bounds it.
type pressure struct {
	limit  int64 // 0 is none
	next   time.Time
	cycle  uint64 // the collection that was last acted upon
	sample [2]metrics.Sample
}

func newPressure(limit int64) *pressure {
	p := &pressure{limit: limit}
	p.sample[0].Name, p.sample[1].Name = "/gc/heap/live:bytes", "/gc/cycles/total:gc-cycles"
	return p
}

// high reports whether flows have to go now. What is in use is known from one garbage collection to the
// next, so that each is acted upon once.
func (p *pressure) high(now time.Time) bool {
	if p.limit <= 0 || now.Before(p.next) {
		return false
	}
	p.next = now.Add(pressureEvery)
	metrics.Read(p.sample[:])
	live, cycle := p.sample[0].Value.Uint64(), p.sample[1].Value.Uint64()
	if cycle == p.cycle || float64(live) < pressureAt*float64(p.limit) {
		return false
	}
	p.cycle = cycle
	return true
}
