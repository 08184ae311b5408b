package finding

import (
	"fmt"
	"net/netip"

	"github.com/tlssniff/tlssniff/record"
)

// What is a flood: so many connections from one source to one server in any
// floodWindow. Seconds are counted whole, so that a window is never longer.
const (
	floodWindow       = 10 // seconds
	halfOpenAllowed   = 100
	handshakesAllowed = 300

	// maxEnds bounds the pairs of source and server that are watched at once.
	maxEnds = 1 << 16
)

var (
	halfOpenFlood = Definition{
		Code: "half_open_flood", Severity: Medium,
		Title:       "Many half-open connections from one source",
		Explanation: fmt.Sprintf("One source began %d connections or more to one server within %d seconds and completed none of them: a SYN flood, a port scanner, or a firewall that lets the first packet pass and drops the others. Turn SYN cookies on, limit the source, and see whether its packets come back at all.", halfOpenAllowed, floodWindow),
		Reference:   "RFC 4987",
	}
	handshakeFlood = Definition{
		Code: "handshake_flood", Severity: Low,
		Title:       "Many TLS connections from one source",
		Explanation: fmt.Sprintf("One source made %d TLS connections or more to one server within %d seconds. Handshakes cost the server far more than the client. It may be an attack, a load test, or a proxy or program that does not keep its connections: let it reuse them and resume sessions, or limit the source.", handshakesAllowed, floodWindow),
		Reference:   "CVE-2011-1473",
	}
)

// ends are a source and the server that it connects to.
type ends struct {
	source netip.Addr
	server netip.AddrPort
}

func (e ends) String() string { return e.source.String() + " to " + e.server.String() }

// floodWatch counts connections by their ends. The zero value is ready for use.
type floodWatch struct {
	sources map[ends]*window
	swept   int64 // the second in which idle pairs were last forgotten
	dropped int64
}

// see takes note of a connection; allowed in a window are fewer than the limit.
func (w *floodWatch) see(t int64, e ends, limit int32) {
	counts, ok := w.sources[e]
	if !ok {
		if counts = w.add(t/1e9, e); counts == nil {
			return
		}
		counts.first, counts.last, counts.newest = t, t, t/1e9
	}
	counts.see(t)
	counts.flood = counts.flood || counts.sum >= limit
}

// add begins to watch a pair. Now and then it forgets idle ones.
func (w *floodWatch) add(second int64, e ends) *window {
	if second-w.swept >= floodWindow {
		w.swept = second
		for e, counts := range w.sources {
			if !counts.flood && second-counts.newest >= floodWindow {
				delete(w.sources, e)
			}
		}
	}
	if len(w.sources) >= maxEnds {
		w.dropped++
		return nil
	}
	if w.sources == nil {
		w.sources = make(map[ends]*window)
	}
	counts := &window{}
	w.sources[e] = counts
	return counts
}

func (w *floodWatch) findings(d *Definition, what string) []RunFinding {
	var all []RunFinding
	for e, counts := range w.sources {
		if !counts.flood {
			continue
		}
		all = append(all, RunFinding{
			Finding: d.finding(fmt.Sprintf("%d %s, up to %d within %d seconds, up to %d in one second",
				counts.total, what, counts.peak, floodWindow, counts.peakSecond)),
			Subject: e.String(),
			Count:   counts.total,
			First:   record.Time(counts.first),
			Last:    record.Time(counts.last),
		})
	}
	return all
}

// window counts what happened in the last seconds, each in a slot of its own.
type window struct {
	newest      int64 // the last second that has a slot
	first, last int64 // nanoseconds
	total       int64
	seconds     [floodWindow]int32
	sum         int32 // of all slots
	peak        int32 // the largest sum
	peakSecond  int32
	flood       bool
}

// see counts one at a time in nanoseconds. What comes later than a window's
// length after its time only counts for the total.
func (w *window) see(t int64) {
	w.total++
	w.first, w.last = min(w.first, t), max(w.last, t)
	second := t / 1e9
	w.move(second)
	if second <= w.newest-floodWindow {
		return
	}
	slot := &w.seconds[slotOf(second)]
	*slot++
	w.sum++
	w.peak, w.peakSecond = max(w.peak, w.sum), max(w.peakSecond, *slot)
}

// move empties the slots of seconds that have passed.
func (w *window) move(second int64) {
	if second-w.newest >= floodWindow {
		w.seconds, w.sum = [floodWindow]int32{}, 0
		w.newest = second
	}
	for w.newest < second {
		w.newest++
		slot := &w.seconds[slotOf(w.newest)]
		w.sum -= *slot
		*slot = 0
	}
}

// slotOf returns a second's slot; a capture's clock may stand before 1970.
func slotOf(second int64) int64 { return (second%floodWindow + floodWindow) % floodWindow }
