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
// so that every sensor that sees the same packets gives the same one. It is kept apart from the record.
func (f *filler) uid() string {
	b := f.sheet.scratch[:0]
	for _, s := range [...]reassembly.Side{f.client, f.server()} {
		e := f.endpoint(s)
		b = append(b, e.IP[:]...)
		b = binary.BigEndian.AppendUint16(b, e.Port)
		if tcp := &f.flow.Sides[s]; tcp.SYN {
			b = binary.BigEndian.AppendUint32(append(b, 1), tcp.ISN)
		} else {
			b = append(b, 0)
		}
	}
	b = append(b, byte(f.flow.Key.Protocol))
	switch hello := f.initialHello(); {
	case f.quic != nil:
		b = append(b, f.quic.dcid...)
	case hello.seen:
		b = append(b, tlsparse.ClientHelloRandom(hello.body)...)
	}
	f.sheet.scratch = b
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:uidBytes])
}
