package connection

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// uidBytes is how much of the hash a uid shows: enough that two connections in
// a lifetime of captures do not share one.
const uidBytes = 12

// uid returns the connection's stable id: a hash of what both ends know of it,
// so that every sensor that sees the same packets gives the same one.
func (c *Connection) uid() string {
	b := make([]byte, 0, 128)
	for _, s := range [...]reassembly.Side{c.client, c.server()} {
		e := c.endpoint(s)
		b = append(b, e.IP[:]...)
		b = binary.BigEndian.AppendUint16(b, e.Port)
		if f := &c.flow.Sides[s]; f.SYN {
			b = binary.BigEndian.AppendUint32(append(b, 1), f.ISN)
		} else {
			b = append(b, 0)
		}
	}
	b = append(b, byte(c.flow.Key.Protocol))
	hello := &c.clientHello
	if c.firstClientHello.seen {
		hello = &c.firstClientHello
	}
	switch {
	case c.quic != nil:
		b = append(b, c.quic.dcid...)
	case hello.seen:
		parsed, _ := tlsparse.ParseClientHello(hello.body)
		b = append(b, parsed.Random...)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:uidBytes])
}
