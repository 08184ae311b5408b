package replay

import (
	"cmp"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/selection"
	"github.com/tlssniff/tlssniff/spool"
)

// place is a record's in a report that does not stream: by when its connection began, and of those that
// began at once by its first packet.
type place struct {
	start record.Time
	first int64
}

func byPlace(a, b place) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.first, b.first))
}

// collector writes what the batches hold.
type collector struct {
	reporter   report.Reporter
	spool      *spool.Spool[place] // what is written at the end, in order
	seen       *seen
	summary    *report.Summary
	records    int64                // that were read
	shown      int64                // that were not left out
	chosen     *selection.Selection // nil where all are
	left       int64                // connections that are not reported
	duplicates int64
	broken     int64
}

func newCollector(r report.Reporter, chosen *selection.Selection) *collector {
	return &collector{
		reporter: r, chosen: chosen, spool: spool.New(spool.Memory, byPlace),
		seen: newSeen(maxSeen), summary: new(report.Summary),
	}
}

// take writes a batch's records, or keeps them until the end.
func (c *collector) take(b *batch) error {
	for _, fault := range b.faults {
		b.file.fail(fault)
	}
	c.broken += int64(len(b.faults))
	if b.stopped != nil {
		b.file.stop(b.stopped)
	}
	b.file.records += int64(len(b.records))
	c.records += int64(len(b.records))
	from := 0
	for i, r := range b.records {
		text := b.text[from:b.ends[i]]
		from = b.ends[i]
		if !c.seen.first(r.UID) {
			c.duplicates++
			continue
		}
		if b.left[i] {
			c.left++
			continue
		}
		c.count(r)
		if c.reporter.Streaming() {
			if err := c.reporter.Write(text); err != nil {
				return err
			}
		} else if err := c.spool.Add(place{r.Start, r.Capture.FirstPacket}, text); err != nil {
			return err
		}
	}
	return nil
}

// count adds a record to the summary.
func (c *collector) count(r *record.Connection) {
	s := c.summary
	if c.shown == 0 {
		s.Start, s.End = r.Start, r.End
	}
	c.shown++
	s.Start, s.End = min(s.Start, r.Start), max(s.End, r.End)
	s.Add(r)
}

// finish writes what was kept.
func (c *collector) finish() error {
	return c.spool.Drain(func(_ place, text []byte) error { return c.reporter.Write(text) })
}

// summarize tells what was read, and what was left out.
func (c *collector) summarize(files *Files) *report.Summary {
	s := c.summary
	s.Files, s.Records = len(files.files), record.Some(c.records)
	if c.chosen != nil {
		s.LeftOut, s.Criteria = c.left, c.chosen.Asked()
	}
	s.Lose("records of connections that were there already, by their uid", c.duplicates, "")
	s.Lose("broken lines, which hold no record", c.broken, "")
	s.Lose("uids forgotten because there were too many: of their connections there may be more records than one", c.seen.forgotten, "")
	return s
}
