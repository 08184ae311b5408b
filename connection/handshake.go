package connection

import (
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// readMessages reads handshake messages from a record's body: one may be spread
// over many records, and many may stand in one (RFC 8446, section 5.1). A
// message that lies whole in b is read where it stands; only what must wait is copied.
func (c *Connection) readMessages(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	for len(b) > 0 {
		if s.skipped > 0 {
			n := min(s.skipped, len(b))
			s.skipped -= n
			b = b[n:]
			continue
		}
		if len(s.message) == 0 {
			if h, body, rest, ok := tlsparse.CutHandshake(b); ok {
				c.handshake(from, h, body, at)
				b = rest
				continue
			}
		}
		b = c.collect(from, b, at)
	}
}

// collect adds bytes to the side's unfinished message, reads it when it is
// whole, and returns the bytes that follow it.
func (c *Connection) collect(from reassembly.Side, b []byte, at place) []byte {
	s := &c.sides[from]
	if s.message == nil {
		s.message = c.follower.memory.buffer()
	}
	if missing := tlsparse.HandshakeHeaderLen - len(s.message); missing > 0 {
		n := min(missing, len(b))
		s.message = append(s.message, b[:n]...)
		if b = b[n:]; n < missing {
			return nil
		}
	}
	h, _ := tlsparse.ParseHandshakeHeader(s.message)
	missing := tlsparse.HandshakeHeaderLen + h.Length - len(s.message)
	n := min(missing, len(b))
	if h.Length > maxMessage || n < missing && c.follower.unfinished+n > maxUnfinished {
		c.note(from, at, stepHandshake+stepCode(h.Type), h.Length, "too long to be kept")
		c.follower.oversize++
		c.drop(s)
		s.skipped = missing
		return b
	}
	s.message = append(s.message, b[:n]...)
	if n == missing {
		c.handshake(from, h, s.message[tlsparse.HandshakeHeaderLen:], at)
		c.drop(s)
		return b[n:]
	}
	s.counted += n
	c.follower.unfinished += n
	return nil
}

// drop lets go of the side's unfinished message.
func (c *Connection) drop(s *side) {
	c.follower.unfinished -= s.counted
	c.follower.memory.spare(s.message)
	s.message, s.counted = nil, 0
}

// forgetMessage drops an unfinished message, because bytes of it are missing.
func (c *Connection) forgetMessage(s *side) {
	c.drop(s)
	s.skipped = 0
	s.partial.clear()
	if s.inside && s.record.Type == tlsparse.ContentTypeHandshake {
		// Where the next message of this record begins can't be known.
		s.skipped = int(s.left)
	}
}

// handshake takes one whole handshake message. The body is borrowed.
func (c *Connection) handshake(from reassembly.Side, h tlsparse.HandshakeHeader, body []byte, at place) {
	s := &c.sides[from]
	c.note(from, at, stepHandshake+stepCode(h.Type), h.Length, "")
	switch h.Type {
	case tlsparse.HandshakeTypeClientHello:
		c.learnClient(from)
		c.takeClientHello(body, at, s.record.Version)
	case tlsparse.HandshakeTypeServerHello:
		c.learnClient(from.Peer())
		c.takeServerHello(body, at, s.record.Version)
	case tlsparse.HandshakeTypeHelloRetryRequest:
		c.learnClient(from.Peer())
		c.takeRetry(body, at, s.record.Version)
		c.retry.draft = true
	case tlsparse.HandshakeTypeCertificate:
		c.takeCertificates(from, body, at)
	case tlsparse.HandshakeTypeServerKeyExchange:
		c.learnClient(from.Peer())
		c.keepFirst(&c.keyExchange, s, body, at)
	case tlsparse.HandshakeTypeCertificateRequest:
		c.learnClient(from.Peer())
		c.keepFirst(&c.request, s, body, at)
	case tlsparse.HandshakeTypeCertificateStatus:
		c.learnClient(from.Peer())
		c.keepFirst(&c.status, s, body, at)
	case tlsparse.HandshakeTypeServerHelloDone:
		c.learnClient(from.Peer())
		c.serverDone = true
	case tlsparse.HandshakeTypeClientKeyExchange:
		c.learnClient(from)
	case tlsparse.HandshakeTypeCertificateVerify:
		if c.known && from == c.client {
			c.keepFirst(&c.clientVerify, s, body, at)
		}
	case tlsparse.HandshakeTypeNewSessionTicket:
		c.learnClient(from.Peer())
		c.ticketed = true
	case tlsparse.HandshakeTypeFinished:
		// Without encryption (TLS_NULL_WITH_NULL_NULL) a Finished is visible.
		s.finished = s.changed
		c.settle(at)
	}
}

func (c *Connection) keepFirst(m *message, s *side, body []byte, at place) {
	if !m.seen {
		m.keep(body, at, s.record.Version)
	}
}

// takeClientHello keeps the ClientHello in force: the first, or the one that
// answers a HelloRetryRequest (RFC 8446, section 4.1.2).
func (c *Connection) takeClientHello(body []byte, at place, version tlsparse.ProtocolVersion) {
	switch {
	case !c.clientHello.seen:
		c.clientHello.keep(body, at, version)
	case c.retry.seen && !c.firstClientHello.seen && !c.serverHello.seen:
		c.firstClientHello, c.clientHello = c.clientHello, c.firstClientHello
		c.clientHello.keep(body, at, version)
	}
}

// takeServerHello keeps the first ServerHello and what it chose.
func (c *Connection) takeServerHello(body []byte, at place, version tlsparse.ProtocolVersion) {
	hello, _ := tlsparse.ParseServerHello(body)
	if hello.IsHelloRetryRequest() {
		if s := c.last(c.server(), at); s != nil {
			s.code = stepHandshake + stepCode(tlsparse.HandshakeTypeHelloRetryRequest)
		}
		c.takeRetry(body, at, version)
		return
	}
	if c.serverHello.seen {
		return
	}
	c.serverHello.keep(body, at, version)
	c.version, c.suite, c.agreed = hello.Version(), hello.CipherSuite, true
	c.enterTLS13(c.version.IsTLS13() || c.version == tlsparse.VersionDTLS13)
	if c.dtls != nil {
		c.learnConnectionIDs()
	}
	if c.tls13 {
		c.reviewFlight()
	}
}

// reviewFlight looks again at what the client sent encrypted before the
// ServerHello was read. It is early data if the client offered any; else the
// ServerHello came late in the capture, and this is the client's flight.
func (c *Connection) reviewFlight() {
	client := c.clientSide()
	hello, _ := tlsparse.ParseClientHello(c.clientHello.body)
	_, early := hello.Extensions.Find(tlsparse.ExtensionEarlyData)
	if early {
		c.beforeHello = client.nsealed
	}
	for _, r := range client.sealed {
		switch {
		case early:
			c.note(c.client, r.at, stepApplicationData, r.length(), "early data")
		case c.settled:
			c.afterFinished++
		default:
			c.sealClientTLS13(r)
		}
	}
}

// takeRetry keeps the first HelloRetryRequest.
func (c *Connection) takeRetry(body []byte, at place, version tlsparse.ProtocolVersion) {
	c.retries++
	if !c.retry.seen {
		c.retry.keep(body, at, version)
	}
	c.enterTLS13(true)
}

// enterTLS13 learns that TLS 1.3 is spoken. A ChangeCipherSpec that came before,
// behind early data, changed nothing.
func (c *Connection) enterTLS13(yes bool) {
	if !yes || c.tls13 {
		return
	}
	c.tls13 = true
	for i := range c.sides {
		c.sides[i].changed, c.sides[i].finished = false, false
	}
}

// takeCertificates keeps a Certificate message's certificates, leaf first.
func (c *Connection) takeCertificates(from reassembly.Side, body []byte, at place) {
	s := &c.sides[from]
	if s.certified {
		return
	}
	s.certified = true
	list, err := tlsparse.ParseCertificate(body)
	if err != nil {
		c.broken = append(c.broken, formError{tlsparse.HandshakeTypeCertificate, at, err.Error()})
	}
	for der := range list.All() {
		if len(s.certificates) == maxCertificates {
			return
		}
		s.certificates = append(s.certificates, presented{at: at, entry: c.follower.memory.certificates.Get(der)})
	}
}
