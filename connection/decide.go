package connection

import (
	"fmt"

	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// maxAttempts is how many segments of a side that lost its framing are looked
// at for the beginning of a record.
const maxAttempts = 64

// maxStart is how many first bytes of a side are waited for to tell what it speaks.
const maxStart = 64

// decide tells from a side's first bytes whether they are TLS. The port has no say.
func (c *Connection) decide(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	first := b
	if len(s.start) > 0 {
		s.start = append(s.start, b...)
		first = s.start
	}
	switch verdict := tlsparse.Recognize(first); {
	case verdict == tlsparse.RecognizedTLS:
		c.adopt(from, records, first, at)
	case verdict == tlsparse.RecognizedSSLv2:
		c.adopt(from, sslv2, first, at)
	case c.midStream() && tlsparse.RecognizeWhole(first):
		c.adopt(from, records, first, at)
	case len(first) < maxStart && (verdict == tlsparse.NeedMore || !c.midStream() && c.plaintext.NeedsMore(upgradeSide(from), first)):
		if len(s.start) == 0 {
			s.start = append(s.start, b...)
		}
	case c.midStream():
		s.framing, s.start = lost, s.start[:0]
	default:
		s.framing = foreign
		if s.protocol == "" || c.plaintext != nil && c.plaintext.Accepted {
			s.protocol = protocolOf(first)
		}
		if c.converse(from, first, at) {
			return
		}
		s.torn = len(first) > 1 && tlsparse.ContentType(first[0]) == tlsparse.ContentTypeHandshake && first[1] == 3
		if s.torn {
			c.note(from, at, stepGarbage, len(first), describeTorn(first))
		}
		s.start = s.start[:0]
	}
}

// describeTorn says what is wrong with first bytes that begin like a record of TLS.
func describeTorn(b []byte) string {
	h, ok := tlsparse.ParseRecordHeader(b)
	switch {
	case !ok:
		return "a record header that is not whole"
	case !h.Plausible():
		return fmt.Sprintf("a record of %d bytes, longer than one may be", h.Length)
	}
	return "a handshake record whose content is no handshake message"
}

// watch looks at a segment of a side that speaks another protocol: many of them
// turn into TLS on the way, and then a hello begins a segment.
func (c *Connection) watch(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	if tlsparse.Recognize(b) == tlsparse.RecognizedTLS && tlsparse.ContentType(b[0]) == tlsparse.ContentTypeHandshake {
		s.framing, s.tls = records, true
		c.readRecords(from, b, at)
		return
	}
	s.attempts++
}

// decideAtEnd names the protocol of a side that ended before enough bytes came. Of one whose beginning
// was not captured they say nothing, unless they are a whole record.
func (c *Connection) decideAtEnd(s *side) {
	if c.midStream() {
		s.framing, s.tls = lost, tlsparse.RecognizeWhole(s.start)
		return
	}
	s.framing = foreign
	s.protocol = protocolOf(s.start)
}

// adopt begins to read a side's bytes as SSL or TLS.
func (c *Connection) adopt(from reassembly.Side, f framing, b []byte, at place) {
	s := &c.sides[from]
	s.framing, s.tls = f, true
	if len(s.start) > 0 {
		s.start = nil // it is b, and reading fills it anew
	}
	if f == sslv2 {
		c.readSSLv2(from, b, at)
	} else {
		c.readRecords(from, b, at)
	}
}

// midStream reports whether the capture began after the connection did.
func (c *Connection) midStream() bool { return !c.overDatagrams() && midStream(c.flow) }

func midStream(f *reassembly.Flow) bool {
	return !f.Sides[reassembly.Opener].SYN && !f.Sides[reassembly.Acceptor].SYN
}

// resume looks for a record's beginning at a segment of a side whose framing
// was lost. Where the side was seen to speak TLS, a header that makes sense is
// enough; else it takes what decides at a stream's beginning.
func (c *Connection) resume(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	found := tlsparse.Recognize(b) == tlsparse.RecognizedTLS
	if s.tls && !found {
		h, ok := tlsparse.ParseRecordHeader(b)
		found = ok && h.Plausible()
	}
	if found {
		s.framing, s.tls, s.attempts = records, true, 0
		c.readRecords(from, b, at)
		return
	}
	s.attempts++
	switch {
	case s.attempts < maxAttempts:
	case c.midStream():
		s.framing = garbled // its first bytes, which would tell what it is, were not captured
	default:
		s.framing = foreign
		s.protocol = "unknown"
	}
}
