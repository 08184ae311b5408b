package engine

import (
	"context"
	"time"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/capture/filter"
	"github.com/tlssniff/tlssniff/packet"
)

// shards is the number of flow tables. It is fixed, so that the limits of each
// bite at the same packet whatever the number of workers.
const shards = 64

// lag is how long after its time a packet of a live source may come. With the time for which
// what follows a reset is waited for, it stays below the second within which a record is written.
const lag = 250 * time.Millisecond

// shardOf returns the table that a flow belongs to. It takes high bits of the
// hash; the table itself uses the low ones.
func shardOf(hash uint64) int { return int(hash >> 58) }

// reader decodes packets and hands each to the owner of its flow.
type reader struct {
	source  capture.Source
	filter  *filter.Filter
	decoder *packet.Decoder
	clock   clock
	live    bool
	meter   *Meter
	// pressure tells when flows have to be given up.
	pressure *pressure

	index       int64 // packets so far
	bytes       int64 // bytes captured of them
	first, last int64 // times of the first packet and of the clock
	unmatched   int64 // packets that the filter dropped
	failed      error
}

// run fills free batches and sends them, in order, to the collector and to every
// worker, until the source ends or ctx is done.
func (r *reader) run(ctx context.Context, free <-chan *batch, ordered chan<- *batch, workers []*worker) {
	for ctx.Err() == nil {
		b := <-free
		b.reset()
		if err := r.source.Next(&b.captured); err != nil {
			if !readable(err) {
				r.failed = err
			}
			return
		}
		r.decode(b, len(workers))
		if r.live && len(b.captured.Packets) == 0 {
			r.clock.catchUp(time.Now().Add(-lag).UnixNano())
		}
		r.meter.Packets.Store(r.index)
		r.meter.Bytes.Store(r.bytes)
		b.clock, b.names = r.clock.now, r.source.Names()
		b.shed = r.live && r.pressure.high(time.Now())
		b.done.Add(len(workers))
		ordered <- b
		for _, w := range workers {
			w.batches <- b
		}
	}
}

// decode turns a batch's captured packets into decoded ones with an owner.
func (r *reader) decode(b *batch, workers int) {
	for i := range b.captured.Packets {
		c := &b.captured.Packets[i]
		if r.index == 0 {
			r.first = c.Time
		}
		r.index++
		r.bytes += int64(len(c.Data))
		now := r.clock.at(b.captured.Packets[i:])

		p := b.next()
		if r.decoder.Decode(c, p) != packet.Decoded {
			continue
		}
		if r.filter != nil && !r.filter.Match(p) {
			r.unmatched++
			continue
		}
		p.Clock, p.Index = now, r.index
		b.keep(shardOf(p.Hash) % workers)
	}
	r.last = r.clock.now
}
