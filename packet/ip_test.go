package packet

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/gopacket/layers"

	"github.com/tlssniff/tlssniff/capture"
)

// What the lengths of IP, TCP and UDP say, against what was captured.
func TestLengths(t *testing.T) {
	set16 := func(b []byte, at, v int) []byte {
		binary.BigEndian.PutUint16(b[at:], uint16(v))
		return b
	}
	set := func(b []byte, at int, v byte) []byte {
		b[at] = v
		return b
	}
	big := strings.Repeat("x", 60_000)
	jumbo := serialize(t, &layers.IPv6{Version: 6, HopLimit: 64, NextHeader: layers.IPProtocolIPv6HopByHop, SrcIP: client6.Addr().AsSlice(), DstIP: server6.Addr().AsSlice()})
	jumbo = join(set16(jumbo, 4, 0), unhex("0600c20400011188"), tcp6(t, big)[40:], make([]byte, 10_000))
	tests := []struct {
		name    string
		b       []byte
		missing int // bytes that the snap length cut
		want    Verdict
		payload string
		wire    int
	}{
		{name: "a trailer", b: join(tcp4(t, "hello"), []byte("trailer")), payload: "hello", wire: 5},
		{name: "an IPv6 trailer", b: join(tcp6(t, "hello"), []byte("trailer")), payload: "hello", wire: 5},
		{name: "a UDP trailer", b: join(udp6(t, "hello"), []byte("trailer")), payload: "hello", wire: 5},
		{name: "snapped", b: tcp4(t, "hello")[:47], missing: 2, payload: "hel", wire: 5},
		{name: "snapped in IPv6", b: tcp6(t, "hello")[:67], missing: 2, payload: "hel", wire: 5},
		{name: "snapped UDP", b: udp4(t, "hello")[:31], missing: 2, payload: "hel", wire: 5},
		{name: "only the trailer snapped", b: tcp4(t, "hello"), missing: 4, payload: "hello", wire: 5},
		{name: "IP says more than the frame has", b: set16(tcp4(t, "hello"), 2, 1000), payload: "hello", wire: 1000 - 44},
		{name: "IPv6 says more than the frame has", b: set16(tcp6(t, "hello"), 4, 1000), payload: "hello", wire: 1000 - 24},
		{name: "super-segment", b: set16(tcp4(t, big), 2, 0), payload: big, wire: 60_000},
		{name: "super-segment, snapped", b: set16(tcp4(t, "hello"), 2, 0), missing: 70_000, payload: "hello", wire: 70_005},
		{name: "super-segment in IPv6", b: set16(tcp6(t, big), 4, 0), payload: big, wire: 60_000},
		{name: "jumbogram", b: jumbo, payload: big + strings.Repeat("\x00", 10_000), wire: 70_000},
		{name: "UDP of length 0", b: set16(udp4(t, "hello"), 24, 0), payload: "hello", wire: 5},
		{name: "UDP shorter than IP", b: set16(udp4(t, "hello"), 24, 11), payload: "hel", wire: 3},
		{name: "UDP longer than IP", b: set16(udp4(t, "hello"), 24, 14), want: Malformed},
		{name: "UDP shorter than its header", b: set16(udp4(t, "hello"), 24, 7), want: Malformed},
		{name: "IPv4 shorter than its header", b: set16(tcp4(t, "hello"), 2, 19), want: Malformed},
		{name: "IPv4 header of 16 bytes", b: set(tcp4(t, "hello"), 0, 0x44), want: Malformed},
		{name: "IPv4 shorter than TCP", b: set16(tcp4(t, "hello"), 2, 39), want: Malformed},
		{name: "TCP header of 16 bytes", b: set(tcp4(t, "hello"), 32, 0x40), want: Malformed},
		{name: "TCP header beyond the packet", b: set(tcp4(t, "hello"), 32, 0xf0), want: Malformed},
		{name: "TCP header beyond the packet, snapped", b: set(tcp4(t, "hello"), 32, 0xf0)[:44], missing: 5, want: Malformed},
		{name: "TCP options snapped", b: tcp4(t, "hello")[:42], missing: 7, want: Truncated},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := whole(capture.LinkRaw, tt.b)
			c.Length += tt.missing
			p, v := decode(NewDecoder(Options{}), c)
			if v != tt.want {
				t.Fatalf("verdict: %v, want %v", v, tt.want)
			}
			if v != Decoded {
				return
			}
			if string(p.Payload) != tt.payload || p.WireLength != tt.wire || p.Snapped() != (len(tt.payload) < tt.wire) {
				t.Errorf("%d bytes of %d, want %d of %d", len(p.Payload), p.WireLength, len(tt.payload), tt.wire)
			}
		})
	}
}

// A capture that says it saw less than it holds is not believed.
func TestLengthBelowCaptured(t *testing.T) {
	c := whole(capture.LinkRaw, tcp4(t, "hello"))
	binary.BigEndian.PutUint16(c.Data[2:], 0)
	c.Length = -1000
	if p, v := decode(NewDecoder(Options{}), c); v != Decoded || string(p.Payload) != "hello" || p.WireLength != 5 {
		t.Errorf("%v: %+v", v, p)
	}
}

func TestIPv4Options(t *testing.T) {
	ip := ip4Layer(layers.IPProtocolTCP)
	ip.Options = []layers.IPv4Option{{OptionType: 148, OptionLength: 4, OptionData: []byte{0, 0}}}
	p, v := decode(NewDecoder(Options{}), whole(capture.LinkRaw, serialize(t, ip, tcpLayer(ip))))
	if v != Decoded || p.Flow != flow4 || p.WireLength != 0 {
		t.Errorf("%v: %+v", v, p)
	}
}

func TestIPv6Extensions(t *testing.T) {
	segment := tcp6(t, "hello")[40:]
	options := "00" + "01" + "0104" + "00000000" + "0000000000000000" // PadN, 16 bytes in all
	tests := []struct {
		name     string
		first    layers.IPProtocol
		headers  string
		rest     []byte
		want     Verdict
		checksum Checksum
	}{
		{name: "none", first: 6, rest: segment, checksum: ChecksumValid},
		{name: "hop by hop", first: 0, headers: "06" + options[2:], rest: segment, checksum: ChecksumValid},
		{name: "hop by hop, destination", first: 0, headers: "3c" + options[2:] + "06" + options[2:], rest: segment, checksum: ChecksumValid},
		{name: "authentication", first: 51, headers: "0604" + strings.Repeat("00", 22), rest: segment, checksum: ChecksumValid},
		{name: "mobility", first: 135, headers: "0600" + strings.Repeat("00", 6), rest: segment, checksum: ChecksumValid},
		{name: "routing, arrived", first: 43, headers: "0602" + "0000" + strings.Repeat("00", 20), rest: segment, checksum: ChecksumValid},
		{name: "routing, on the way", first: 43, headers: "0602" + "0001" + strings.Repeat("00", 20), rest: segment, checksum: ChecksumUnknown},
		{name: "ESP", first: 50, headers: "00000000", want: NotTransport},
		{name: "no next header", first: 59, want: NotTransport},
		{name: "as many as are read", first: 60, headers: strings.Repeat("3c00000000000000", maxDepth-2) + "0600000000000000", rest: segment, checksum: ChecksumValid},
		{name: "more than are read", first: 60, headers: strings.Repeat("3c00000000000000", maxDepth) + "0600000000000000", rest: segment, want: Malformed},
		{name: "a header that ends too early", first: 60, headers: "06000000", want: Malformed},
		{name: "a header that is too long", first: 60, headers: "06ff000000000000", want: Malformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ip := serialize(t, ip6Layer(tt.first))
			body := join(unhex(tt.headers), tt.rest)
			binary.BigEndian.PutUint16(ip[4:], uint16(len(body)))
			p, v := decode(NewDecoder(Options{}), whole(capture.LinkIPv6, join(ip, body)))
			if v != tt.want {
				t.Fatalf("verdict: %v, want %v", v, tt.want)
			}
			if v != Decoded {
				return
			}
			if p.Flow != flow6 || string(p.Payload) != "hello" {
				t.Errorf("%+v", p)
			}
			if got := p.VerifyChecksum(p.Digest()); got != tt.checksum {
				t.Errorf("checksum: %v, want %v", got, tt.checksum)
			}
		})
	}
}
