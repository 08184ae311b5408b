package connection

import (
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/packet"
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// filler makes the record of one connection that ended. Each part of the record
// is filled by a function in the file of that part's name.
type filler struct {
	*Connection
	sheet *Sheet
	// knownOffer is what is known of the first ClientHello, and knownAnswer of the ServerHello; nil where one comes for
	// the first time, or is one of a kind.
	knownOffer  *knownClientHello
	knownAnswer *knownServerHello
	// answer is the ServerHello, as far as it can be read; nothing where there is none.
	answer tlsparse.ServerHello
	// sources are the indexes of the files that the connection spans, in the order in which they were met.
	sources []int32
	few     [4]int32 // room for them
}

// blame notes that a message that is read only now breaks its form, if it does.
func (f *filler) blame(kind tlsparse.HandshakeType, m *message, err error) {
	if err != nil {
		f.broken = append(f.broken, formError{kind, m.at, err.Error()})
	}
}

// Fill makes the connection's record on a sheet, which is overwritten.
func (c *Connection) Fill(s *Sheet) {
	s.reset()
	f := filler{Connection: c, sheet: s}
	f.sources = f.few[:0]
	f.findSources()
	r := &s.Connection
	*r = record.Connection{
		Schema:      record.Schema,
		UID:         f.uid(),
		CommunityID: f.communityID(),
		Capture:     f.capture(),
		Transport:   c.transport(),
		StartTLS:    c.startTLS(),
		Proxy:       c.proxy(),
		Client:      f.endpointRecord(c.client),
		Server:      f.endpointRecord(c.server()),
		Link:        f.link(),
		TCP:         f.tcp(),
		QUIC:        f.quicRecord(),
		First:       f.firstBytes(),
		Start:       record.Time(min(c.flow.First.Time, c.flow.Last.Time)),
		End:         record.Time(max(c.flow.First.Time, c.flow.Last.Time)),
		Close:       c.close(),
		Outcome:     c.outcome(),
	}
	if r.Outcome == record.OutcomeNotTLS && !c.clientSide().tls && !c.serverSide().tls && !c.upgradeExpected() {
		return
	}
	f.hellos(r)
	f.keys(r)
	f.authentication(r)
	f.resumption(r)
	f.early(r)
	f.recordAlerts(r)
	if c.renegotiations > 0 {
		r.Renegotiations = record.Some(c.renegotiations)
	}
	r.History = f.history()
	r.Steps, r.StepsTruncated = f.recordSteps(), c.stepsDropped
	r.Timing = f.timing()
	r.Fingerprints = f.fingerprints()
}

// findSources lists the files that the connection spans.
func (f *filler) findSources() {
	f.sources = append(f.sources, f.flow.First.Source())
	for i := range f.steps {
		f.source(f.steps[i].at.Source())
	}
	f.source(f.flow.Last.Source())
}

// source returns a file's place among the connection's files.
func (f *filler) source(s int32) int {
	i := slices.Index(f.sources, s)
	if i < 0 {
		i = len(f.sources)
		f.sources = append(f.sources, s)
	}
	return i
}

// packet places something in the capture.
func (f *filler) packet(at place) record.Packet {
	p := record.Packet{Number: at.Number()}
	if len(f.sources) > 1 {
		p.File = record.Some(f.source(at.Source()))
	}
	return p
}

func (f *filler) sourceName(i int32) string {
	if names := f.follower.sources; int(i) < len(names) {
		return names[i]
	}
	return ""
}

func (f *filler) capture() record.Capture {
	c := record.Capture{
		Source:      f.sourceName(f.flow.First.Source()),
		FirstPacket: f.flow.First.Number(),
		LastPacket:  f.flow.Last.Number(),
	}
	if len(f.sources) > 1 {
		for _, s := range f.sources {
			c.Sources = append(c.Sources, f.sourceName(s))
		}
	}
	if f.midStream() || f.answerFirst() {
		c.MidStream = record.Some(true)
	}
	for s := range f.sides {
		if f.flow.Sides[s].Packets == 0 {
			c.OneSided = f.role(reassembly.Side(s).Peer())
		}
	}
	if missing := f.sides[0].missing + f.sides[1].missing; missing > 0 {
		c.MissingBytes = record.Some(int(missing))
	}
	if f.flow.Sides[0].Snapped || f.flow.Sides[1].Snapped {
		c.Snapped = record.Some(true)
	}
	return c
}

func (f *filler) endpointRecord(s reassembly.Side) record.Endpoint {
	e, stats := f.endpoint(s), &f.flow.Sides[s]
	return record.Endpoint{IP: f.address(e), Port: e.Port, Packets: stats.Packets, Bytes: stats.Bytes}
}

// address writes an endpoint's address.
func (f *filler) address(e packet.Endpoint) string {
	from := len(f.sheet.long)
	f.sheet.long = e.Addr().AppendTo(f.sheet.long)
	return f.sheet.cut(from)
}

func (f *filler) link() *record.Link {
	through := f.flow.Link
	if through == nil {
		return nil
	}
	l := &record.Link{VLANs: through.VLANs}
	for _, t := range through.Tunnels {
		l.Tunnels = append(l.Tunnels, t.String())
	}
	return l
}

// answerFirst reports whether the first datagram that was captured is the server's, so that
// the client's hello was sent before the capture began.
func (f *filler) answerFirst() bool {
	return f.overDatagrams() && f.serverHello.seen && !f.clientHello.seen && f.client != reassembly.Opener
}

// firstBytes names what the sides spoke that did not speak TLS.
func (f *filler) firstBytes() *record.FirstBytes {
	client, server := f.clientSide().protocol, f.serverSide().protocol
	if client == "" && server == "" {
		return nil
	}
	return &record.FirstBytes{Client: f.better(client), Server: f.better(server)}
}

// better names what a side's first bytes are where what was said next tells it: SMTP, LMTP and
// FTP greet alike, and others have no words to be known by.
func (f *filler) better(name string) string {
	p := f.plaintext
	switch {
	case p == nil || name != "smtp" && name != "unknown":
	case p.Protocol != "":
		return p.Protocol
	case strings.HasPrefix(p.Proxy, "socks"):
		return "socks"
	}
	return name
}

func (f *filler) timing() *record.Timing {
	t := &f.sheet.timing
	*t = record.Timing{}
	opener, acceptor := &f.flow.Sides[reassembly.Opener], &f.flow.Sides[reassembly.Acceptor]
	if opener.SYN && acceptor.SYN {
		t.TCP = record.Some(record.Time(f.flow.SynAckTime).Since(record.Time(f.flow.SynTime)))
	}
	hello := f.initialHello()
	if hello.seen && f.serverHello.seen {
		t.ServerHello = record.Some(record.Time(f.serverHello.at.Time).Since(record.Time(hello.at.Time)))
	}
	if hello.seen && f.settled {
		t.Handshake = record.Some(record.Time(f.settledAt.Time).Since(record.Time(hello.at.Time)))
	}
	if *t == (record.Timing{}) {
		return nil
	}
	return t
}

// initialHello is the client's first ClientHello.
func (c *Connection) initialHello() *message {
	if c.firstClientHello.seen {
		return &c.firstClientHello
	}
	return &c.clientHello
}

func (f *filler) recordAlerts(r *record.Connection) {
	alerts := f.goodbyes(f.alerts)
	if len(alerts) > len(f.alerts) {
		slices.SortStableFunc(alerts, func(a, b alert) int { return int(a.at.Index - b.at.Index) })
	}
	r.AlertsTruncated = f.alertsLost
	if len(alerts) == 0 {
		return
	}
	f.sheet.alerts = f.sheet.alerts[:0]
	for i := range alerts {
		a := &alerts[i]
		out := record.Alert{Time: record.Time(a.at.Time), Packet: f.packet(a.at), From: f.role(a.from), Encrypted: a.encrypted}
		if !a.encrypted {
			out.Level, out.Description, out.Code = a.level.String(), a.code.String(), record.Some(uint8(a.code))
		}
		f.sheet.alerts = append(f.sheet.alerts, out)
	}
	r.Alerts = f.sheet.alerts
}

// goodbyes appends the encrypted records of TLS 1.3 that are alerts by size and
// place: the last thing that a side sent before the connection closed.
func (f *filler) goodbyes(alerts []alert) []alert {
	if !f.tls13 || !f.serverHello.seen || f.closeOf(0) == f.closeOf(1) {
		return alerts
	}
	sizes := f.sizes()
	for i := range f.sides {
		from := reassembly.Side(i)
		s := &f.sides[i]
		if s.nsealed > 0 && s.latest.kind == tlsparse.ContentTypeApplicationData && sizes.alert(s.latest.length()) && (from != f.client || s.nsealed > f.beforeHello) {
			alerts = append(alerts, alert{at: s.latest.at, from: from, encrypted: true})
		}
	}
	return alerts
}
