package connection

import (
	"encoding/binary"
	"maps"
	"slices"

	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// dtlsState is what DTLS adds to a connection: handshake messages that come in
// parts, out of order, and again (RFC 6347, section 4.2; RFC 9147, section 5).
type dtlsState struct {
	sides [2]dtlsSide
	held  int // bytes of all messages that are not whole
}

type dtlsSide struct {
	next    uint16 // sequence number of the next message
	begun   bool   // a hello was seen
	cid     int    // length of the connection id in the records that the side sends
	pending map[uint16]*dtlsMessage
}

// dtlsMessage is a message of which not all parts came, or that is before its turn.
type dtlsMessage struct {
	header tlsparse.HandshakeHeader
	at     place
	body   []byte
	have   []bool // which bytes came
	missed int
}

// maxDTLS bounds the bytes of messages that wait, and aheadDTLS how far before its turn one may come.
const (
	maxDTLS   = 128 << 10
	aheadDTLS = 16
)

// beginsDTLS reports whether a datagram begins a DTLS connection, perhaps in a TURN channel.
func beginsDTLS(b []byte) bool { return tlsparse.RecognizeDTLS(unwrapTURN(b)) }

// unwrapTURN takes what a TURN server relays out of its wrapping: ChannelData, or the DATA
// attribute of a Send or Data indication (RFC 8656, sections 11 and 12). Other
// bytes come back as they are; RFC 7983 says what else shares the ports.
func unwrapTURN(b []byte) []byte {
	const channel, stun, cookie, data = 4, 20, 0x2112a442, 0x0013
	switch {
	case len(b) >= channel && b[0] >= 64 && b[0] <= 79:
		if n := int(binary.BigEndian.Uint16(b[2:])); n <= len(b)-channel {
			return b[channel : channel+n]
		}
	case len(b) >= stun && b[0] < 4 && binary.BigEndian.Uint32(b[4:]) == cookie:
		for a := b[stun:]; len(a) >= 4; {
			kind, n := binary.BigEndian.Uint16(a), int(binary.BigEndian.Uint16(a[2:]))
			if n > len(a)-4 {
				break
			}
			if kind == data {
				return a[4 : 4+n]
			}
			a = a[min(len(a), 4+(n+3)&^3):]
		}
	}
	return b
}

// dtlsOwner follows DTLS's datagrams for a connection.
type dtlsOwner struct{ c *Connection }

// End ends the connection.
func (o *dtlsOwner) End(flow *reassembly.Flow, reason reassembly.EndReason) {
	o.c.readRest()
	o.c.endDatagrams(flow, reason)
}

// Datagram reads a datagram's records.
func (o *dtlsOwner) Datagram(from reassembly.Side, b []byte, at place) {
	b = unwrapTURN(b)
	for len(b) > 0 {
		r, rest, ok := tlsparse.CutDTLSRecord(b, o.c.dtls.sides[from].cid)
		if !ok {
			return
		}
		o.c.recordDTLS(from, &r, at)
		b = rest
	}
}

func (c *Connection) recordDTLS(from reassembly.Side, r *tlsparse.DTLSRecord, at place) {
	s := &c.sides[from]
	s.tls = true
	s.record = tlsparse.RecordHeader{Type: r.Type, Version: r.Version, Length: len(r.Body)}
	switch {
	case r.Sealed:
		c.seal(from, at)
	case r.Epoch > 0:
		// A Finished that comes again is no renegotiation.
		if s.changed = true; !c.settled || r.Type == tlsparse.ContentTypeAlert {
			c.seal(from, at)
		}
	case r.Type == tlsparse.ContentTypeHandshake:
		for b := r.Body; len(b) > 0; {
			f, rest, ok := tlsparse.CutDTLSFragment(b)
			if !ok {
				return
			}
			c.fragmentDTLS(from, &f, at)
			b = rest
		}
	case r.Type == tlsparse.ContentTypeAlert:
		s.partial.clear()
		c.readAlerts(from, r.Body, at)
	case r.Type == tlsparse.ContentTypeChangeCipherSpec:
		if !s.changed {
			c.changeCipherSpec(from, at)
		}
	}
}

// fragmentDTLS takes a part of a handshake message, and reads those messages that are whole and next.
func (c *Connection) fragmentDTLS(from reassembly.Side, f *tlsparse.DTLSFragment, at place) {
	d := &c.dtls.sides[from]
	if !d.begun && (f.Type == tlsparse.HandshakeTypeClientHello || f.Type == tlsparse.HandshakeTypeServerHello || f.Type == tlsparse.HandshakeTypeHelloVerifyRequest) {
		// The first hello that was captured need not be the first that was sent.
		d.begun, d.next = true, f.Sequence
	}
	if !d.begun && c.serverHello.seen && from == c.client {
		// The client's hello was before the capture's beginning: nothing will come before this.
		d.begun, d.next = true, f.Sequence
	}
	ahead := f.Sequence - d.next
	if ahead >= 1<<15 {
		return // it came before
	}
	if ahead == 0 && len(f.Body) == f.Length && d.pending[f.Sequence] == nil {
		d.next++
		c.handshake(from, f.HandshakeHeader, f.Body, at)
	} else if ahead < aheadDTLS {
		c.holdDTLS(d, f, at)
	}
	for {
		m := d.pending[d.next]
		if m == nil || m.missed > 0 {
			return
		}
		delete(d.pending, d.next)
		c.dtls.held -= len(m.body)
		d.next++
		c.handshake(from, m.header, m.body, m.at)
	}
}

// holdDTLS keeps a part of a message.
func (c *Connection) holdDTLS(d *dtlsSide, f *tlsparse.DTLSFragment, at place) {
	m := d.pending[f.Sequence]
	if m == nil {
		if c.dtls.held+f.Length > maxDTLS {
			c.follower.oversize++
			return
		}
		m = &dtlsMessage{header: f.HandshakeHeader, body: make([]byte, f.Length), have: make([]bool, f.Length), missed: f.Length}
		if d.pending == nil {
			d.pending = make(map[uint16]*dtlsMessage)
		}
		d.pending[f.Sequence] = m
		c.dtls.held += f.Length
	}
	if m.header != f.HandshakeHeader {
		return // it contradicts the part that came first
	}
	m.at = at
	for i, x := range f.Body {
		if !m.have[f.Offset+i] {
			m.have[f.Offset+i] = true
			m.body[f.Offset+i] = x
			m.missed--
		}
	}
}

// readRest reads the messages that are whole and still wait for one before them, which will not come.
func (c *Connection) readRest() {
	for from := range c.dtls.sides {
		d := &c.dtls.sides[from]
		for _, sequence := range slices.Sorted(maps.Keys(d.pending)) {
			if m := d.pending[sequence]; m.missed == 0 {
				c.handshake(reassembly.Side(from), m.header, m.body, m.at)
			}
		}
	}
}
