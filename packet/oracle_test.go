package packet

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"pgregory.net/rapid"

	"github.com/tlssniff/tlssniff/capture"
)

// What gopacket builds is decoded as gopacket decodes it.
func TestAsGopacketDecodes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		link, b := drawPacket(t, r)
		c := whole(link, b)
		p, v := decode(NewDecoder(Options{}), c)
		if v != Decoded {
			r.Fatalf("verdict: %v", v)
		}
		if diff := cmp.Diff(gopacketDecode(r, c), facts(p)); diff != "" {
			r.Error(diff)
		}
		// gopacket writes a UDP checksum of 0 as it is, where RFC 768 wants its complement.
		none := p.Protocol == UDP && p.Segment[6] == 0 && p.Segment[7] == 0
		if got := p.VerifyChecksum(p.Digest()); got != ChecksumValid && !none {
			r.Errorf("checksum: %v", got)
		}
	})
}

// drawPacket draws a packet of the link layers and transports that gopacket can both write and read.
func drawPacket(t testing.TB, r *rapid.T) (capture.LinkType, []byte) {
	six := rapid.Bool().Draw(r, "IPv6")
	protocol := layers.IPProtocolTCP
	if rapid.Bool().Draw(r, "UDP") {
		protocol = layers.IPProtocolUDP
	}
	address := func(label string) []byte {
		n := 4
		if six {
			n = 16
		}
		return rapid.SliceOfN(rapid.Byte(), n, n).Draw(r, label)
	}
	etherType := layers.EthernetTypeIPv4
	var ip gopacket.SerializableLayer = &layers.IPv4{
		Version: 4, Protocol: protocol, SrcIP: address("source"), DstIP: address("destination"),
		TTL: rapid.Byte().Draw(r, "TTL"), Id: rapid.Uint16().Draw(r, "ID"),
	}
	if six {
		etherType = layers.EthernetTypeIPv6
		v4 := ip.(*layers.IPv4)
		ip = &layers.IPv6{Version: 6, NextHeader: protocol, SrcIP: v4.SrcIP, DstIP: v4.DstIP, HopLimit: v4.TTL}
	}

	var stack []gopacket.SerializableLayer
	link := rapid.SampledFrom([]capture.LinkType{capture.LinkEthernet, capture.LinkPPP, capture.LinkLoop, capture.LinkRaw}).Draw(r, "link")
	switch link {
	case capture.LinkEthernet:
		stack = ethernetLayers(r, etherType)
	case capture.LinkPPP:
		ppp := &layers.PPP{PPPType: layers.PPPTypeIPv4}
		if six {
			ppp.PPPType = layers.PPPTypeIPv6
		}
		stack = append(stack, ppp)
	case capture.LinkLoop:
		loop := &layers.Loopback{Family: layers.ProtocolFamilyIPv4}
		if six {
			loop.Family = layers.ProtocolFamilyIPv6FreeBSD
		}
		stack = append(stack, loop)
	}
	payload := rapid.SliceOfN(rapid.Byte(), 0, 1500).Draw(r, "payload")
	return link, serialize(t, append(stack, ip, drawTransport(r, protocol, ip.(gopacket.NetworkLayer)), gopacket.Payload(payload))...)
}

// ethernetLayers draws an Ethernet header and VLAN tags.
func ethernetLayers(r *rapid.T, t layers.EthernetType) []gopacket.SerializableLayer {
	vlans := rapid.SliceOfN(rapid.Uint16Range(0, 4095), 0, MaxVLANs).Draw(r, "VLANs")
	types := []layers.EthernetType{layers.EthernetTypeQinQ}[:min(1, len(vlans)/2)]
	for len(types) < len(vlans) {
		types = append(types, layers.EthernetTypeDot1Q)
	}
	types = append(types, t)
	stack := []gopacket.SerializableLayer{&layers.Ethernet{SrcMAC: etherAddresses[:6], DstMAC: etherAddresses[6:], EthernetType: types[0]}}
	for i, id := range vlans {
		stack = append(stack, &layers.Dot1Q{VLANIdentifier: id, Priority: 5, Type: types[i+1]})
	}
	return stack
}

// drawTransport draws a transport header.
func drawTransport(r *rapid.T, protocol layers.IPProtocol, ip gopacket.NetworkLayer) gopacket.SerializableLayer {
	source, destination := rapid.Uint16().Draw(r, "source port"), rapid.Uint16().Draw(r, "destination port")
	if protocol == layers.IPProtocolUDP {
		u := &layers.UDP{SrcPort: layers.UDPPort(source), DstPort: layers.UDPPort(destination)}
		if err := u.SetNetworkLayerForChecksum(ip); err != nil {
			r.Fatal(err)
		}
		return u
	}
	flags := rapid.Byte().Draw(r, "flags")
	h := &layers.TCP{
		SrcPort: layers.TCPPort(source), DstPort: layers.TCPPort(destination),
		Seq: rapid.Uint32().Draw(r, "seq"), Ack: rapid.Uint32().Draw(r, "ack"), Window: rapid.Uint16().Draw(r, "window"),
		FIN: flags&FIN != 0, SYN: flags&SYN != 0, RST: flags&RST != 0, PSH: flags&PSH != 0,
		ACK: flags&ACK != 0, URG: flags&URG != 0, ECE: flags&ECE != 0, CWR: flags&CWR != 0,
	}
	for range rapid.IntRange(0, 4).Draw(r, "options") {
		h.Options = append(h.Options, layers.TCPOption{OptionType: layers.TCPOptionKindTimestamps, OptionLength: 8, OptionData: make([]byte, 6)})
	}
	if err := h.SetNetworkLayerForChecksum(ip); err != nil {
		r.Fatal(err)
	}
	return h
}

// decodedFacts are the facts of a packet that both decoders tell.
type decodedFacts struct {
	Flow     string
	VLANs    []uint16
	TTL      uint8
	IPID     uint16
	Seq, Ack uint32
	Window   uint16
	Flags    byte
	Options  int
	Payload  string
}

func facts(p *Packet) decodedFacts {
	return decodedFacts{
		Flow: p.Flow.String(), VLANs: append([]uint16(nil), p.VLANs[:p.NVLANs]...), TTL: p.TTL, IPID: p.IPID,
		Seq: p.Seq, Ack: p.Ack, Window: p.Window, Flags: p.Flags, Options: len(p.Options), Payload: string(p.Payload),
	}
}

// gopacketDecode tells them by gopacket.
func gopacketDecode(r *rapid.T, c *capture.Packet) (f decodedFacts) {
	var flow Flow
	for _, l := range gopacket.NewPacket(c.Data, layers.LinkType(c.Link), gopacket.Default).Layers() {
		switch l := l.(type) {
		case *layers.Dot1Q:
			f.VLANs = append(f.VLANs, l.VLANIdentifier)
		case *layers.IPv4:
			flow.Src.IP, flow.Dst.IP = [16]byte(l.SrcIP.To16()), [16]byte(l.DstIP.To16())
			f.TTL, f.IPID = l.TTL, l.Id
		case *layers.IPv6:
			flow.Src.IP, flow.Dst.IP = [16]byte(l.SrcIP), [16]byte(l.DstIP)
			f.TTL = l.HopLimit
		case *layers.TCP:
			flow.Protocol, flow.Src.Port, flow.Dst.Port = TCP, uint16(l.SrcPort), uint16(l.DstPort)
			f.Seq, f.Ack, f.Window, f.Flags = l.Seq, l.Ack, l.Window, l.Contents[13]
			f.Options, f.Payload = len(l.Contents)-20, string(l.Payload)
			f.Flow = flow.String()
			return f
		case *layers.UDP:
			flow.Protocol, flow.Src.Port, flow.Dst.Port = UDP, uint16(l.SrcPort), uint16(l.DstPort)
			f.Payload, f.Flow = string(l.Payload), flow.String()
			return f
		}
	}
	r.Fatalf("gopacket found no transport in %x", c.Data)
	return f
}
