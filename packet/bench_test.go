package packet

import (
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/capture"
)

func BenchmarkDecode(b *testing.B) {
	payload := strings.Repeat("x", 1400)
	ether := join(etherAddresses, unhex("0800"))
	for _, bb := range []struct {
		name string
		c    *capture.Packet
	}{
		{"IPv4-TCP", whole(capture.LinkEthernet, join(ether, tcp4(b, payload)))},
		{"VLAN-IPv4-TCP", whole(capture.LinkEthernet, join(etherAddresses, unhex("810000c80800"), tcp4(b, payload)))},
		{"IPv6-TCP", whole(capture.LinkEthernet, join(etherAddresses, unhex("86dd"), tcp6(b, payload)))},
		{"IPv4-UDP", whole(capture.LinkEthernet, join(ether, udp4(b, payload)))},
		{"ARP", whole(capture.LinkEthernet, join(etherAddresses, unhex("0806"), make([]byte, 28)))},
		{"SLL-IPv4-TCP", whole(capture.LinkLinuxSLL, join(make([]byte, 14), unhex("0800"), tcp4(b, payload)))},
	} {
		b.Run(bb.name, func(b *testing.B) {
			d := NewDecoder(Options{})
			var p Packet
			b.ReportAllocs()
			for b.Loop() {
				d.Decode(bb.c, &p)
			}
		})
	}
}

// Two fragments make a datagram.
func BenchmarkFragments(b *testing.B) {
	first, second := fragments4(b, strings.Repeat("x", 2000))
	d := NewDecoder(Options{})
	var p Packet
	b.ReportAllocs()
	for b.Loop() {
		d.Decode(first, &p)
		if d.Decode(second, &p) != Decoded {
			b.Fatal("not whole")
		}
	}
}

func BenchmarkVerifyChecksum(b *testing.B) {
	p, _ := decode(NewDecoder(Options{}), whole(capture.LinkRaw, tcp4(b, strings.Repeat("x", 1448))))
	b.ReportAllocs()
	b.SetBytes(int64(len(p.Segment)))
	for b.Loop() {
		if p.VerifyChecksum(p.Digest()) != ChecksumValid {
			b.Fatal("invalid")
		}
	}
}
