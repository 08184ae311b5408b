package packet

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/capture"
)

// The link types of captured radio frames, bare and behind what the receiver tells of them.
const (
	linkIEEE80211    capture.LinkType = 105
	linkPrism        capture.LinkType = 119
	linkIEEE80211Tap capture.LinkType = 127
)

// Of a frame's two bytes of frame control (IEEE 802.11-2020, section 9.2.4.1).
const (
	wlanTypes     = 0x0c // the bits of the type
	wlanData      = 0x08
	wlanQoS       = 0x80 // the subtype has quality of service
	wlanEmpty     = 0x40 // the subtype carries no data
	wlanBothWays  = 0x03 // from one access point to another: there is a fourth address
	wlanMore      = 0x04 // fragments follow
	wlanProtected = 0x40
	wlanOrder     = 0x80 // with quality of service: HT control stands in the header
)

// wlan reads an IEEE 802.11 frame. Padded says that its header was filled up to a multiple of four bytes. What
// is encrypted, and several packets in one frame (A-MSDU), can't be read.
func (w *walk) wlan(b []byte, padded bool) Verdict {
	header := 24
	if len(b) < header {
		return w.short(b, header)
	}
	subtype, flags, fragment := b[0], b[1], b[22]&0xf
	if subtype&wlanTypes != wlanData || subtype&wlanEmpty != 0 || flags&wlanProtected != 0 {
		return NotIP
	}
	if flags&wlanMore != 0 || fragment != 0 {
		return Fragment
	}
	if flags&wlanBothWays == wlanBothWays {
		header += 6
	}
	if subtype&wlanQoS != 0 {
		const aggregated = 0x80
		if len(b) < header+2 {
			return w.short(b, header+2)
		}
		if b[header]&aggregated != 0 {
			return NotIP
		}
		if header += 2; flags&wlanOrder != 0 {
			header += 4
		}
	}
	if padded {
		header = (header + 3) &^ 3
	}
	if len(b) < header {
		return w.short(b, header)
	}
	return w.llc(b[header:])
}

// radiotap reads a radiotap header and the frame behind it (radiotap.org): its version, its length and one or more
// words that say which fields follow, of which those in front of the frame's flags are read.
func (w *walk) radiotap(b []byte) Verdict {
	const (
		header    = 8
		time      = 1 << 0 // eight bytes, on a multiple of eight
		flags     = 1 << 1
		more      = 1 << 31
		padding   = 0x20 // of the flags: behind the frame's header
		wordBytes = 4
	)
	if len(b) < header {
		return w.short(b, header)
	}
	size := int(binary.LittleEndian.Uint16(b[2:]))
	if b[0] != 0 || size < header {
		return Malformed
	}
	if len(b) < size {
		return w.short(b, size)
	}
	fields := binary.LittleEndian.Uint32(b[4:])
	at := header
	for word := fields; word&more != 0 && at+wordBytes <= size; at += wordBytes {
		word = binary.LittleEndian.Uint32(b[at:])
	}
	if fields&time != 0 {
		at = (at+7)&^7 + 8
	}
	padded := fields&flags != 0 && at < size && b[at]&padding != 0
	return w.wlan(b[size:], padded)
}

// prism reads the header of Prism's drivers and the frame behind it: a message code and the header's length, in
// the byte order of the host that captured.
func (w *walk) prism(b []byte) Verdict {
	const header, longest = 8, 1 << 10
	if len(b) < header {
		return w.short(b, header)
	}
	size := binary.LittleEndian.Uint32(b[4:])
	if size > longest {
		size = binary.BigEndian.Uint32(b[4:])
	}
	switch {
	case size < header || size > longest:
		return Malformed
	case int(size) > len(b):
		return w.short(b, int(size))
	}
	return w.wlan(b[size:], false)
}
