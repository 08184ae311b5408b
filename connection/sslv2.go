package connection

import (
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// maxSSLv2 is the longest SSL 2.0 record that is put together, in bytes.
const maxSSLv2 = 1 << 15

// readSSLv2 reads a side's SSL 2.0 records up to its hello. A client that offers
// SSL 3.0 or TLS in an SSL 2.0 hello goes on in their records, if the server takes it up
// (RFC 5246, appendix E.2).
func (c *Connection) readSSLv2(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	s.start = append(s.start, b...)
	for len(s.start) > 0 {
		if s.hello && tlsparse.Recognize(s.start) == tlsparse.RecognizedTLS {
			rest := append([]byte(nil), s.start...)
			s.framing, s.start = records, s.start[:0]
			c.readRecords(from, rest, at)
			return
		}
		body, rest, ok := tlsparse.CutSSLv2Record(s.start)
		if !ok {
			if len(s.start) > maxSSLv2 {
				c.garble(from, at)
			}
			return
		}
		c.sslv2Message(from, body, at)
		s.start = append(s.start[:0], rest...)
	}
}

// sslv2Message takes one record of SSL 2.0. What follows the hellos is encrypted.
func (c *Connection) sslv2Message(from reassembly.Side, body []byte, at place) {
	s := &c.sides[from]
	if s.hello {
		c.note(from, at, stepEncryptedHandshake, len(body), "SSL 2.0")
		c.settleSSLv2(from, at)
		return
	}
	s.hello = true
	if hello, err := tlsparse.ParseSSLv2ClientHello(body); err == nil {
		c.learnClient(from)
		c.note(from, at, stepHandshake+stepCode(tlsparse.HandshakeTypeClientHello), len(body), "in an SSL 2.0 record, offers "+hello.Version.String())
		if !c.v2Hello.seen {
			c.v2Hello.keep(body, at, tlsparse.VersionSSL20)
		}
		return
	}
	hello, err := tlsparse.ParseSSLv2ServerHello(body)
	if err != nil {
		return
	}
	c.learnClient(from.Peer())
	c.note(from, at, stepHandshake+stepCode(tlsparse.HandshakeTypeServerHello), len(body), "in an SSL 2.0 record")
	c.version, c.agreed = hello.Version, true
	if len(hello.CipherSpecs) == 3 {
		c.v2Suite = uint32(hello.CipherSpecs[0])<<16 | uint32(hello.CipherSpecs[1])<<8 | uint32(hello.CipherSpecs[2])
	}
	c.v2ServerHello.keep(body, at, tlsparse.VersionSSL20)
	if len(hello.Certificate) > 0 {
		s.certified = true
		s.certificates = append(s.certificates, presented{at: at, entry: c.follower.memory.certificates.Get(hello.Certificate)})
	}
}

// settleSSLv2 ends the handshake when both sides have sent what must be
// encrypted: the client its key and FINISHED, the server VERIFY and FINISHED.
func (c *Connection) settleSSLv2(from reassembly.Side, at place) {
	c.sides[from].nsealed++
	if c.version == tlsparse.VersionSSL20 && c.sides[0].nsealed >= 2 && c.sides[1].nsealed >= 2 && !c.settled {
		c.settled, c.settledAt = true, at
	}
}
