package connection

import (
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// readRecords reads a side's records (RFC 8446, section 5.1; RFC 5246, section
// 6.2.1), which may begin and end anywhere in its segments.
func (c *Connection) readRecords(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	for len(b) > 0 {
		if s.inside {
			n := min(int(s.left), len(b))
			c.fragment(from, b[:n], at)
			if s.framing != records {
				return
			}
			b = b[n:]
			c.advance(from, n, at)
			continue
		}
		header := b
		if s.header.n > 0 || len(b) < tlsparse.RecordHeaderLen {
			header = s.header.add(b[0])
			if b = b[1:]; len(header) < tlsparse.RecordHeaderLen {
				continue
			}
			s.header.clear()
		} else {
			b = b[tlsparse.RecordHeaderLen:]
		}
		h, ok := tlsparse.ParseRecordHeader(header)
		if !ok || !h.Plausible() {
			c.garble(from, at)
			return
		}
		c.begin(from, h, at)
	}
}

// begin starts a record.
func (c *Connection) begin(from reassembly.Side, h tlsparse.RecordHeader, at place) {
	s := &c.sides[from]
	s.record, s.left, s.inside = h, int32(h.Length), true
	if h.Type != tlsparse.ContentTypeAlert && h.Type != tlsparse.ContentTypeHeartbeat {
		s.partial.clear()
	}
	if s.left == 0 {
		c.finishRecord(from, at)
	}
}

// pass goes over bytes of the current record that were not needed or will not come.
func (c *Connection) pass(from reassembly.Side, n int64, at place) {
	s := &c.sides[from]
	if !s.inside || n > int64(s.left) {
		s.framing, s.inside = lost, false
		return
	}
	if s.record.Type == tlsparse.ContentTypeHandshake {
		s.skipped = max(0, s.skipped-int(n))
	}
	c.advance(from, int(n), at)
}

// advance counts bytes of the current record, and ends it with the last one.
func (c *Connection) advance(from reassembly.Side, n int, at place) {
	s := &c.sides[from]
	if s.left -= int32(n); s.left == 0 {
		c.finishRecord(from, at)
	}
}

// isSealed reports whether the side's current record is encrypted.
func (c *Connection) isSealed(s *side) bool {
	switch s.record.Type {
	case tlsparse.ContentTypeChangeCipherSpec:
		return false
	case tlsparse.ContentTypeApplicationData:
		return true
	case tlsparse.ContentTypeAlert:
		// One that is longer than an alert is encrypted, whatever was seen before.
		return s.record.Length > tlsparse.AlertLen
	}
	return s.changed
}

// fragment reads bytes of the current record's body.
func (c *Connection) fragment(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	if c.isSealed(s) {
		return
	}
	switch s.record.Type {
	case tlsparse.ContentTypeHandshake:
		c.readMessages(from, b, at)
	case tlsparse.ContentTypeAlert:
		c.readAlerts(from, b, at)
	case tlsparse.ContentTypeHeartbeat:
		c.readHeartbeat(from, b, at)
	}
}

// finishRecord ends the current record.
func (c *Connection) finishRecord(from reassembly.Side, at place) {
	s := &c.sides[from]
	s.inside = false
	switch {
	case s.record.Type == tlsparse.ContentTypeChangeCipherSpec:
		c.changeCipherSpec(from, at)
	case c.isSealed(s):
		c.seal(from, at)
	}
	if !c.settled {
		s.until = s.next
	}
}

// changeCipherSpec notes that a side changes its keys (RFC 5246, section 7.1).
// In TLS 1.3 the message means nothing (RFC 8446, appendix D.4).
func (c *Connection) changeCipherSpec(from reassembly.Side, at place) {
	s := &c.sides[from]
	switch {
	case c.settled && !c.tls13:
		if c.rechanged[from] = true; c.rechanged[from.Peer()] {
			c.rechanged, c.renegotiating = [2]bool{}, false
		}
	case !c.tls13:
		s.changed = true
	}
	c.note(from, at, stepChangeCipherSpec, s.record.Length, "")
}

// garble notes that a side's bytes stopped being records.
func (c *Connection) garble(from reassembly.Side, at place) {
	s := &c.sides[from]
	s.framing, s.inside = garbled, false
	c.note(from, at, stepGarbage, 0, "what follows is no TLS record")
}
