package connection

import (
	"bytes"
	"encoding/hex"
	"strings"

	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
	"github.com/tlssniff/tlssniff/tlsparse/quic"
)

// quicState is what QUIC adds to a connection (RFC 9000).
type quicState struct {
	version    quic.Version // of the client's first Initial
	dcid, scid []byte       // likewise
	retried    bool
	// offered are the versions of a Version Negotiation packet, valid where refused.
	offered []byte
	refused bool

	keys    [2]*quic.Keys // by side, valid where opened
	keyed   quic.Version  // the version that they are of
	secret  []byte        // the connection id that they come from
	opened  bool
	streams [2]crypto
	// waiting are Initials that came before the keys could be made.
	waiting []waitingInitial
	frames  []byte // of the packet in hand

	initials, handshakes [2]int
	// lastHandshake is each side's last Handshake packet.
	lastHandshake [2]place
	// short counts each side's 1-RTT packets, and answered says that the server sent one after the client's first.
	short    [2]int
	answered bool
	zeroRTT  int
	closed   *quicClose
}

// waitingInitial is a copy of an Initial that can't be opened yet.
type waitingInitial struct {
	from reassembly.Side
	at   place
	b    []byte
}

// Limits of the Initials that wait: how many, and how long each may be; jumbo frames are the longest that carry any.
const (
	maxWaitingInitials = 16
	maxWaitingInitial  = 9000
)

// quicClose is a CONNECTION_CLOSE in an Initial.
type quicClose struct {
	at     place
	from   reassembly.Side
	code   uint64
	cause  quic.FrameType
	reason string
}

// cryptoErrors is the code of a CONNECTION_CLOSE that carries a TLS alert (RFC 9001, section 4.8).
const cryptoErrors = 0x100

// beginsQUIC reports whether a datagram begins with an Initial of a version that
// can be read, or of one that may be refused and is long enough for a client's.
func beginsQUIC(b []byte) bool {
	h, err := quic.ParseHeader(b)
	if err != nil || h.Type != quic.Initial || !quic.Fixed(b) {
		return false
	}
	const clients = 1200 // bytes that a client's first datagram has at least (RFC 9000, section 14.1)
	return h.Version.Readable() || (h.Version.GREASE() || h.Version.Draft() > 0 || h.Version.Google()) && len(b) >= clients && len(h.DCID) >= 8
}

// quicOwner follows QUIC's datagrams for a connection.
type quicOwner struct{ c *Connection }

// End ends the connection.
func (o *quicOwner) End(flow *reassembly.Flow, reason reassembly.EndReason) {
	o.c.concludeQUIC()
	o.c.endDatagrams(flow, reason)
}

// Datagram reads the packets that stand one behind the other in a datagram (RFC 9000, section 12.2).
func (o *quicOwner) Datagram(from reassembly.Side, b []byte, at place) {
	c, q := o.c, o.c.quic
	for len(b) > 0 {
		if b[0]&0x80 == 0 {
			c.shortPacket(from, b)
			return
		}
		h, err := quic.ParseHeader(b)
		if err != nil {
			return
		}
		switch h.Type {
		case quic.VersionNegotiation:
			c.negotiate(from, &h, at)
		case quic.Retry:
			c.retryQUIC(from, &h, at)
		case quic.ZeroRTT:
			q.zeroRTT++
			if q.zeroRTT == 1 {
				c.note(from, at, stepApplicationData, h.Length, "early data (0-RTT)")
			}
		case quic.Initial:
			q.initials[from]++
			if !c.initial(from, b[:h.Length], &h, at) && len(q.waiting) < maxWaitingInitials && h.Length <= maxWaitingInitial {
				q.waiting = append(q.waiting, waitingInitial{from, at, bytes.Clone(b[:h.Length])})
			}
		case quic.Handshake:
			if q.handshakes[from]++; q.handshakes[from] <= maxSealedQUIC {
				c.note(from, at, stepEncryptedHandshake, h.Length, "a Handshake packet")
			}
			q.lastHandshake[from] = at
		}
		b = b[h.Length:]
	}
}

// maxSealedQUIC is how many Handshake packets of a side are told as steps.
const maxSealedQUIC = 8

func (c *Connection) shortPacket(from reassembly.Side, b []byte) {
	q := c.quic
	if len(b) < 20 {
		return
	}
	q.short[from]++
	if c.known && from != c.client && q.short[c.client] > 0 {
		q.answered = true
	}
}

// initial opens an Initial and reads its frames. It reports false where no keys open it.
func (c *Connection) initial(from reassembly.Side, b []byte, h *quic.Header, at place) bool {
	q := c.quic
	if q.version == 0 {
		q.version = h.Version
	}
	frames, ok := c.open(from, b, h)
	if !ok {
		return false
	}
	c.sides[from].tls = true
	for len(frames) > 0 {
		f, rest, err := quic.NextFrame(h.Version, frames)
		if err != nil {
			c.note(from, at, stepGarbage, len(frames), "a frame that breaks its form")
			return true
		}
		frames = rest
		switch f.Type {
		case quic.Crypto:
			if !q.streams[from].add(f.Offset, f.Data, func(b []byte) { c.readMessages(from, b, at) }) {
				c.follower.oversize++
			}
		case quic.ConnectionClose:
			c.closeQUIC(from, &f, at)
		}
	}
	return true
}

// open removes an Initial's protection. The keys come from the connection id that the client
// chose for its first Initial, or the server in a Retry; a new one of the client's makes new keys.
func (c *Connection) open(from reassembly.Side, b []byte, h *quic.Header) ([]byte, bool) {
	q := c.quic
	if q.opened && q.keyed == h.Version {
		if frames, err := q.keys[from].Open(q.frames[:0], b, h); err == nil {
			q.frames = frames
			return frames, true
		}
	}
	secret := h.DCID
	if q.opened && from != c.client {
		if q.keyed == h.Version {
			return nil, false
		}
		secret = q.secret // a server may answer in another version (RFC 9368, section 2.3)
	}
	client, server, err := quic.InitialKeys(h.Version, secret)
	if err != nil {
		c.rememberIDs(from, h)
		return nil, false
	}
	keys := bySide(from, client, server)
	if q.opened && from != c.client {
		keys = bySide(from, server, client)
	}
	frames, err := keys[from].Open(q.frames[:0], b, h)
	if err != nil {
		return nil, false
	}
	q.frames = frames
	q.keys, q.keyed, q.secret = keys, h.Version, bytes.Clone(secret)
	if !q.opened {
		c.client, c.known = from, true
		q.opened = true
		defer c.catchUp()
	}
	if from == c.client {
		c.rememberIDs(from, h)
	}
	return frames, true
}

// bySide orders keys by side: a side's own, and its peer's.
func bySide(s reassembly.Side, own, peers *quic.Keys) (keys [2]*quic.Keys) {
	keys[s], keys[s.Peer()] = own, peers
	return keys
}

// rememberIDs keeps the connection ids of the client's first Initial.
func (c *Connection) rememberIDs(from reassembly.Side, h *quic.Header) {
	q := c.quic
	if q.dcid == nil && (!c.known || from == c.client) {
		q.version = h.Version
		q.dcid, q.scid = append([]byte{}, h.DCID...), append([]byte{}, h.SCID...)
		if !h.Version.Readable() {
			c.client, c.known = from, true
			c.sides[from].tls = true
		}
	}
}

// catchUp reads the Initials that waited for keys.
func (c *Connection) catchUp() {
	waiting := c.quic.waiting
	c.quic.waiting = nil
	frames := c.quic.frames
	c.quic.frames = nil // the packet in hand is still being read
	for _, w := range waiting {
		if h, err := quic.ParseHeader(w.b); err == nil {
			c.initial(w.from, w.b, &h, w.at)
		}
	}
	c.quic.frames = frames
}

// negotiate takes a Version Negotiation packet (RFC 9000, section 6).
func (c *Connection) negotiate(from reassembly.Side, h *quic.Header, at place) {
	q := c.quic
	if !c.known || from == c.client || q.refused {
		return
	}
	q.refused, q.offered = true, bytes.Clone(h.Versions)
	c.sides[from].tls = true
	c.note(from, at, stepVersionNegotiation, len(h.Versions), strings.Join(q.versions(), ", "))
}

// versions names those that a server offered.
func (q *quicState) versions() (names []string) {
	for b := q.offered; len(b) >= 4; b = b[4:] {
		v := quic.Version(b[0])<<24 | quic.Version(b[1])<<16 | quic.Version(b[2])<<8 | quic.Version(b[3])
		if !v.GREASE() {
			names = append(names, v.String())
		}
	}
	return names
}

// retryQUIC takes a Retry: from now on the keys come from the connection id that it chose (RFC 9001, section 5.2).
func (c *Connection) retryQUIC(from reassembly.Side, h *quic.Header, at place) {
	q := c.quic
	if q.retried || !c.known || from == c.client {
		return
	}
	q.retried = true
	c.note(from, at, stepRetry, h.Length, "")
	if client, server, err := quic.InitialKeys(h.Version, h.SCID); err == nil {
		q.keys = bySide(c.client, client, server)
		q.keyed, q.secret = h.Version, bytes.Clone(h.SCID)
	}
}

// closeQUIC takes a CONNECTION_CLOSE. One that carries a TLS alert is that alert.
func (c *Connection) closeQUIC(from reassembly.Side, f *quic.Frame, at place) {
	q := c.quic
	if q.closed != nil {
		return
	}
	q.closed = &quicClose{at: at, from: from, code: f.Code, cause: f.Cause, reason: string(f.Reason[:min(len(f.Reason), 256)])}
	if !q.version.Google() && f.Code >= cryptoErrors && f.Code < 2*cryptoErrors {
		c.addAlert(alert{at: at, from: from, level: tlsparse.AlertLevelFatal, code: tlsparse.AlertDescription(f.Code - cryptoErrors)})
	}
}

// concludeQUIC notes what can be told when nothing follows: a client that saw the server's hello, answered with
// Handshake packets and never came to use the connection has refused it, in a packet that can't be read.
func (c *Connection) concludeQUIC() {
	q := c.quic
	if !q.opened && q.handshakes[0]+q.handshakes[1] > 0 {
		// Without the client's first Initial the others can't be opened; Handshake packets beside
		// them say that they are what they seem.
		for _, w := range q.waiting {
			c.sides[w.from].tls = true
		}
	}
	client := c.client
	if !c.known || !c.serverHello.seen || q.closed != nil || q.short[client] > 0 || q.handshakes[client] == 0 || q.handshakes[client.Peer()] == 0 {
		return
	}
	c.addAlert(alert{at: q.lastHandshake[client], from: client, encrypted: true})
}

// outcomeQUIC says how the handshake ended.
func (c *Connection) outcomeQUIC() string {
	q := c.quic
	client := c.client
	switch {
	case q.answered:
		return record.OutcomeEstablished
	case q.closed != nil && q.closed.code != 0, q.refused && !c.serverHello.seen, len(c.alerts) > 0:
		return record.OutcomeFailed
	case c.flow.Sides[client.Peer()].Packets == 0 && q.initials[client] > 2:
		return record.OutcomeAborted // it was asked again and again
	case c.reason == reassembly.EndOpen || c.lacksPackets() || !c.clientHello.seen:
		return record.OutcomeIncomplete
	}
	return record.OutcomeAborted
}

// quicRecord returns the facts of QUIC.
func (f *filler) quicRecord() *record.QUIC {
	q := f.quic
	if q == nil {
		return nil
	}
	r := &record.QUIC{Version: q.version.String()}
	if q.dcid != nil {
		r.DCID, r.SCID = record.Some(hex.EncodeToString(q.dcid)), record.Some(hex.EncodeToString(q.scid))
		r.Retry = record.Some(q.retried)
	}
	if c := q.closed; c != nil {
		r.Close = &record.QUICClose{Packet: f.packet(c.at), From: f.role(c.from), Code: c.code, Reason: c.reason}
		if !q.version.Google() {
			r.Close.FrameType = record.Some(uint64(c.cause))
		}
	}
	return r
}
