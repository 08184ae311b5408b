// Package connection follows one connection through both sides' bytes and fills
// its record. It knows nothing of output formats.
//
// While the connection lives, what its messages said is kept as bytes and a few
// facts; the record is made from them once, when it is over.
package connection

import (
	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/connection/upgrade"
	"github.com/tlssniff/tlssniff/packet"
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// Connection follows one TCP connection. It is a reassembly.Owner: its methods
// are called in the order of the capture, from one goroutine.
type Connection struct {
	follower *Follower
	// flow is whole when the connection ends, as is reason.
	flow   *reassembly.Flow
	reason reassembly.EndReason

	sides [2]side // by reassembly.Side
	// client is the side that acts as TLS client, valid where known.
	client reassembly.Side
	known  bool
	// first is the side whose FIN came first, valid where closed.
	first  reassembly.Side
	closed bool

	negotiated
	aftermath
	// quic and dtls are what those add; nil where the connection is another's.
	quic *quicState
	dtls *dtlsState

	// story is nil while the connection rests: then it is packed.
	*story
	packed *packed
}

// story is what only the handshake and the record ask for.
type story struct {
	sides [2]sideStory // by reassembly.Side
	messages
	progress

	steps        []step
	stepsDropped int
	// plaintext reads what is said before TLS; nil where nothing was that can turn into it.
	plaintext *upgrade.Reader

	alerts     []alert
	alertsLost int
	gaps       []gap
	broken     []formError

	tiring
}

// formError is what breaks a message's form.
type formError struct {
	message tlsparse.HandshakeType
	at      place
	err     string
}

// gap is a run of bytes that the capture lacks.
type gap struct {
	at             place
	from           reassembly.Side
	by             reassembly.Loss
	offset, length int64
}

// negotiated is what the hellos agreed on.
type negotiated struct {
	version tlsparse.ProtocolVersion // valid where agreed
	suite   tlsparse.CipherSuite
	agreed  bool
	tls13   bool   // records after the ServerHello (or HelloRetryRequest) look like application data
	retries int32  // HelloRetryRequests
	v2Suite uint32 // the cipher that an SSL 2.0 server chose, or 0
}

// messages are the handshake messages that the record is made from.
type messages struct {
	firstClientHello, clientHello, retry, serverHello                  message
	keyExchange, request, status, clientVerify, v2Hello, v2ServerHello message
}

// message is a copy of one handshake message's body.
type message struct {
	body    []byte
	at      place
	version tlsparse.ProtocolVersion // of the record that brought it
	seen    bool
	draft   bool // a HelloRetryRequest in the form of TLS 1.3's drafts to 21
}

// all returns every message that may be kept.
func (m *messages) all() [10]*message {
	return [...]*message{
		&m.firstClientHello, &m.clientHello, &m.retry, &m.serverHello,
		&m.keyExchange, &m.request, &m.status, &m.clientVerify, &m.v2Hello, &m.v2ServerHello,
	}
}

// keep copies a message's body.
func (m *message) keep(body []byte, at place, version tlsparse.ProtocolVersion) {
	*m = message{body: append(m.body[:0], body...), at: at, version: version, seen: true}
}

// aftermath is what records may still change after the handshake.
type aftermath struct {
	// replies counts the server's sealed records since a TLS 1.3 client's flight began, and reply is the first of them.
	reply   sealedRecord
	replies uint32
	// afterFinished counts the client's sealed records after its Finished.
	afterFinished uint32
	settled       bool // the handshake is over and good: from now on only record headers are read
	// farewell says that the first thing that a TLS 1.3 client sent after its Finished,
	// before any answer, has an alert's size.
	farewell bool
}

// progress tells how far the handshake has come.
type progress struct {
	settledAt place // valid where settled
	// serverDone says that ServerHelloDone came.
	serverDone bool
	// beforeHello counts the client's sealed records before the ServerHello: early data.
	beforeHello uint32
	// renegotiations counts handshakes after the first; renegotiating says that one is not over.
	renegotiations            int
	renegotiating             bool
	rechanged                 [2]bool
	refusedAfterRenegotiation bool
	ticketed                  bool // NewSessionTicket in the clear
}

// reset empties the story and keeps its memory.
func (s *story) reset() {
	for i := range s.sides {
		s.sides[i].reset()
	}
	for _, m := range s.all() {
		*m = message{body: emptied(m.body)}
	}
	*s = story{sides: s.sides, messages: s.messages, steps: s.steps[:0], alerts: s.alerts[:0], gaps: s.gaps[:0]}
}

// Data reads a side's next bytes.
func (c *Connection) Data(from reassembly.Side, offset int64, b []byte, at place) int64 {
	s := &c.sides[from]
	passed := offset - s.next
	if c.story == nil && !s.onlyData(passed, b) {
		c.wake()
	}
	if passed > 0 && s.framing == records {
		c.pass(from, passed, at)
	}
	s.next = offset + int64(len(b))
	if s.wrapped() {
		for len(b) > 0 {
			var inner []byte
			inner, b = s.wrap.open(b)
			c.take(from, inner, at)
		}
	} else {
		c.take(from, b, at)
	}
	if c.settled && c.story != nil {
		c.follower.memory.tire(c)
	}
	return c.unneeded(s)
}

// take reads a side's next bytes, which no other protocol wraps.
func (c *Connection) take(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	switch s.framing {
	case undecided:
		c.decide(from, b, at)
	case records:
		c.readRecords(from, b, at)
	case sslv2:
		c.readSSLv2(from, b, at)
	case lost:
		c.resume(from, b, at)
	case plain:
		c.listen(from, b, at)
	case foreign:
		c.watch(from, b, at)
	}
}

// minSkip is how many bytes are worth being passed over. An alert's record is
// shorter: where it ends is news, even in TLS 1.3, which hides what it is.
const minSkip = 64

// unneeded returns how many of the side's next bytes nothing depends on.
func (c *Connection) unneeded(s *side) int64 {
	switch {
	case s.wrapped():
		return 0
	case s.framing == foreign && s.attempts >= maxAttempts || s.framing == garbled:
		return reassembly.Forever
	case c.settled && s.framing == records && s.inside && s.left >= minSkip && s.record.Type == tlsparse.ContentTypeApplicationData:
		return int64(s.left)
	}
	return 0
}

// Gap learns that bytes of a side will not come.
func (c *Connection) Gap(from reassembly.Side, offset, n int64, by reassembly.Loss, at place) int64 {
	c.wake()
	s := &c.sides[from]
	if passed := offset - s.next; passed > 0 && s.framing == records {
		c.pass(from, passed, at)
	}
	s.next = offset + n
	if !c.settled {
		s.hole = true
		if by == reassembly.LostByCapture {
			s.missing += n
		}
		c.note(from, at, stepGap, int(n), "")
	}
	if len(c.gaps) < maxGaps {
		c.gaps = append(c.gaps, gap{at: at, from: from, by: by, offset: offset, length: n})
	}
	switch {
	case s.framing == records && s.inside && n <= int64(s.left):
		c.forgetMessage(s)
		c.pass(from, n, at)
	case s.framing == records || s.framing == undecided:
		c.forgetMessage(s)
		s.framing, s.inside, s.start, s.header = lost, false, s.start[:0], partial{}
	case s.framing == sslv2:
		s.framing = garbled
	}
	return c.unneeded(s)
}

// Fin learns that a side's stream ended.
func (c *Connection) Fin(from reassembly.Side, at place) {
	c.wake()
	s := &c.sides[from]
	s.fin, s.finAt = true, at
	if !c.closed {
		c.closed, c.first = true, from
	}
}

// End learns that the connection is over, and hands it to its follower.
func (c *Connection) End(flow *reassembly.Flow, reason reassembly.EndReason) {
	c.wake()
	c.flow, c.reason = flow, reason
	for from := range c.sides {
		if s := &c.sides[from]; s.framing == undecided && len(s.start) > 0 {
			c.decideAtEnd(s)
		}
	}
	if !c.known {
		c.guessClient()
	}
	if !c.serverHello.seen {
		c.noteUnanswered()
	}
	c.follower.ended(c)
	c.follower.memory.release(c)
}

// learnClient notes which side acts as the client. What the first message said stands.
func (c *Connection) learnClient(client reassembly.Side) {
	if !c.known {
		c.client, c.known = client, true
	}
}

// guessClient chooses the client where no message told: the side that opened
// the connection, else the one with the higher port.
func (c *Connection) guessClient() {
	c.client = reassembly.Opener
	opened := c.flow.Sides[reassembly.Opener].SYN || c.flow.Sides[reassembly.Acceptor].SYN
	if !opened && c.flow.Key.Src.Port < c.flow.Key.Dst.Port {
		c.client = reassembly.Acceptor
	}
}

// server returns the side that acts as the server.
func (c *Connection) server() reassembly.Side { return c.client.Peer() }

// clientSide and serverSide are the sides by their part in the handshake.
func (c *Connection) clientSide() *side { return &c.sides[c.client] }
func (c *Connection) serverSide() *side { return &c.sides[c.server()] }

// Kind says whether a connection is worth a record.
type Kind uint8

const (
	// Irrelevant: nothing suggests that TLS was to be expected.
	Irrelevant Kind = iota
	// Unexpected: no TLS, but its server may speak it elsewhere.
	Unexpected
	// Expected: no TLS, on a port that is registered for it.
	Expected
	// Relevant: a side's bytes are SSL or TLS.
	Relevant
)

// Kind says whether the connection is worth a record. It is valid when it ended.
func (c *Connection) Kind() Kind {
	for i := range c.sides {
		if c.sides[i].tls {
			return Relevant
		}
	}
	if c.upgradeExpected() {
		return Relevant
	}
	client := &c.flow.Sides[c.client]
	if client.Bytes == 0 || !client.SYN {
		return Irrelevant
	}
	if tlsPorts[c.endpoint(c.server()).Port] {
		return Expected
	}
	return Unexpected
}

// Chains returns the certificates that the sides presented, leaf first. They are valid until the connection is released.
func (c *Connection) Chains() (server, client []*certificate.Entry) {
	return c.serverSide().chain(), c.clientSide().chain()
}

// Flow is the one that the connection was followed as.
func (c *Connection) Flow() *reassembly.Flow { return c.flow }

// First is the index of the connection's first packet in the whole run.
func (c *Connection) First() int64 { return c.flow.First.Index }

// Ended is the capture's clock at the connection's end.
func (c *Connection) Ended() int64 { return c.flow.Clock }

// Open reports that the input ended before the connection did.
func (c *Connection) Open() bool { return c.reason == reassembly.EndOpen }

// Server is the server's address and port.
func (c *Connection) Server() packet.Endpoint { return c.endpoint(c.server()) }

func (c *Connection) endpoint(s reassembly.Side) packet.Endpoint {
	if s == reassembly.Opener {
		return c.flow.Key.Src
	}
	return c.flow.Key.Dst
}
