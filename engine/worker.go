package engine

import (
	"net/netip"
	"slices"

	"github.com/tlssniff/tlssniff/connection"
	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/indicator"
	"github.com/tlssniff/tlssniff/packet"
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/selection"
	"github.com/tlssniff/tlssniff/verify"
)

// address returns an endpoint as an address that can be compared.
func address(e packet.Endpoint) netip.AddrPort { return netip.AddrPortFrom(e.Addr(), e.Port) }

// certificates is how many certificates a worker remembers, and awake how many connections whose handshake is over
// keep all that they were followed with, at all workers.
const (
	certificates = 20_000
	awake        = 1024
)

// worker owns some of the shards and every connection in them.
type worker struct {
	id         int
	batches    chan *batch
	tables     []*reassembly.Table // of the shards id, id+workers, …
	datagrams  []*reassembly.Datagrams
	followers  []*connection.Follower // one a shard
	shelves    []*shelf               // likewise, where packets are kept
	reporter   report.Reporter
	observe    func(*record.Connection)
	indicators *indicator.Set       // nil where none are looked for
	selection  *selection.Selection // nil where all are reported
	live       bool
	meter      *Meter
	sources    int // how many the followers know of
	// open and evicted are how many flows the meter knows of.
	open, evicted int64
	summary       *report.Summary
	verifier      *verify.Verifier // nil where nothing is verified
	// sheet is filled for one connection after the other.
	sheet    *connection.Sheet
	findings []record.Finding
	// harvest is that of the batch in hand.
	harvest *harvest
}

func newWorker(id int, o Options) *worker {
	w := &worker{
		id:         id,
		batches:    make(chan *batch, batches(o.Workers)),
		reporter:   o.Reporter,
		observe:    o.Observe,
		indicators: o.Indicators,
		selection:  o.Selection,
		live:       o.Live,
		meter:      o.Meter,
		summary:    &report.Summary{},
		sheet:      new(connection.Sheet),
	}
	if o.Roots != nil {
		w.verifier = verify.New(o.Roots)
	}
	memory := connection.NewMemory(certificates, awake/o.Workers)
	limits := o.Limits.Reassembly.Share(shards)
	for s := id; s < shards; s += o.Workers {
		var kept *shelf
		f := connection.NewFollower(memory, func(c *connection.Connection) { w.ended(c, kept.take(c.Flow())) })
		w.followers = append(w.followers, f)
		t := reassembly.NewTable(limits, f.Follow)
		t.Wants, t.HalfOpen = f.WantsSegment, w.halfOpen
		w.tables = append(w.tables, t)
		d := reassembly.NewDatagrams(limits, f)
		w.datagrams = append(w.datagrams, d)
		if o.Keep != nil {
			kept = newShelf(o.Limits.Kept/shards, o.Keep.FailedOnly, w.early)
			w.shelves = append(w.shelves, kept)
			t.Witness, d.Witness, f.Followed = kept, kept, kept.follow
		}
	}
	return w
}

// early takes the packets of a handshake that can't be kept until its connection ends.
func (w *worker) early(t *trail) { w.harvest.early = append(w.harvest.early, t) }

// run works through batches until there are no more.
func (w *worker) run() {
	for b := range w.batches {
		w.work(b, len(b.mine))
		b.done.Done()
	}
}

func (w *worker) work(b *batch, workers int) {
	w.harvest = &b.ended[w.id]
	if len(b.names) != w.sources {
		w.sources = len(b.names)
		for _, f := range w.followers {
			f.Sources(b.names)
		}
	}
	for _, i := range b.mine[w.id] {
		p := &b.packets[i]
		if shard := shardOf(p.Hash) / workers; p.Protocol == packet.TCP {
			w.tables[shard].Packet(p)
		} else {
			w.datagrams[shard].Packet(p)
		}
	}
	for i, t := range w.tables {
		d := w.datagrams[i]
		t.Advance(b.clock)
		d.Advance(b.clock)
		if b.shed {
			t.Evict((t.Open()+pressureSheds-1)/pressureSheds, b.clock)
			d.Evict((d.Open()+pressureSheds-1)/pressureSheds, b.clock)
		}
	}
	if w.live {
		w.count()
	}
}

// count tells the meter how many flows are open, and how many were evicted.
func (w *worker) count() {
	var open, evicted int64
	for i, t := range w.tables {
		d := w.datagrams[i]
		open += int64(t.Open() + d.Open())
		evicted += t.Counters().Evicted + d.Counters().Evicted
	}
	w.meter.Open.Add(open - w.open)
	w.meter.Evicted.Add(evicted - w.evicted)
	w.open, w.evicted = open, evicted
}

// flush is how many flows of each table are ended at once when the input ended.
const flush = 4

// end ends some of the flows that the input left open, and reports whether there are more.
func (w *worker) end(b *batch) (more bool) {
	w.harvest = &b.ended[w.id]
	for i := range w.tables {
		more = w.tables[i].Flush(flush) || more
		more = w.datagrams[i].Flush(flush) || more
	}
	return more
}

// ended takes a connection that is over. What is settled is encoded at once;
// what a later connection may throw light on is held back as a record. t is what is kept of its packets.
func (w *worker) ended(c *connection.Connection, t *trail) {
	kind := c.Kind()
	if kind == connection.Irrelevant {
		return
	}
	c.Fill(w.sheet)
	r := &w.sheet.Connection
	w.verify(c, r)
	w.findings = finding.Find(w.findings[:0], r)
	if w.indicators != nil {
		w.findings = w.indicators.Find(w.findings, r)
	}
	if len(w.findings) > 0 {
		r.Findings = w.findings
	}
	s := sheaf{
		order: order{ended: c.Ended(), first: c.First()}, trail: t, server: address(c.Server()), open: c.Open(),
		unexpected: kind == connection.Unexpected && r.Outcome != record.OutcomeEstablished,
	}
	from := len(w.harvest.text)
	s.left = w.leaves(r)
	switch {
	case s.left && !s.unexpected:
		w.harvest.lessons = append(w.harvest.lessons, knowledge.Read(r))
	case r.Outcome == record.OutcomeEstablished:
		w.summary.Add(r)
		if w.observe != nil {
			w.observe(r)
		}
		w.harvest.text = w.reporter.Encode(w.harvest.text, r)
		w.harvest.lessons = append(w.harvest.lessons, knowledge.Read(r))
	default:
		next := w.sheet.Next()
		s.held, s.size = r, w.sheet.Size()
		s.held.Findings = slices.Clone(s.held.Findings) // the worker's own are used again
		w.sheet = next
	}
	w.harvest.sheaves = append(w.harvest.sheaves, s)
	w.harvest.spans = append(w.harvest.spans, span{from, len(w.harvest.text)})
}

// verify checks the chains that both sides presented, as at the connection's beginning.
func (w *worker) verify(c *connection.Connection, r *record.Connection) {
	if w.verifier == nil {
		return
	}
	server, client := c.Chains()
	r.Verification = w.verifier.Server(server, r.ServerName.Value, r.ServerName.Present, r.Start.Std(), r.OCSP)
	r.ClientVerification = w.verifier.Client(client, r.Start.Std())
}

// halfOpen takes a TCP connection that was never opened.
func (w *worker) halfOpen(f *reassembly.Flow) {
	w.harvest.halfOpen = append(w.harvest.halfOpen, halfOpen{
		order:  order{ended: f.Clock, first: f.First.Index},
		time:   f.First.Time,
		client: f.Key.Src.Addr(), server: address(f.Key.Dst),
	})
}
