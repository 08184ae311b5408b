package connection

import (
	"net"
	"slices"
	"strconv"

	"github.com/tlssniff/tlssniff/connection/upgrade"
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// converse gives a side's plaintext to the reader of protocols that turn into
// TLS. It reports false where the bytes belong to none.
func (c *Connection) converse(from reassembly.Side, b []byte, at place) bool {
	role := upgradeSide(from)
	if c.plaintext == nil {
		if !upgrade.Begins(role, b) {
			return false
		}
		c.plaintext = &upgrade.Reader{}
	}
	if c.plaintext.Over() {
		return false
	}
	c.sides[from].framing = plain
	rest, opened := c.plaintext.Read(role, b)
	for _, e := range c.plaintext.Events() {
		c.noteUpgrade(e, at)
	}
	switch {
	case opened:
		c.beginAnew()
		if len(rest) > 0 {
			c.take(from, rest, at)
		}
	case c.plaintext.Over():
		for i := range c.sides {
			if s := &c.sides[i]; s.framing == plain {
				s.framing = foreign
			}
		}
	}
	return true
}

// upgradeSide returns a side's part in a plaintext conversation: the client opened the connection.
func upgradeSide(s reassembly.Side) upgrade.Side {
	if s == reassembly.Opener {
		return upgrade.Client
	}
	return upgrade.Server
}

// beginAnew makes both sides undecided: what follows is TLS, or another protocol in a tunnel.
func (c *Connection) beginAnew() {
	for i := range c.sides {
		if s := &c.sides[i]; s.framing == plain || s.framing == foreign || s.framing == undecided {
			s.framing, s.start, s.attempts = undecided, s.start[:0], 0
			s.wrap.on = c.plaintext.Protocol == "tds"
		}
	}
}

// listen reads more of a side's plaintext, unless it turned into TLS unannounced.
func (c *Connection) listen(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	if tlsparse.Recognize(b) == tlsparse.RecognizedTLS && tlsparse.ContentType(b[0]) == tlsparse.ContentTypeHandshake {
		s.framing, s.tls = records, true
		c.readRecords(from, b, at)
		return
	}
	if !c.converse(from, b, at) {
		s.framing = foreign
	}
}

// upgradeSteps are the steps that events are noted as.
var upgradeSteps = [...]stepCode{
	upgrade.Offered:   stepUpgradeOffered,
	upgrade.NotListed: stepUpgradeNotOffered,
	upgrade.Asked:     stepUpgradeAsked,
	upgrade.Accepted:  stepUpgradeAccepted,
	upgrade.Refused:   stepUpgradeRefused,
	upgrade.Continued: stepContinuedInClear,
	upgrade.Announced: stepProxyHeader,
}

func (c *Connection) noteUpgrade(e upgrade.Event, at place) {
	if e.Kind == upgrade.Continued && !c.plaintext.InClear {
		return // nobody asked for TLS
	}
	from := reassembly.Opener
	if e.From == upgrade.Server {
		from = reassembly.Acceptor
	}
	c.note(from, at, upgradeSteps[e.Kind], 0, e.What)
}

// upgradeExpected reports whether TLS, or a tunnel for it, was asked for in
// plaintext, or was looked for in what the server lists and not found.
func (c *Connection) upgradeExpected() bool {
	p := c.plaintext
	switch {
	case p == nil:
		return false
	case p.Asked && p.Protocol == "" && p.Target != "":
		// A tunnel may carry anything: the port that was asked for tells what was meant.
		_, port, _ := net.SplitHostPort(p.Target)
		n, _ := strconv.ParseUint(port, 10, 16)
		return tlsPorts[uint16(n)]
	}
	return p.Asked || p.Listed && p.Wants && c.closed
}

// upgradeOutcome says how a connection ended that never came to TLS.
func (c *Connection) upgradeOutcome() string {
	p := c.plaintext
	switch {
	case p.InClear, p.Accepted && c.sides[reassembly.Opener].framing == foreign:
		return record.OutcomeNotTLS // it did not fail: it goes on without
	case p.Refused || !p.Asked:
		return record.OutcomeFailed
	case c.lacksPackets() || c.reason == reassembly.EndOpen && !c.closed:
		return record.OutcomeIncomplete
	}
	return record.OutcomeAborted
}

// startTLS names the protocol that turned into TLS, or was to.
func (c *Connection) startTLS() string {
	if c.plaintext == nil {
		return ""
	}
	if c.plaintext.Asked || c.upgradeExpected() || slices.ContainsFunc(c.sides[:], func(s side) bool { return s.tls }) {
		return c.plaintext.Protocol
	}
	return ""
}

// proxy tells which tunnel was asked for, or which ends a PROXY header names.
func (c *Connection) proxy() *record.Proxy {
	p := c.plaintext
	if p == nil || p.Proxy == "" {
		return nil
	}
	r := &record.Proxy{Kind: p.Proxy, Target: p.Target}
	if p.Source.IsValid() {
		r.Source, r.Target = p.Source.String(), p.Destination.String()
	}
	return r
}
