package packet

import (
	"slices"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"github.com/tlssniff/tlssniff/capture"
)

// Link types that may carry IP and have no decoder here (tcpdump.org/linktypes.html).
const (
	linkFDDI          capture.LinkType = 10
	linkIEEE80211     capture.LinkType = 105
	linkPFLog         capture.LinkType = 117
	linkPrism         capture.LinkType = 119
	linkIEEE80211Tap  capture.LinkType = 127
	checksumIEEE80211                  = 4 // bytes at a frame's end
)

// generic reads the rare link layers through gopacket, as far as the IP packet in them.
func (w *walk) generic(t capture.LinkType, b []byte) Verdict {
	spare := 0
	switch t {
	case linkFDDI, linkPFLog, linkIEEE80211Tap:
	case linkIEEE80211, linkPrism:
		// gopacket takes a checksum for granted, and cuts the end off where there is none.
		spare = checksumIEEE80211
	default:
		return w.decoder.unsupported(t)
	}
	// A copy, because gopacket moves bytes about in the ones that it is given.
	frame := append(slices.Clone(b), make([]byte, spare)...)
	options := gopacket.DecodeOptions{Lazy: true, NoCopy: true} // it recovers from its panics
	ip := gopacket.NewPacket(frame, layers.LinkType(t), options).LayerClass(layers.LayerClassIPNetwork)
	if ip == nil {
		return NotIP
	}
	return w.ip(slices.Concat(ip.LayerContents(), ip.LayerPayload()))
}
