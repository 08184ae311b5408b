package packet

import "github.com/tlssniff/tlssniff/capture"

const linkPFLog capture.LinkType = 117

// pflog reads what the packet filter of the BSDs logs in front of a packet (pflog(4)). The header's length stands
// first, without what fills it up to a multiple of four bytes.
func (w *walk) pflog(b []byte) Verdict {
	const shortest = 45 // as far as the direction, in the oldest form
	if len(b) == 0 {
		return w.short(b, 1)
	}
	header := (int(b[0]) + 3) &^ 3
	if header < shortest {
		return NotIP
	}
	if len(b) < header {
		return w.short(b, header)
	}
	return w.ip(b[header:])
}
