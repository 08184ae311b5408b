package packet

import (
	"testing"
	"unsafe"

	"github.com/tlssniff/tlssniff/capture"
)

// FuzzDecode decodes two packets, so that they may be fragments of one datagram.
func FuzzDecode(f *testing.F) {
	first, second := fragments4(f, "hello, fragments")
	for _, link := range []capture.LinkType{
		capture.LinkNull, capture.LinkEthernet, capture.LinkPPP, capture.LinkPPPHDLC, capture.LinkPPPEther,
		capture.LinkRaw, capture.LinkCiscoHDLC, capture.LinkLinuxSLL, capture.LinkIPv4, capture.LinkIPv6, capture.LinkLinuxSLL2,
		linkFDDI, linkIEEE80211, linkPFLog, linkPrism, linkIEEE80211Tap, linkPPPPPPD,
	} {
		f.Add(uint16(link), 100, tcp4(f, "hello"), udp6(f, "hello"))
	}
	f.Add(uint16(capture.LinkRaw), 0, first.Data, second.Data)
	f.Add(uint16(capture.LinkEthernet), 0, join(etherAddresses, unhex("810000c80800"), tcp4(f, "")), join(etherAddresses, unhex("86dd"), tcp6(f, "")))
	f.Add(uint16(capture.LinkEthernet), -1, join(etherAddresses, unhex("886411000007ffff0021"), tcp4(f, "")), join(etherAddresses, unhex("0035"), snapHeader, unhex("0800"), tcp4(f, "")))
	f.Add(uint16(linkNFLog), 0, join(unhex("02000005"+"08000100"+"08000100"), unhex("2d000900"), tcp4(f, "hello")), unhex("020000050006000a610000000029"))
	f.Add(uint16(linkPKTAP), 0, join(unhex("0c0000000100000065000000"), tcp4(f, "hello")), unhex("0c0000000100000002010000"))
	f.Add(uint16(linkIEEE80211Tap), 0, unhex("000008000000000008010000"), unhex("0000090002000000108801"))
	for _, b := range tunnelled(f) {
		f.Add(uint16(capture.LinkRaw), 0, b, b[:len(b)/2])
	}
	f.Fuzz(func(t *testing.T, link uint16, missing int, first, second []byte) {
		d := NewDecoder(Options{})
		for _, b := range [][]byte{first, second} {
			c := whole(capture.LinkType(link), b)
			c.Length += missing
			p, v := decode(d, c)
			if v == Decoded {
				checkDecoded(t, c, p)
			}
		}
		s := d.Stats()
		if s.Packets != 2 || s.TCP+s.UDP+s.NotIP+s.NotTransport+s.Fragment+s.Truncated+s.Malformed+s.Unsupported != 2 {
			t.Errorf("%+v", s)
		}
		if s.Fragments.Waiting == 0 && d.fragments.memory != 0 {
			t.Errorf("%d bytes of fragments are left", d.fragments.memory)
		}
	})
}

// checkDecoded checks what holds for every decoded packet.
func checkDecoded(t *testing.T, c *capture.Packet, p *Packet) {
	t.Helper()
	header := 8
	if p.Protocol == TCP {
		header = 20 + len(p.Options)
	}
	switch {
	case p.Protocol != TCP && p.Protocol != UDP:
		t.Errorf("protocol %v", p.Protocol)
	case len(p.Payload) > p.WireLength:
		t.Errorf("%d bytes of %d", len(p.Payload), p.WireLength)
	case p.Segment != nil && len(p.Segment) != header+len(p.Payload):
		t.Errorf("a segment of %d bytes with a header of %d and %d of payload", len(p.Segment), header, len(p.Payload))
	case cap(p.Payload) != len(p.Payload) || cap(p.Segment) != len(p.Segment) || cap(p.Options) != len(p.Options):
		t.Error("room to append over the packet that follows")
	case !p.Fragmented:
		if !within(c.Data, p.Payload) || !within(c.Data, p.Options) {
			t.Error("not a view of the captured bytes")
		}
	}
	if (p.VerifyChecksum(p.Digest()) == ChecksumUnknown) != (p.Segment == nil || p.Snapped() || p.Protocol == UDP && p.Segment[6] == 0 && p.Segment[7] == 0) {
		t.Errorf("checksum: %v", p.VerifyChecksum(p.Digest()))
	}
	r := p.Flow.Reverse()
	if keys := newHashKeys(0); p.Hash != keys.flow(&r) {
		t.Error("the other direction has another hash")
	}
}

// within reports whether part points into b.
func within(b, part []byte) bool {
	if len(part) == 0 {
		return true
	}
	begin, at := uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(unsafe.Pointer(unsafe.SliceData(part)))
	return at >= begin && at+uintptr(len(part)) <= begin+uintptr(len(b))
}
