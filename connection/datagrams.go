package connection

import (
	"github.com/tlssniff/tlssniff/reassembly"
)

// Wants reports whether a datagram begins something that is followed: a QUIC
// Initial or a DTLS hello. It is a reassembly.DatagramFollower's.
func (f *Follower) Wants(b []byte) bool {
	if len(b) < minDatagram {
		return false
	}
	return b[0]&0x80 != 0 && beginsQUIC(b) || b[0]&0x80 == 0 && beginsDTLS(b)
}

// minDatagram is less than any hello needs.
const minDatagram = 40

// FollowDatagrams makes the owner of a flow that Wants wanted.
func (f *Follower) FollowDatagrams(flow *reassembly.Flow, first []byte) reassembly.DatagramOwner {
	c := f.connection(flow)
	if first[0]&0x80 != 0 {
		c.quic = &quicState{}
		return &quicOwner{c}
	}
	c.dtls = &dtlsState{}
	return &dtlsOwner{c}
}

// overDatagrams reports whether the connection has no TCP below it.
func (c *Connection) overDatagrams() bool { return c.quic != nil || c.dtls != nil }

// transport names what carries the connection.
func (c *Connection) transport() string {
	switch {
	case c.quic != nil:
		return "quic"
	case c.dtls != nil:
		return "dtls"
	}
	return "tcp"
}

// endDatagrams ends a connection over datagrams, which nothing closes.
func (c *Connection) endDatagrams(flow *reassembly.Flow, reason reassembly.EndReason) {
	c.flow, c.reason = flow, reason
	if !c.known {
		c.client, c.known = reassembly.Opener, true
		if flow.Key.Src.Port < flow.Key.Dst.Port {
			c.client = reassembly.Acceptor
		}
	}
	c.follower.ended(c)
	c.follower.memory.release(c)
}
