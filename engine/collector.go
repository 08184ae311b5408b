package engine

import (
	"bytes"
	"net/netip"
	"slices"

	"github.com/tlssniff/tlssniff/diagnosis"
	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/report"
)

// collector writes what ended, in the report's order. Connections that were not
// established wait until the input ends, because a later one may tell why; then
// they are diagnosed with all that was learnt.
type collector struct {
	reporter report.Reporter
	limits   Limits
	summary  *report.Summary
	spool    *spool // nil where the report streams

	sheaves   []sheaf
	neverOpen []halfOpen
	text      []byte
	// held wait for the end; strays wait for their server to be seen speaking TLS.
	held, strays queue
	known        knowledge.Base
	watch        finding.Watch

	early     int64 // records that were written before the end because too many were held
	forgotten int64 // connections without TLS that were forgotten because there were too many
}

func newCollector(o Options) *collector {
	c := &collector{reporter: o.Reporter, limits: o.Limits, summary: &report.Summary{}}
	if !o.Reporter.Streaming() {
		c.spool = &spool{limit: spoolMemory}
	}
	return c
}

// take places everything that ended during a batch.
func (c *collector) take(b *batch) error {
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
		c.watch.HalfOpen(h.time, h.client, h.server)
	}
	return nil
}

func (c *collector) place(s sheaf) error {
	if s.unexpected {
		if c.strays.push(s); c.strays.len() > c.limits.Strays {
			c.strays.pop()
			c.forgotten++
		}
		return nil
	}
	if s.held != nil {
		lesson := knowledge.Read(s.held)
		c.learn(&lesson)
	} else {
		c.learn(s.lesson)
		s.lesson = nil // it is the batch's
	}
	if s.held == nil && s.open {
		// It comes with those that waited for the end, of which the batch may be used again by then.
		s.text = bytes.Clone(s.text)
		c.held.push(s)
		return nil
	}
	if s.held == nil {
		return c.write(s.order, s.text)
	}
	if c.held.push(s); c.held.len() > c.limits.Held {
		c.early++
		return c.release(c.held.pop())
	}
	return nil
}

// learn takes what one connection teaches of its server, and what it adds to what only many show.
func (c *collector) learn(l *knowledge.Lesson) {
	c.known.Learn(l)
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
	for _, s := range waiting {
		if err := c.release(s); err != nil {
			return err
		}
	}
	if c.spool != nil {
		return c.spool.drain(c.reporter.Write)
	}
	return nil
}

// release diagnoses and writes a record that was held back.
func (c *collector) release(s sheaf) error {
	if s.held == nil {
		return c.write(s.order, s.text)
	}
	s.held.Diagnosis = diagnosis.Diagnose(s.held, &c.known)
	c.summary.Add(s.held)
	c.text = c.reporter.Encode(c.text[:0], s.held)
	return c.write(s.order, c.text)
}

func (c *collector) write(o order, text []byte) error {
	if c.spool != nil {
		return c.spool.add(o.first, text)
	}
	return c.reporter.Write(text)
}

func (c *collector) close() {
	if c.spool != nil {
		c.spool.close()
	}
}
