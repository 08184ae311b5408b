package main

import (
	"context"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/record"
)

// watchEvery is how often the log says how a capture goes.
const watchEvery = time.Minute

// watch tells in the log how a capture goes.
type watch struct {
	log                 *slog.Logger
	meter               *engine.Meter
	source              *live.Source
	connections, failed atomic.Int64
}

func newWatch(log *slog.Logger, meter *engine.Meter, source *live.Source) *watch {
	return &watch{log: log, meter: meter, source: source}
}

// observing returns an observer that counts, and tells another, if there is one.
func (w *watch) observing(next observer) observer {
	return func(c *record.Connection) {
		w.connections.Add(1)
		if c.Diagnosis != nil {
			w.failed.Add(1)
		}
		if next != nil {
			next(c)
		}
	}
}

// run writes a line every minute until ctx is done.
func (w *watch) run(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			w.tell()
		}
	}
}

func (w *watch) tell() {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	args := []any{
		"packets", w.meter.Packets.Load(), "connections", w.connections.Load(), "failed", w.failed.Load(),
		"open", w.meter.Open.Load(), "memory_mb", memory.Sys >> 20,
	}
	var lost int64
	for _, s := range w.source.Stats() {
		lost += s.Dropped + s.Missed
		if !s.Up {
			args = append(args, "down", s.Interface)
		}
	}
	w.log.Info("capturing", append(args, "lost", lost)...)
}
