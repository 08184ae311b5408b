package packet

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/capture"
)

// PKTAP is 258; before it had a number of its own, Apple's tcpdump wrote USER2.
const (
	linkPKTAP      capture.LinkType = 258
	linkPKTAPUser2 capture.LinkType = 149
)

// pktap reads what macOS puts before each packet: the header's length, what follows it and that
// packet's own link type (LINKTYPE_PKTAP). Macs are little-endian.
func (w *walk) pktap(t capture.LinkType, b []byte) Verdict {
	const header, packet = 12, 1
	if len(b) < header {
		return w.short(b, header)
	}
	size, next := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])
	link := capture.LinkType(binary.LittleEndian.Uint32(b[8:]))
	switch {
	case size < header || size > 1<<12:
		return w.decoder.unsupported(t)
	case int(size) > len(b):
		return w.short(b, int(size))
	case next != packet || link == linkPKTAP || link == linkPKTAPUser2:
		return NotIP
	}
	return w.link(link, b[size:])
}
