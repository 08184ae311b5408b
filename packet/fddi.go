package packet

import "github.com/tlssniff/tlssniff/capture"

const linkFDDI capture.LinkType = 10

// fddi reads an FDDI header (ISO 9314-2): one byte of frame control and two addresses. LLC follows.
func (w *walk) fddi(b []byte) Verdict {
	const header = 13
	if len(b) < header {
		return w.short(b, header)
	}
	return w.llc(b[header:])
}
