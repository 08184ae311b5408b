package packet

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/gopacket/layers"

	"github.com/tlssniff/tlssniff/capture"
)

var (
	etherAddresses = []byte{2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1}
	snapHeader     = []byte{0xaa, 0xaa, 3, 0, 0, 0}
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

func TestLinkLayers(t *testing.T) {
	p4, p6 := tcp4(t, "hello"), tcp6(t, "hello")
	tests := []struct {
		name  string
		link  capture.LinkType
		head  []byte
		ip    []byte
		vlans []uint16
		in    []Tunnel
	}{
		{name: "Ethernet IPv4", link: capture.LinkEthernet, head: join(etherAddresses, unhex("0800")), ip: p4},
		{name: "Ethernet IPv6", link: capture.LinkEthernet, head: join(etherAddresses, unhex("86dd")), ip: p6},
		{name: "802.1Q", link: capture.LinkEthernet, head: join(etherAddresses, unhex("8100e0c80800")), ip: p4, vlans: []uint16{200}},
		{name: "802.1ad", link: capture.LinkEthernet, head: join(etherAddresses, unhex("88a80064810000c886dd")), ip: p6, vlans: []uint16{100, 200}},
		{name: "QinQ of old", link: capture.LinkEthernet, head: join(etherAddresses, unhex("91000064810000c80800")), ip: p4, vlans: []uint16{100, 200}},
		{
			name: "more tags than are kept", link: capture.LinkEthernet,
			head: join(etherAddresses, unhex("810000018100000281000003810000048100000581000006"), unhex("0800")), ip: p4, vlans: []uint16{1, 2, 3, 4},
		},
		{name: "security group tag", link: capture.LinkEthernet, head: join(etherAddresses, unhex("810000c8"+"8909"+"0101"+"00010002"+"0800")), ip: p4, vlans: []uint16{200}},
		{name: "802.3 with SNAP", link: capture.LinkEthernet, head: join(etherAddresses, unhex("0035"), snapHeader, unhex("0800")), ip: p4},
		{name: "802.3 with LLC", link: capture.LinkEthernet, head: join(etherAddresses, unhex("0030060603")), ip: p4},
		{name: "802.1Q with SNAP", link: capture.LinkEthernet, head: join(etherAddresses, unhex("810000020035"), snapHeader, unhex("86dd")), ip: p6, vlans: []uint16{2}},
		{name: "PPPoE", link: capture.LinkEthernet, head: join(etherAddresses, unhex("8864"), unhex("11000007ffff"), unhex("0021")), ip: p4, in: []Tunnel{{TunnelPPPoE, 7, true}}},
		{name: "PPPoE alone", link: capture.LinkPPPEther, head: unhex("110000070000" + "0057"), ip: p6, in: []Tunnel{{TunnelPPPoE, 7, true}}},
		{name: "SLL", link: capture.LinkLinuxSLL, head: unhex("0004" + "0001" + "0006" + "0200000000010000" + "0800"), ip: p4},
		{name: "SLL with a VLAN", link: capture.LinkLinuxSLL, head: unhex("0004" + "0001" + "0006" + "0200000000010000" + "8100" + "00c8" + "86dd"), ip: p6, vlans: []uint16{200}},
		{name: "SLL with LLC", link: capture.LinkLinuxSLL, head: join(unhex("0004"+"0001"+"0006"+"0200000000010000"+"0004"), snapHeader, unhex("0800")), ip: p4},
		{name: "SLL2", link: capture.LinkLinuxSLL2, head: unhex("0800" + "0000" + "00000003" + "0001" + "04" + "06" + "0200000000010000"), ip: p4},
		{name: "null, big endian", link: capture.LinkNull, head: unhex("00000002"), ip: p4},
		{name: "null, little endian", link: capture.LinkNull, head: unhex("02000000"), ip: p4},
		{name: "null, macOS", link: capture.LinkNull, head: unhex("1e000000"), ip: p6},
		{name: "null, FreeBSD", link: capture.LinkNull, head: unhex("1c000000"), ip: p6},
		{name: "null, NetBSD", link: capture.LinkNull, head: unhex("00000018"), ip: p6},
		{name: "null, Linux", link: capture.LinkNull, head: unhex("0a000000"), ip: p6},
		{name: "null, Windows", link: capture.LinkNull, head: unhex("17000000"), ip: p6},
		{name: "loop", link: capture.LinkLoop, head: unhex("00000018"), ip: p6},
		{name: "raw IPv4", link: capture.LinkRaw, ip: p4},
		{name: "raw IPv6", link: capture.LinkRaw, ip: p6},
		{name: "raw, 12", link: capture.LinkRawBSD, ip: p4},
		{name: "raw, 14", link: capture.LinkRawOpenBSD, ip: p6},
		{name: "IPv4", link: capture.LinkIPv4, ip: p4},
		{name: "IPv6", link: capture.LinkIPv6, ip: p6},
		{name: "PPP", link: capture.LinkPPP, head: unhex("0021"), ip: p4},
		{name: "PPP, protocol in one byte", link: capture.LinkPPP, head: unhex("57"), ip: p6},
		{name: "PPP with address and control", link: capture.LinkPPP, head: unhex("ff030057"), ip: p6},
		{name: "PPP with address and control, protocol in one byte", link: capture.LinkPPP, head: unhex("ff0321"), ip: p4},
		{name: "PPP in HDLC", link: capture.LinkPPPHDLC, head: unhex("ff030021"), ip: p4},
		{name: "Cisco HDLC in PPP HDLC", link: capture.LinkPPPHDLC, head: unhex("0f000800"), ip: p4},
		{name: "Cisco HDLC", link: capture.LinkCiscoHDLC, head: unhex("8f0086dd"), ip: p6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := NewDecoder(Options{})
			c := whole(tt.link, join(tt.head, tt.ip))
			p, v := decode(d, c)
			if v != Decoded {
				t.Fatalf("verdict: %v", v)
			}
			want := &Packet{
				Flow: flow4, Hash: d.keys.flow(&flow4),
				Time: c.Time, Number: c.Number,
				Payload: []byte("hello"), WireLength: 5,
				Seq: 0x01020304, Ack: 0xa0b0c0d0, Window: 502, Flags: ACK | PSH, Options: []byte{2, 4, 5, 0xb4},
				TTL: 61, IPv4: true, IPID: 0x1234,
				NVLANs: uint8(len(tt.vlans)), NTunnels: uint8(len(tt.in)),
			}
			copy(want.Tunnels[:], tt.in)
			want.Segment, want.Captured = tt.ip[20:], p.Captured
			if tt.ip[0]>>4 == 6 {
				want.Flow, want.Hash = flow6, d.keys.flow(&flow6)
				want.TTL, want.IPv4, want.IPID = 59, false, 0
				want.Segment = tt.ip[40:]
			}
			copy(want.VLANs[:], tt.vlans)
			if diff := cmp.Diff(want, p); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Every header that ends too early is told apart from one that was cut.
func TestShortHeaders(t *testing.T) {
	p4, p6 := tcp4(t, ""), tcp6(t, "")
	for _, c := range []*capture.Packet{
		whole(capture.LinkEthernet, join(etherAddresses, unhex("8100e0c80800"), p4)),
		whole(capture.LinkEthernet, join(etherAddresses, unhex("0035"), snapHeader, unhex("0800"), p4)),
		whole(capture.LinkEthernet, join(etherAddresses, unhex("8909"+"0102"+"0001000200010003"+"0800"), p4)),
		whole(capture.LinkLinuxSLL, join(make([]byte, 14), unhex("86dd"), p6)),
		whole(capture.LinkLinuxSLL2, join(unhex("0800"), make([]byte, 18), p4)),
		whole(capture.LinkNull, join(unhex("02000000"), p4)),
		whole(capture.LinkPPPEther, join(unhex("1100000700000021"), p4)),
		whole(capture.LinkPPPHDLC, join(unhex("0f000800"), p4)),
		whole(capture.LinkRaw, p6),
		whole(capture.LinkRaw, udp4(t, "")),
	} {
		for n := range c.Data {
			cut, missing := *c, *c
			cut.Data = c.Data[:n]
			if _, v := decode(NewDecoder(Options{}), &cut); v != Truncated {
				t.Errorf("link type %d cut at %d of %d bytes: %v, want truncated", c.Link, n, c.Length, v)
			}
			missing.Data, missing.Length = c.Data[:n], n
			if _, v := decode(NewDecoder(Options{}), &missing); v == Decoded {
				t.Errorf("link type %d ends at %d of %d bytes: decoded", c.Link, n, c.Length)
			}
		}
		if _, v := decode(NewDecoder(Options{}), c); v != Decoded {
			t.Errorf("link type %d: %v", c.Link, v)
		}
	}
}

func TestOtherVerdicts(t *testing.T) {
	ether := func(s string) *capture.Packet {
		return whole(capture.LinkEthernet, join(etherAddresses, unhex(s)))
	}
	icmp := tcp4(t, "")
	icmp[9] = byte(layers.IPProtocolICMPv4)
	deep := bytes.Repeat(unhex("81000001"), maxDepth+1)
	tests := []struct {
		name string
		c    *capture.Packet
		want Verdict
	}{
		{"ARP", ether("0806" + "0001080006040001"), NotIP},
		{"spanning tree", ether("0026" + "424203" + "0000"), NotIP},
		{"NetWare", ether("0026" + "ffff" + "0026"), NotIP},
		{"SNAP with a length for a type", ether("0008" + "aaaa03" + "000000" + "0026"), NotIP},
		{"PPPoE discovery in a session", ether("8864" + "11090000" + "0000"), NotIP},
		{"a thousand tags", whole(capture.LinkEthernet, join(etherAddresses, deep)), Malformed},
		{"empty", whole(capture.LinkEthernet, nil), Malformed},
		{"Ethernet without a type", whole(capture.LinkEthernet, etherAddresses), Malformed},
		{"null, AF_APPLETALK", whole(capture.LinkNull, unhex("1000000045")), NotIP},
		{"raw, neither version", whole(capture.LinkRaw, unhex("50")), NotIP},
		{"LCP", whole(capture.LinkPPP, unhex("ff03c0210101")), NotIP},
		{"Cisco keepalive", whole(capture.LinkCiscoHDLC, unhex("8f008035")), NotIP},
		{"ICMP", whole(capture.LinkRaw, icmp), NotTransport},
		{"IPv6 in a link of IPv4", whole(capture.LinkIPv4, tcp6(t, "")), Malformed},
		{"IPv4 in a link of IPv6", whole(capture.LinkIPv6, join(tcp4(t, ""), make([]byte, 20))), Malformed},
		{"USB", whole(220, make([]byte, 64)), Unsupported},
		{"beyond what gopacket numbers", whole(1000, make([]byte, 64)), Unsupported},
	}
	for _, tt := range tests {
		if _, v := decode(NewDecoder(Options{}), tt.c); v != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, v, tt.want)
		}
	}
}
