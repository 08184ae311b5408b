package connection

import (
	"math"

	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// outcome says how the handshake ended. It claims only what the capture shows.
func (c *Connection) outcome() string {
	client, server := c.clientSide(), c.serverSide()
	switch {
	case c.quic != nil:
		return c.outcomeQUIC()
	case !client.tls && !server.tls && c.upgradeExpected():
		return c.upgradeOutcome()
	case !client.tls && !server.tls:
		return record.OutcomeNotTLS
	case client.torn && server.tls, c.retries > 1:
		return record.OutcomeFailed
	case client.framing == foreign && !c.clientHello.seen && !c.serverHello.seen:
		// A server that speaks TLS was sent something else, and may have said so.
		return record.OutcomeNotTLS
	case c.established():
		return record.OutcomeEstablished
	case c.refused() || server.framing == foreign:
		return record.OutcomeFailed
	case c.unanswered():
		return record.OutcomeAborted
	case c.partial():
		return record.OutcomeIncomplete
	case c.reason == reassembly.EndOpen && !c.closed:
		return record.OutcomeIncomplete
	}
	return record.OutcomeAborted
}

// unanswered reports whether a client asked again and again over DTLS, and nobody answered.
func (c *Connection) unanswered() bool {
	return c.dtls != nil && c.flow.Sides[c.server()].Packets == 0 && c.flow.Sides[c.client].Packets > 2
}

// established reports whether the handshake came to a good end.
func (c *Connection) established() bool {
	switch {
	case c.refusedAfterRenegotiation && c.closed:
		return false
	case c.settled && c.tls13:
		return !c.rejected() && !c.missesECH()
	case c.settled:
		return true
	case c.tls13 && c.flightMayBeWhole():
		// Nothing of the server followed that would tell; neither did a complaint.
		return c.inferred() == nil && !c.partial() && c.closed && c.first == c.client
	}
	return false
}

// rejected reports whether the server answered a TLS 1.3 client's Finished with
// an alert and a close, before any other data and before the client's own close.
func (c *Connection) rejected() bool {
	if c.replies != 1 || !c.sizes().alert(c.reply.length()) || !c.closedBy(c.server()) {
		return false
	}
	client := c.clientSide()
	if c.sizes().alert(client.latest.length()) && client.latest.at.Index > c.settledAt.Index && client.latest.at.Index < c.reply.at.Index {
		return false // the client said goodbye first
	}
	return c.closeOf(c.client) > c.reply.at.Index
}

// missesECH reports whether a client that offered Encrypted ClientHello left with
// an alert right after its Finished: so it says that the server did not take the
// offer (RFC 9849, section 6.1.6).
func (c *Connection) missesECH() bool {
	if !c.farewell || c.afterFinished != 1 || !c.closedBy(c.client) {
		return false
	}
	hello, _ := tlsparse.ParseClientHello(c.clientHello.body)
	_, offered := hello.Extensions.Find(tlsparse.ExtensionECH)
	return offered
}

// refused reports whether an alert, seen or inferred, ended the handshake.
func (c *Connection) refused() bool {
	for i := range c.alerts {
		if a := &c.alerts[i]; c.fatal(a) && a.at.Index <= c.closeOf(a.from.Peer()) {
			return true
		}
	}
	return c.settled || !c.partial() && c.inferred() != nil
}

// fatal reports whether an alert ends the handshake. In TLS 1.3 every alert but
// close_notify does, whatever its level says (RFC 8446, section 6); below, some
// stacks mark as a warning what they then close for.
func (c *Connection) fatal(a *alert) bool {
	switch {
	case a.encrypted:
		// Where the capture began later, or lacks the other side, this is most often a close_notify.
		return (c.clientHello.seen || c.serverHello.seen) && c.flow.Sides[a.from.Peer()].Packets > 0 && (!c.settled || a.at.Index <= c.settledAt.Index)
	case a.code == tlsparse.AlertCloseNotify:
		return false
	case a.level == tlsparse.AlertLevelFatal || c.tls13 || a.code == tlsparse.AlertUserCanceled:
		return true
	}
	for i := len(c.steps) - 1; i >= 0; i-- {
		if s := &c.steps[i]; s.from == a.from {
			return s.at == a.at && c.closedBy(a.from)
		}
	}
	return false
}

// inferred returns the encrypted record that must be a fatal alert of a TLS 1.3
// handshake: the last thing that one side sent, of an alert's size, where the
// handshake needed more, and a close.
func (c *Connection) inferred() *sealedRecord {
	if !c.tls13 || !c.serverHello.seen {
		return nil
	}
	if c.settled {
		if c.rejected() {
			return &c.reply
		}
		if c.missesECH() {
			return &c.clientSide().latest
		}
		return nil
	}
	if !c.closed && c.flow.Reset == nil {
		return nil
	}
	sizes := c.sizes()
	for _, from := range [...]reassembly.Side{c.client, c.server()} {
		s := &c.sides[from]
		if s.nsealed == 0 || !sizes.alert(s.latest.length()) || from == c.client && s.nsealed <= c.beforeHello {
			continue
		}
		if s.latest.at.Index <= c.closeOf(from.Peer()) {
			return &s.latest
		}
	}
	return nil
}

// partial reports whether the capture lacks something of the handshake.
func (c *Connection) partial() bool {
	return c.midStream() && !c.clientHello.seen || c.lacksPackets() || !c.clientHello.seen && !c.v2Hello.seen
}

// lacksPackets reports whether packets of the handshake were not captured, or not whole.
func (c *Connection) lacksPackets() bool {
	f := c.flow
	return c.sides[0].missing > 0 || c.sides[1].missing > 0 ||
		f.Sides[0].Packets == 0 || f.Sides[1].Packets == 0 || f.Sides[0].Snapped || f.Sides[1].Snapped
}

// closedBy reports whether a side closed the connection, by FIN or RST.
func (c *Connection) closedBy(s reassembly.Side) bool { return c.closeOf(s) < math.MaxInt64 }

// closeOf returns the index of the packet with which a side closed, or the
// largest number if it did not.
func (c *Connection) closeOf(s reassembly.Side) int64 {
	at := int64(math.MaxInt64)
	if c.sides[s].fin {
		at = c.sides[s].finAt.Index
	}
	if r := c.flow.Reset; r != nil && r.By == s {
		at = min(at, r.At.Index)
	}
	return at
}

// close says who closed the connection first, and how.
func (c *Connection) close() string {
	switch {
	case c.closed:
		return c.byRole(c.first, "fin_client", "fin_server")
	case c.flow.Reset != nil:
		return c.byRole(c.flow.Reset.By, "rst_client", "rst_server")
	case c.reason == reassembly.EndOpen:
		return "open"
	}
	return "timeout"
}

// role names a side by its part in the handshake.
func (c *Connection) role(s reassembly.Side) string { return c.byRole(s, "client", "server") }

// byRole chooses by a side's part in the handshake.
func (c *Connection) byRole(s reassembly.Side, client, server string) string {
	if s == c.client {
		return client
	}
	return server
}
