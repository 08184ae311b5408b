package connection

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/connection/upgrade"
)

// tdsWrap takes TLS records out of the TDS packets that carry them during the
// handshake (MS-TDS, section 2.2.6.5). After it, records stand by themselves.
type tdsWrap struct {
	on     bool
	header []byte // of the packet that begins
	left   int    // bytes of the packet in hand
}

// open returns the first run of wrapped bytes in b, and what follows it.
func (w *tdsWrap) open(b []byte) (inner, rest []byte) {
	if w.left == 0 {
		if len(w.header) == 0 && b[0] >= 0x14 && b[0] <= 0x17 {
			w.on = false
			return b, nil
		}
		n := min(upgrade.TDSHeaderLen-len(w.header), len(b))
		w.header = append(w.header, b[:n]...)
		b = b[n:]
		if len(w.header) < upgrade.TDSHeaderLen {
			return nil, nil
		}
		w.left = max(0, int(binary.BigEndian.Uint16(w.header[2:]))-upgrade.TDSHeaderLen)
		w.header = w.header[:0]
	}
	n := min(w.left, len(b))
	w.left -= n
	return b[:n], b[n:]
}
