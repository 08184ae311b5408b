package packet

import (
	"net/netip"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"github.com/tlssniff/tlssniff/capture"
)

// The flows of the packets that tests build.
var (
	client4, server4 = endpoint("192.0.2.1:49152"), endpoint("198.51.100.2:443")
	client6, server6 = endpoint("[2001:db8::1]:49152"), endpoint("[2001:db8:ffff::2]:443")
	flow4            = Flow{Src: client4, Dst: server4, Protocol: TCP}
	flow6            = Flow{Src: client6, Dst: server6, Protocol: TCP}
)

func endpoint(s string) Endpoint {
	a := netip.MustParseAddrPort(s)
	return Endpoint{IP: a.Addr().As16(), Port: a.Port()}
}

// serialize returns the layers' bytes with the lengths and checksums that they need.
func serialize(t testing.TB, l ...gopacket.SerializableLayer) []byte {
	t.Helper()
	b := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, l...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func ip4Layer(protocol layers.IPProtocol) *layers.IPv4 {
	return &layers.IPv4{
		Version: 4, TTL: 61, Id: 0x1234, Protocol: protocol,
		SrcIP: client4.Addr().AsSlice(), DstIP: server4.Addr().AsSlice(),
	}
}

func ip6Layer(next layers.IPProtocol) *layers.IPv6 {
	return &layers.IPv6{
		Version: 6, HopLimit: 59, NextHeader: next,
		SrcIP: client6.Addr().AsSlice(), DstIP: server6.Addr().AsSlice(),
	}
}

func tcpLayer(ip gopacket.NetworkLayer) *layers.TCP {
	t := &layers.TCP{
		SrcPort: layers.TCPPort(client4.Port), DstPort: layers.TCPPort(server4.Port),
		Seq: 0x01020304, Ack: 0xa0b0c0d0, ACK: true, PSH: true, Window: 502,
		Options: []layers.TCPOption{{OptionType: layers.TCPOptionKindMSS, OptionLength: 4, OptionData: []byte{5, 0xb4}}},
	}
	if err := t.SetNetworkLayerForChecksum(ip); err != nil {
		panic(err)
	}
	return t
}

func udpLayer(ip gopacket.NetworkLayer) *layers.UDP {
	u := &layers.UDP{SrcPort: layers.UDPPort(client4.Port), DstPort: layers.UDPPort(server4.Port)}
	if err := u.SetNetworkLayerForChecksum(ip); err != nil {
		panic(err)
	}
	return u
}

// tcp4 and tcp6 return an IP packet with a TCP segment.
func tcp4(t testing.TB, payload string) []byte {
	ip := ip4Layer(layers.IPProtocolTCP)
	return serialize(t, ip, tcpLayer(ip), gopacket.Payload(payload))
}

func tcp6(t testing.TB, payload string) []byte {
	ip := ip6Layer(layers.IPProtocolTCP)
	return serialize(t, ip, tcpLayer(ip), gopacket.Payload(payload))
}

func udp4(t testing.TB, payload string) []byte {
	ip := ip4Layer(layers.IPProtocolUDP)
	return serialize(t, ip, udpLayer(ip), gopacket.Payload(payload))
}

func udp6(t testing.TB, payload string) []byte {
	ip := ip6Layer(layers.IPProtocolUDP)
	return serialize(t, ip, udpLayer(ip), gopacket.Payload(payload))
}

// whole is a packet that the snap length left alone.
func whole(link capture.LinkType, b []byte) *capture.Packet {
	return &capture.Packet{Data: b, Length: len(b), Link: link, Time: 1_700_000_000_000_000_000, Number: 1}
}

// join concatenates bytes.
func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// decode decodes one packet into a Packet full of an earlier one's leavings.
func decode(d *Decoder, c *capture.Packet) (*Packet, Verdict) {
	p := &Packet{
		Flow:       Flow{Tunnel: 7, Protocol: 99},
		Payload:    []byte("old"),
		WireLength: 99,
		Segment:    []byte("old"),
		Seq:        1, Ack: 2, Window: 3, Flags: 4, Options: []byte("old"),
		TTL: 5, IPv4: true, IPID: 6, Fragmented: true, Fragments: make([]capture.Packet, 1),
		VLANs: [MaxVLANs]uint16{1, 2, 3, 4}, NVLANs: 4,
	}
	return p, d.Decode(c, p)
}
