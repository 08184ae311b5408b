package engine

import (
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// summarize adds up what the reader, the workers and the collector counted.
func summarize(o Options, r *reader, workers []*worker, c *collector) *report.Summary {
	s := c.summary
	var counters reassembly.Counters
	var oversize, datagramFlows int64
	for _, w := range workers {
		s.Merge(w.summary)
		for _, t := range w.tables {
			counters.Add(t.Counters())
		}
		for _, t := range w.datagrams {
			n := t.Counters()
			datagramFlows += n.Flows
			counters.Evicted += n.Evicted
		}
		for _, f := range w.followers {
			oversize += f.Oversize()
		}
	}
	s.Packets, s.Bytes = r.index, r.bytes
	s.Files = len(o.Source.Names())
	if r.index > 0 {
		s.Start, s.End = record.Time(r.first), record.Time(r.last)
	}
	s.Refused, s.HalfOpen = counters.Refused, counters.HalfOpen
	s.TCPConnections, s.UDPConnections = counters.Flows, datagramFlows
	r.losses(s)
	tableLosses(s, &counters, o.Live)
	s.Lose("handshake messages too long to be kept", oversize, "")
	c.losses(s)
	if o.Indicators != nil {
		s.Indicators, s.Lists = int64(o.Indicators.Size()), len(o.Indicators.Lists())
	}
	if o.Selection != nil {
		s.LeftOut, s.Criteria = c.left, o.Selection.Asked()
	}
	s.Across = c.watch.Findings()
	if c.keeper != nil {
		s.Kept = c.keeper.summary(workers)
	}
	return s
}

// losses tells which packets were not read.
func (r *reader) losses(s *report.Summary) {
	stats := r.decoder.Stats()
	s.Lose("packets that the filter dropped", r.unmatched, "")
	s.Lose("packets cut by the snap length before their ports", stats.Truncated, "capture with a larger snap length (tcpdump -s 0)")
	s.Lose("malformed packets", stats.Malformed, "")
	for _, l := range stats.LinkTypes {
		s.Lose("packets of link type "+l.Name+", which can't be read", l.Packets, "")
	}
	f := stats.Fragments
	s.Lose("datagrams whose IP fragments did not all come", f.TimedOut, "")
	s.Lose("datagrams dropped because too many IP fragments waited", f.Dropped, "")
}

// tableLosses tells what reassembly dropped, and which limit cost what.
func tableLosses(s *report.Summary, c *reassembly.Counters, live bool) {
	roomier := "raise --max-connections"
	if live {
		roomier = "raise --max-memory, or --max-connections where it is given"
	}
	s.Lose("segments passed over that show no TLS, of connections that began before the capture", c.Unwanted, "")
	s.Lose("connections dropped because too many were open", c.Evicted, roomier)
	s.Lose("holes given up because too many bytes waited behind them", c.Overfull, "")
	s.Lose("segments with a wrong checksum, not believed", c.BadChecksum, "")
	s.Lose("segments outside the window, not believed", c.OutOfWindow, "")
	s.Lose("segments that contradict others at the same place", c.Conflicts, "")
}

// losses tells what the collector's limits cost.
func (c *collector) losses(s *report.Summary) {
	s.Lose("records written before the input's end because too many were held", c.early, "")
	s.Lose("connections without TLS forgotten before it was known whether their server speaks it", c.forgotten, "")
	s.Lose("connections not watched for floods and changed certificates", c.watch.Dropped(), "")
	s.Lose("servers and CAs not remembered because there were too many", c.known.Forgotten(), "")
}
