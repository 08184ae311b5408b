// Package replay gives saved records to a report again: those of any number of
// files, each connection once, in the order that the report wants. It knows
// nothing of packets and nothing of flags.
//
// One goroutine reads lines in batches, workers decode and encode each, and one
// goroutine takes the batches in their order. A batch passes from the one to the
// other and back, so that their number bounds the memory.
package replay

import (
	"context"
	"io"
	"runtime"
	"sync"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/selection"
)

// batch is a run of one file's lines, and what is made of them.
type batch struct {
	file  *file
	block record.Block
	// stopped is why nothing of the file comes after, or nil.
	stopped error
	// records are those in the lines, left says which are not reported, and ends where each one's encoding ends in text.
	records []*record.Connection
	left    []bool
	ends    []int
	text    []byte
	faults  []error
	done    sync.WaitGroup
}

// Run gives the files' records to the reporter, until ctx is done: those that are chosen, or all where chosen is
// nil. A connection that comes again, by its uid, is left out. It returns an error if the report could not be written; what could not be
// read is told by the files' Problems. The reporter is not closed.
func Run(ctx context.Context, files *Files, reporter report.Reporter, chosen *selection.Selection) (*report.Summary, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	workers := runtime.GOMAXPROCS(0)
	free := make(chan *batch, workers+4)
	for range cap(free) {
		free <- new(batch)
	}
	lines, ordered := make(chan *batch, cap(free)), make(chan *batch, cap(free))

	var running sync.WaitGroup
	running.Go(func() {
		files.readAll(ctx, free, func(b *batch) {
			b.done.Add(1)
			lines <- b
			ordered <- b
		})
		close(lines)
		close(ordered)
	})
	for range workers {
		running.Go(func() {
			for b := range lines {
				b.decode(reporter, chosen)
				b.done.Done()
			}
		})
	}
	c := newCollector(reporter, chosen)
	defer c.spool.Close()
	var failed error
	for b := range ordered {
		b.done.Wait()
		if failed == nil {
			if failed = c.take(b); failed != nil {
				stop()
			}
		}
		b.reset()
		free <- b
	}
	running.Wait()
	if failed == nil {
		failed = c.finish()
	}
	return c.summarize(files), failed
}

// readAll hands out the files' lines in batches.
func (s *Files) readAll(ctx context.Context, free <-chan *batch, give func(*batch)) {
	for _, f := range s.files {
		if ctx.Err() != nil {
			return
		}
		reader, release, err := f.Open(&s.read)
		if err != nil {
			b := <-free
			b.file, b.stopped = f, err
			give(b)
			continue
		}
		lines := record.NewReader(reader)
		for err == nil && ctx.Err() == nil {
			b := <-free
			if err = lines.Next(&b.block); err != nil && err != io.EOF {
				b.stopped = err
			}
			b.file = f
			give(b)
		}
		release()
	}
}

// decode decodes the batch's lines, and encodes the records that are chosen as the report has them.
func (b *batch) decode(reporter report.Reporter, chosen *selection.Selection) {
	for c, err := range b.block.Records() {
		if err != nil {
			b.faults = append(b.faults, err)
			continue
		}
		left := chosen != nil && !chosen.Match(c)
		if !left {
			b.text = reporter.Encode(b.text, c)
		}
		b.records, b.left, b.ends = append(b.records, c), append(b.left, left), append(b.ends, len(b.text))
	}
}

func (b *batch) reset() {
	b.block.Reset()
	clear(b.records)
	b.records, b.left, b.ends, b.text, b.faults, b.stopped = b.records[:0], b.left[:0], b.ends[:0], b.text[:0], b.faults[:0], nil
}
