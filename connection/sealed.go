package connection

import (
	"cmp"
	"slices"

	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// seal takes an encrypted record that came whole. Its content is hidden; its
// type, its size and its place tell how the handshake goes on.
func (c *Connection) seal(from reassembly.Side, at place) {
	s := &c.sides[from]
	r := sealedRecord{at: at, kind: s.record.Type, size: uint16(s.record.Length)}
	s.nsealed++
	s.latest = r
	// After a ServerHello nothing depends on what the server's records were one by one.
	if !c.settled && len(s.sealed) < maxSealed && (from == c.client || !c.serverHello.seen) {
		s.sealed = append(s.sealed, r)
	}
	if c.tls13 {
		c.sealTLS13(from, r)
	} else {
		c.sealTLS12(from, r)
	}
}

// sealTLS12 follows TLS 1.2 and below, where a record's type stays visible.
func (c *Connection) sealTLS12(from reassembly.Side, r sealedRecord) {
	s := &c.sides[from]
	switch c.visible(r) {
	case tlsparse.ContentTypeHandshake:
		c.note(from, r.at, stepEncryptedHandshake, r.length(), "")
		if c.settled {
			c.renegotiate(from)
			return
		}
		s.finished = s.changed
		c.settle(r.at)
	case tlsparse.ContentTypeHeartbeat:
		c.note(from, r.at, stepHeartbeat, r.length(), "encrypted")
		if step := c.last(from, r.at); step != nil {
			step.claims = claimsHidden
		}
	case tlsparse.ContentTypeAlert:
		c.addAlert(alert{at: r.at, from: from, encrypted: true})
		c.note(from, r.at, stepEncryptedAlert, r.length(), "")
		if c.renegotiating {
			c.refusedAfterRenegotiation = true
		}
	}
}

// settle ends a handshake of TLS 1.2 and below when both sides' Finished came.
func (c *Connection) settle(at place) {
	if !c.settled && !c.tls13 && c.sides[0].finished && c.sides[1].finished {
		c.settled, c.settledAt = true, at
	}
}

// renegotiate counts a handshake inside the encrypted connection. The client
// begins it, be it that the server asked (RFC 5246, section 7.4.1.1).
func (c *Connection) renegotiate(from reassembly.Side) {
	if from == c.client && !c.renegotiating {
		c.renegotiating = true
		c.refusedAfterRenegotiation = false
		c.renegotiations++
	}
}

// sealTLS13 follows TLS 1.3, where every encrypted record looks like application data.
func (c *Connection) sealTLS13(from reassembly.Side, r sealedRecord) {
	switch {
	case from != c.client:
		c.sealServerTLS13(r)
	case c.settled:
		if c.afterFinished++; c.afterFinished == 1 {
			c.farewell = c.replies == 0 && c.sizes().alert(r.length())
		}
	case c.serverHello.seen:
		c.sealClientTLS13(r)
	}
}

// sealServerTLS13 follows the server's encrypted records.
func (c *Connection) sealServerTLS13(r sealedRecord) {
	if c.settled || len(c.flight()) > 0 && c.serverHello.seen {
		if c.replies++; c.replies == 1 {
			c.reply = r
		}
	}
	if c.settled {
		return
	}
	c.note(c.server(), r.at, stepEncryptedHandshake, r.length(), "")
	// What a server sends after a flight that is no alert answers the client's Finished,
	// even where its size is not a Finished's alone.
	if c.serverHello.seen && c.flightMayBeWhole() && !c.sizes().alert(r.length()) {
		c.settled, c.settledAt = true, c.clientSide().latest.at
	}
}

// sealClientTLS13 follows the client's flight, which ends with its Finished.
func (c *Connection) sealClientTLS13(r sealedRecord) {
	sizes := c.sizes()
	note := ""
	switch {
	case sizes.finished(r.length()):
		note = "the size of a Finished"
		c.settled, c.settledAt = true, r.at
	case sizes.emptyCertificate(r.length()):
		note = "the size of an empty Certificate"
	case sizes.alert(r.length()):
		note = "the size of an alert"
	}
	c.note(c.client, r.at, stepEncryptedHandshake, r.length(), note)
}

// noteUnanswered notes what was sent encrypted in a connection whose ServerHello
// was not seen, so that it can't be told what it is, in its place among what was told before.
func (c *Connection) noteUnanswered() {
	told := len(c.steps)
	for from := range c.sides {
		for _, r := range c.sides[from].sealed {
			if r.kind == tlsparse.ContentTypeApplicationData {
				c.note(reassembly.Side(from), r.at, stepApplicationData, r.length(), "")
			}
		}
	}
	if len(c.steps) > told {
		slices.SortStableFunc(c.steps, func(a, b step) int { return cmp.Compare(a.at.Index, b.at.Index) })
	}
}

// flight returns the client's encrypted records after the ServerHello.
func (c *Connection) flight() []sealedRecord {
	all := c.clientSide().sealed
	return all[min(int(c.beforeHello), len(all)):]
}

// flightMayBeWhole reports whether the client's flight can hold its Certificate,
// CertificateVerify and Finished in records whose sizes tell nothing.
func (c *Connection) flightMayBeWhole() bool {
	flight := c.flight()
	if len(flight) == 0 {
		return false
	}
	sizes := c.sizes()
	total := 0
	for _, r := range flight {
		total += sizes.content(r.length())
	}
	return !sizes.alert(flight[len(flight)-1].length()) && total > sizes.finishedContent()+sizes.certificateContent()
}

// sizes returns what the negotiated suite makes of a message's length.
func (c *Connection) sizes() sizes {
	header := tlsparse.HandshakeHeaderLen
	if c.dtls != nil {
		header = tlsparse.DTLSHandshakeHeaderLen
	}
	return sizes{tag: c.suite.TagLength(), hash: c.suite.HashLength(), header: header}
}
