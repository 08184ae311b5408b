package packet

import "github.com/tlssniff/tlssniff/capture"

// maxDepth is how many VLAN tags, extension headers and the like are walked
// through; it is more than any honest packet has.
const maxDepth = 32

// walk is the way through one packet's layers, from the outside in. Each method
// reads one layer from the bytes it is given and goes on with the next, as far
// as the transport.
type walk struct {
	decoder *Decoder
	packet  *Packet
	// left is how many bytes follow the ones at hand on the wire that the capture lacks.
	left int
	// depth is how many layers of those that may be stacked without end were read.
	depth int
}

// link reads the outermost layer.
func (w *walk) link(t capture.LinkType, b []byte) Verdict {
	switch t {
	case capture.LinkEthernet:
		return w.ethernet(b)
	case capture.LinkLinuxSLL:
		return w.cooked(b)
	case capture.LinkLinuxSLL2:
		return w.cooked2(b)
	case capture.LinkNull, capture.LinkLoop:
		return w.loopback(b)
	case capture.LinkRaw, capture.LinkRawBSD, capture.LinkRawOpenBSD:
		return w.ip(b)
	case capture.LinkIPv4:
		return w.ip4(b)
	case capture.LinkIPv6:
		return w.ip6(b)
	case capture.LinkPPP:
		return w.ppp(b)
	case capture.LinkPPPHDLC:
		return w.pppHDLC(b)
	case capture.LinkCiscoHDLC:
		return w.ciscoHDLC(b)
	case capture.LinkPPPEther:
		return w.pppoe(b)
	case linkPPPPPPD, linkPPPWithDirection:
		return w.pppDirected(b)
	case linkNFLog:
		return w.nflog(b)
	case linkPFLog:
		return w.pflog(b)
	case linkFDDI:
		return w.fddi(b)
	case linkIEEE80211:
		return w.wlan(b, false)
	case linkIEEE80211Tap:
		return w.radiotap(b)
	case linkPrism:
		return w.prism(b)
	case linkPKTAP, linkPKTAPUser2:
		return w.pktap(t, b)
	}
	return w.decoder.unsupported(t)
}

// short is the verdict on b, which is less than the n bytes of its header.
func (w *walk) short(b []byte, n int) Verdict {
	if len(b)+w.left >= n {
		return Truncated
	}
	return Malformed
}

// clip cuts b to the n bytes that a length field says it has; what follows is padding
// or a trailer. n may be more than the frame had on the wire: then the rest is missing.
func (w *walk) clip(b []byte, n int) []byte {
	if n <= len(b) {
		w.left = 0
		return b[:n]
	}
	w.left = n - len(b)
	return b
}
