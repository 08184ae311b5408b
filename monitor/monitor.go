// Package monitor tells how a live run is doing while it goes on: to the log, to
// Prometheus, to systemd, and to whoever asks for its State.
package monitor

import (
	"runtime/metrics"
	"time"

	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/record"
)

// standstill is after how long without a batch a run is no longer healthy. A live source hands out one
// every 100 ms, even an empty one.
const standstill = 15 * time.Second

// Interfaces are where a run's packets come from.
type Interfaces interface {
	Stats() []live.Stats
}

// Monitor watches one run. Its methods may be called from any goroutine.
type Monitor struct {
	// Meter is what the engine counts into.
	Meter      *engine.Meter
	interfaces Interfaces
	tally      tally
	began      time.Time
}

// New returns a Monitor of a run that begins now.
func New(interfaces Interfaces) *Monitor {
	return &Monitor{Meter: new(engine.Meter), interfaces: interfaces, began: time.Now()}
}

// Observe counts a record that is written.
func (m *Monitor) Observe(c *record.Connection) { m.tally.add(c) }

// State is how a run stands at one moment. All counts are since its start.
type State struct {
	Packets, Bytes int64
	Open, Evicted  int64 // flows: that are followed, and that were given up to make room
	Memory         int64 // bytes that the process has in use
	Interfaces     []live.Stats
	Counts
}

// Lost returns how many packets the kernel dropped, and how many the network cards and the kernel lost before.
func (s *State) Lost() (dropped, missed int64) {
	for _, i := range s.Interfaces {
		dropped += i.Dropped
		missed += i.Missed
	}
	return dropped, missed
}

// State returns how the run stands now.
func (m *Monitor) State() State {
	return State{
		Packets: m.Meter.Packets.Load(), Bytes: m.Meter.Bytes.Load(),
		Open: m.Meter.Open.Load(), Evicted: m.Meter.Evicted.Load(),
		Memory: memory(), Interfaces: m.interfaces.Stats(), Counts: m.tally.counts(),
	}
}

// Healthy reports whether packets are taken and records written: one that blocks stops both.
func (m *Monitor) Healthy() bool {
	last := m.began
	if beat := m.Meter.Beat.Load(); beat > 0 {
		last = time.Unix(0, beat)
	}
	return time.Since(last) < standstill
}

// memory returns how many bytes the Go runtime has from the system.
func memory() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64() - sample[1].Value.Uint64())
}
