package view

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/tlssniff/tlssniff/monitor"
)

// span is over how long rates are measured.
const span = 5 * time.Second

// gauge tells how fast counts grow. It remembers the states of the last seconds.
type gauge struct {
	states []timed
}

type timed struct {
	monitor.State
	at time.Time
}

// read takes the state of now.
func (g *gauge) read(s monitor.State, now time.Time) {
	g.states = append(g.states, timed{s, now})
	for len(g.states) > 2 && now.Sub(g.states[1].at) >= span {
		g.states = slices.Delete(g.states, 0, 1)
	}
}

// now returns the state that was read last.
func (g *gauge) now() *monitor.State { return &g.states[len(g.states)-1].State }

// rate returns by how much a count grows in a second.
func (g *gauge) rate(count func(*monitor.State) int64) float64 {
	first, last := &g.states[0], &g.states[len(g.states)-1]
	d := last.at.Sub(first.at)
	if d <= 0 {
		return 0
	}
	return float64(count(&last.State)-count(&first.State)) / d.Seconds()
}

// top returns the values of one kind that were seen most, the most frequent first.
func top(counts map[string]int64) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}
