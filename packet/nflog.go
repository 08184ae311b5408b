package packet

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/capture"
)

const linkNFLog capture.LinkType = 239

// nflog reads what Linux's firewall logs (LINKTYPE_NFLOG): a family, then attributes, of which
// one is the packet. Their lengths and types are in the byte order of the capturing machine.
func (w *walk) nflog(b []byte) Verdict {
	const header, attribute, payload = 4, 4, 9
	if len(b) < header {
		return w.short(b, header)
	}
	b = b[header:]
	for len(b) >= attribute {
		size, kind := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])
		if kind > 0xff { // no machine numbers attributes so high
			size, kind = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
		}
		n := int(size)
		switch {
		case n < attribute:
			return Malformed
		case kind == payload:
			return w.ip(w.clip(b, min(n, len(b)+w.left))[attribute:])
		}
		b = b[min(len(b), (n+3)&^3):]
	}
	if w.left > 0 {
		return Truncated
	}
	return NotIP
}
