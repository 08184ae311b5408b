// Package engine joins capture, packet, reassembly, connection and report for
// one run: it knows the workers, the clock, the limits and the order of the
// output, and nothing of flags.
//
// One goroutine reads and decodes packets in batches. Each flow belongs to one
// worker, found by the flow's hash, which follows its connections and encodes
// the records of those that are settled. One goroutine collects what ended and
// writes it in order. A batch passes from the one to the other and back, so
// nothing on the way is locked, and what is dropped by a limit is decided by
// the packets alone: flows live in a fixed number of shards with limits of
// their own, and a worker owns some of them.
package engine

import (
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/capture/filter"
	"github.com/tlssniff/tlssniff/indicator"
	"github.com/tlssniff/tlssniff/packet"
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/selection"
	"github.com/tlssniff/tlssniff/verify"
)

// Options say what to read, how, and where the records go.
type Options struct {
	Source   capture.Source
	Reporter report.Reporter
	// Roots are what certificates are verified against; nil leaves them unverified.
	Roots *verify.Roots
	// Filter drops packets that it does not match; nil keeps all.
	Filter *filter.Filter
	// Indicators are looked for in every record; nil looks for none.
	Indicators *indicator.Set
	// Selection chooses the records that are reported; nil reports all. What the others teach is learnt all the same.
	Selection *selection.Selection
	// Workers is how many goroutines follow connections; 0 is one a processor.
	Workers int
	// Limits are those of the whole run; the zero value stands for DefaultLimits.
	Limits Limits
	// Live says that the packets come as they are sent: time passes without them too, and every record
	// is written when its connection ends, with what is known by then. The Reporter must stream.
	Live bool
	// Flush, where it is set, is called when what ended lately is written, so that it need not wait in a buffer.
	Flush func() error
	// Observe, where it is set, is given every record that is written, by several goroutines. It may not keep it.
	Observe func(*record.Connection)
	// Keep, where it is set, says that packets are kept, of which connections, and where they go.
	Keep *Keep
	// Meter, where it is set, counts while the run goes on.
	Meter *Meter
}

// Meter counts what a run has done so far. It may be read at any time.
type Meter struct {
	Packets, Bytes atomic.Int64 // read
	Open           atomic.Int64 // flows that are followed, in a live run
	Evicted        atomic.Int64 // flows that ended because there were too many, likewise
	// Beat is when the last batch was done with, whatever was in it, in nanoseconds since 1970: a live
	// run that stands still shows it here.
	Beat atomic.Int64
}

// Limits bound what a run may keep in memory.
type Limits struct {
	Reassembly reassembly.Limits
	// Held is how many bytes of records of connections that were not established are
	// kept until the input ends, and Strays how many of connections without TLS are
	// remembered in case their server turns out to speak it.
	Held, Strays int
	// Kept is how many bytes of packets are kept of connections that go on, where any are.
	Kept int
	// Memory is how many bytes of memory the process may have in use, or 0: near it, the flows that were
	// idle for longest are given up. Unlike the others it depends on more than the packets: it is for live runs.
	Memory int64
}

// DefaultLimits fit a workstation.
func DefaultLimits() Limits {
	return Limits{Reassembly: reassembly.DefaultLimits(), Held: 64 << 20, Strays: 16 << 20, Kept: 64 << 20}
}

// Run reads the source to its end, or until ctx is done, and writes its report.
// It returns an error if the report could not be written; what could not be
// read is told by the source's Problems. The reporter is not closed.
func Run(ctx context.Context, o Options) (*report.Summary, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	o.Workers = min(o.Workers, shards)
	if o.Meter == nil {
		o.Meter = new(Meter)
	}
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	workers := make([]*worker, o.Workers)
	for i := range workers {
		workers[i] = newWorker(i, o)
	}
	free := make(chan *batch, batches(o.Workers))
	for range cap(free) {
		free <- newBatch(o.Workers)
	}
	ordered := make(chan *batch, cap(free))

	var running sync.WaitGroup
	for _, w := range workers {
		running.Go(w.run)
	}
	r := &reader{source: o.Source, filter: o.Filter, live: o.Live, meter: o.Meter, decoder: packet.NewDecoder(packet.Options{KeepFragments: o.Keep != nil}), pressure: newPressure(o.Limits.Memory)}
	running.Go(func() {
		r.run(ctx, free, ordered, workers)
		close(ordered)
		for _, w := range workers {
			close(w.batches)
		}
	})

	c := newCollector(o)
	defer c.close()
	var failed error
	for b := range ordered {
		b.done.Wait()
		if failed == nil {
			if failed = c.take(b); failed != nil {
				stop()
			}
		}
		o.Meter.Beat.Store(time.Now().UnixNano())
		free <- b
	}
	running.Wait()
	if failed == nil {
		failed = flushAll(workers, c, o.Source.Names())
	}
	if failed == nil {
		failed = c.finish()
	}
	if failed == nil {
		failed = r.failed
	}
	return summarize(o, r, workers, c), failed
}

// flushAll ends the flows that the input left open: some at a time, because all their records together may be large.
func flushAll(workers []*worker, c *collector, names []string) error {
	b := newBatch(len(workers))
	b.names = names
	for more := true; more; {
		b.reset()
		left := make([]bool, len(workers))
		var running sync.WaitGroup
		for i, w := range workers {
			running.Go(func() { left[i] = w.end(b) })
		}
		running.Wait()
		if err := c.take(b); err != nil {
			return err
		}
		more = slices.Contains(left, true)
	}
	return nil
}

// readable reports whether an error of a source is more than its end.
func readable(err error) bool { return err == nil || errors.Is(err, io.EOF) }
