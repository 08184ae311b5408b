package engine

import (
	"cmp"
	"math"
	"net/netip"
	"slices"

	"github.com/tlssniff/tlssniff/diagnosis"
	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/selection"
	"github.com/tlssniff/tlssniff/spool"
)

// collector writes what ended, in the report's order. Connections that were not
// established wait until the input ends, because a later one may tell why; then
// they are diagnosed with all that was learnt.
type collector struct {
	reporter  report.Reporter
	limits    Limits
	live      bool
	flush     func() error
	observe   func(*record.Connection)
	selection *selection.Selection // nil where all are reported
	summary   *report.Summary
	// spool keeps what is to be written in the order of first packets: all, or where the report streams, what was
	// still open when the input ended.
	spool *spool.Spool[int64]
	// keeper is nil where no packets are kept.
	keeper *keeper

	sheaves   []sheaf
	neverOpen []halfOpen
	text      []byte
	// held wait for the end; strays wait for their server to be seen speaking TLS.
	held, strays queue
	known        knowledge.Base
	watch        finding.Watch

	left      int64 // connections that are not reported
	early     int64 // records that were written before the end because too many were held
	forgotten int64 // connections without TLS that were forgotten because there were too many
}

func newCollector(o Options) *collector {
	c := &collector{
		reporter: o.Reporter, limits: o.Limits, live: o.Live, flush: o.Flush, observe: o.Observe, selection: o.Selection,
		summary: &report.Summary{}, spool: spool.New(spool.Memory, cmp.Compare[int64]),
	}
	if o.Keep != nil {
		c.keeper = newKeeper(*o.Keep)
		c.limits.Strays *= strayPackets
	}
	return c
}

// strayPackets is how many times the memory for strays is larger where their packets are kept: as many
// of them are remembered as without.
const strayPackets = 4

// take places everything that ended during a batch.
func (c *collector) take(b *batch) error {
	if c.keeper != nil {
		if err := c.keeper.begin(b); err != nil {
			return err
		}
	}
	c.sheaves = gather(c.sheaves[:0], b.ended)
	for _, s := range c.sheaves {
		if err := c.place(s); err != nil {
			return err
		}
	}
	clear(c.sheaves)
	c.neverOpen = c.neverOpen[:0]
	for w := range b.ended {
		c.neverOpen = append(c.neverOpen, b.ended[w].halfOpen...)
	}
	slices.SortFunc(c.neverOpen, func(a, b halfOpen) int { return byEnd(a.order, b.order) })
	for _, h := range c.neverOpen {
		if c.selection == nil || c.selection.MatchHalfOpen(record.Time(h.time), h.client, h.server) {
			c.watch.HalfOpen(h.time, h.client, h.server)
		}
	}
	if c.flush != nil {
		return c.flush()
	}
	return nil
}

func (c *collector) place(s sheaf) error {
	if c.live {
		return c.placeLive(s)
	}
	if s.unexpected {
		s.size += s.trail.size()
		if c.strays.push(s); c.strays.size > c.limits.Strays {
			c.strays.pop()
			c.forgotten++
		}
		return nil
	}
	if s.held != nil {
		lesson := knowledge.Read(s.held)
		c.learn(&lesson, !c.undecided())
	} else {
		c.learn(s.lesson, !s.left)
		s.lesson = nil // it is the batch's
	}
	if s.held == nil {
		return c.settled(s)
	}
	if c.keeper != nil {
		if err := c.keeper.wait(&s); err != nil {
			return err
		}
	}
	if c.held.push(s); c.held.size > c.limits.Held {
		c.early++
		oldest := c.held.pop()
		selected, err := c.encode(oldest)
		switch {
		case err != nil || !selected:
			return err
		case c.reporter.Streaming():
			return c.reporter.Write(c.text)
		}
		return c.spool.Add(oldest.first, c.text)
	}
	return nil
}

// settled writes an established connection, or keeps it for its place in the report, unless it is not reported.
func (c *collector) settled(s sheaf) error {
	if s.left {
		c.left++
		return nil
	}
	if c.keeper != nil {
		if err := c.keeper.settle(&s, nil); err != nil {
			return err
		}
	}
	if !c.live && (s.open || !c.reporter.Streaming()) {
		return c.spool.Add(s.first, s.text)
	}
	return c.reporter.Write(s.text)
}

// placeLive writes what ended with what is known by now: nothing waits for what may come.
func (c *collector) placeLive(s sheaf) error {
	if s.held == nil {
		c.learn(s.lesson, !s.left)
		return c.settled(s)
	}
	if s.unexpected && !c.known.SpeaksTLS(s.server) {
		return nil
	}
	selected, err := c.encode(s)
	if !s.unexpected {
		lesson := knowledge.Read(s.held)
		c.learn(&lesson, !c.undecided())
	}
	if err != nil || !selected {
		return err
	}
	return c.reporter.Write(c.text)
}

// learn takes what one connection teaches of its server, and, of one that is reported, what it adds to what only many show.
func (c *collector) learn(l *knowledge.Lesson, reported bool) {
	c.known.Learn(l)
	if reported {
		c.look(l)
	}
}

// look takes what a connection adds to what only many show.
func (c *collector) look(l *knowledge.Lesson) {
	c.watch.Connection(&finding.Observation{
		Time: l.Time, Client: netip.AddrPortFrom(l.Client, 0), Server: l.Server,
		ServerName: l.Name, Leaf: l.Chain[0], Untrusted: l.Untrusted, UID: l.Where.UID,
	})
}

// finish writes what was held back, in the order of first packets.
func (c *collector) finish() error {
	for c.strays.len() > 0 {
		if s := c.strays.pop(); c.known.SpeaksTLS(s.server) {
			c.held.push(s)
		}
	}
	waiting := c.held.rest()
	slices.SortStableFunc(waiting, func(a, b sheaf) int { return byFirst(a.order, b.order) })
	// releaseBefore writes those that were held back and began before a packet.
	releaseBefore := func(first int64) error {
		for len(waiting) > 0 && waiting[0].first < first {
			selected, err := c.encode(waiting[0])
			waiting[0], waiting = sheaf{}, waiting[1:]
			if err != nil {
				return err
			}
			if !selected {
				continue
			}
			if err := c.reporter.Write(c.text); err != nil {
				return err
			}
		}
		return nil
	}
	if err := c.spool.Drain(func(first int64, text []byte) error {
		if err := releaseBefore(first); err != nil {
			return err
		}
		return c.reporter.Write(text)
	}); err != nil {
		return err
	}
	return releaseBefore(math.MaxInt64)
}

// encode diagnoses a record that was held back, and makes its text and writes its packets if it is to be reported.
func (c *collector) encode(s sheaf) (selected bool, err error) {
	if !s.left {
		s.held.Diagnosis = diagnosis.Diagnose(s.held, &c.known)
	}
	if s.left || c.undecided() && !c.decide(s) {
		c.left++
		return false, nil
	}
	c.summary.Add(s.held)
	if c.observe != nil {
		c.observe(s.held)
	}
	c.text = c.reporter.Encode(c.text[:0], s.held)
	if c.keeper != nil {
		err = c.keeper.settle(&s, s.held)
	}
	return true, err
}

func (c *collector) close() {
	c.spool.Close()
	if c.keeper != nil {
		c.keeper.waiting.Close()
	}
}
