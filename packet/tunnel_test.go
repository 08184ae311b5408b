package packet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"github.com/tlssniff/tlssniff/capture"
)

// frame puts an IP packet into Ethernet.
func frame(ip []byte) []byte {
	t := "0800"
	if ip[0]>>4 == 6 {
		t = "86dd"
	}
	return join(etherAddresses, unhex(t), ip)
}

// outer addresses are not the inner ones.
func outer4(t testing.TB, protocol layers.IPProtocol, body []byte) []byte {
	ip := ip4Layer(protocol)
	ip.SrcIP, ip.DstIP = []byte{10, 0, 0, 1}, []byte{10, 0, 0, 2}
	return serialize(t, ip, gopacket.Payload(body))
}

func outer6(t testing.TB, next layers.IPProtocol, body []byte) []byte {
	ip := ip6Layer(next)
	ip.SrcIP, ip.DstIP = unhex("20010db8000000000000000000000a01"), unhex("20010db8000000000000000000000a02")
	return serialize(t, ip, gopacket.Payload(body))
}

// inUDP puts a tunnel's bytes into UDP, from and to ports that say nothing.
func inUDP(t testing.TB, body []byte) []byte {
	ip := ip4Layer(layers.IPProtocolUDP)
	ip.SrcIP, ip.DstIP = []byte{10, 0, 0, 1}, []byte{10, 0, 0, 2}
	u := &layers.UDP{SrcPort: 50000, DstPort: 50001}
	if err := u.SetNetworkLayerForChecksum(ip); err != nil {
		t.Fatal(err)
	}
	return serialize(t, ip, u, gopacket.Payload(body))
}

// tunnelled are IP packets that carry another one, and the way that the record tells.
func tunnelled(t testing.TB) map[string][]byte {
	p4, p6 := tcp4(t, "hello"), tcp6(t, "hello")
	teredo := append([]byte(nil), p6...)
	copy(teredo[8:], unhex("20010000"))
	return map[string][]byte{
		"gre":                outer4(t, protocolOf(protocolGRE), join(unhex("00000800"), p4)),
		"gre:7":              outer4(t, protocolOf(protocolGRE), join(unhex("2000655800000007"), frame(p4))),
		"gre:9":              outer4(t, protocolOf(protocolGRE), join(unhex("b0000800aaaa00000000000900000001"), p4)),
		"erspan":             outer4(t, protocolOf(protocolGRE), join(unhex("000088be"), frame(p4))),
		"erspan:5":           outer4(t, protocolOf(protocolGRE), join(unhex("100088be00000001"), unhex("1001000500000000"), frame(p4))),
		"erspan:6":           outer4(t, protocolOf(protocolGRE), join(unhex("100022eb00000001"), unhex("200100060000000000000001"), make([]byte, 8), frame(p4))),
		"pptp:3":             outer4(t, protocolOf(protocolGRE), join(unhex("3001880b00200003"), unhex("00000001"), unhex("ff030021"), p4)),
		"ipip":               outer4(t, protocolOf(protocolIPv4), p4),
		"6in4":               outer4(t, protocolOf(protocolIPv6), p6),
		"4in6":               outer6(t, protocolOf(protocolIPv4), p4),
		"6in6":               outer6(t, protocolOf(protocolIPv6), p6),
		"etherip":            outer4(t, protocolOf(protocolEtherIP), join(unhex("3000"), frame(p4))),
		"vxlan:42":           inUDP(t, join(unhex("0800000000002a00"), frame(p4))),
		"vxlan:43":           inUDP(t, join(unhex("8800123400002b00"), frame(p6))),
		"vxlan:44":           inUDP(t, join(unhex("0c00000100002c00"), p4)),
		"vxlan:45,nsh:17":    inUDP(t, join(unhex("0c00000400002d00"), unhex("0002010100001101"), p4)),
		"geneve:46":          inUDP(t, join(unhex("0100655800002e00"), unhex("01020300"), frame(p4))),
		"geneve:47":          inUDP(t, join(unhex("0000080000002f00"), p4)),
		"gtp:0x1a2b":         inUDP(t, join(unhex("30ff"), u16(len(p4)), unhex("00001a2b"), p4)),
		"gtp:0x1a2c":         inUDP(t, join(unhex("34ff"), u16(len(p4)+8), unhex("00001a2c"), unhex("00000085"), unhex("01000500"), p4)),
		"l2tp:11":            inUDP(t, join(unhex("4002"), u16(8+4+len(p4)), unhex("000b0001"), unhex("ff030021"), p4)),
		"teredo":             inUDP(t, teredo),
		"gre,vxlan:42":       outer4(t, protocolOf(protocolGRE), join(unhex("00000800"), inUDP(t, join(unhex("0800000000002a00"), frame(p4))))),
		"mpls:100,mpls:200":  outer4(t, protocolOf(protocolMPLS), join(unhex("00064040"), unhex("000c8140"), p4)),
		"gre,mpls:16":        outer4(t, protocolOf(protocolGRE), join(unhex("00008847"), unhex("00010140"), unhex("00000000"), frame(p4))),
		"gre,mpls:17":        outer4(t, protocolOf(protocolGRE), join(unhex("00008847"), unhex("00011140"), frame(p6))),
		"ipip,ipip,6in4":     outer4(t, protocolOf(protocolIPv4), outer4(t, protocolOf(protocolIPv4), outer4(t, protocolOf(protocolIPv6), p6))),
		"gtp:0x1,gre,ipip":   inUDP(t, gtpOf(t, outer4(t, protocolOf(protocolGRE), join(unhex("00000800"), outer4(t, protocolOf(protocolIPv4), p4))))),
		"vxlan:42,geneve:47": inUDP(t, join(unhex("0800000000002a00"), frame(inUDP(t, join(unhex("0000080000002f00"), p4))))),
	}
}

func protocolOf(p Protocol) layers.IPProtocol { return layers.IPProtocol(p) }

func u16(n int) []byte { return []byte{byte(n >> 8), byte(n)} }

func gtpOf(_ testing.TB, b []byte) []byte {
	return join(unhex("30ff"), u16(len(b)), unhex("00000001"), b)
}

func TestTunnels(t *testing.T) {
	for way, b := range tunnelled(t) {
		t.Run(way, func(t *testing.T) {
			p, v := decode(NewDecoder(Options{}), whole(capture.LinkRaw, b))
			if v != Decoded {
				t.Fatalf("%v", v)
			}
			var got []string
			for _, tunnel := range p.Tunnels[:p.NTunnels] {
				got = append(got, tunnel.String())
			}
			if diff := cmp.Diff(way, strings.Join(got, ",")); diff != "" {
				t.Error(diff)
			}
			if string(p.Payload) != "hello" || p.Src.Port != client4.Port || p.Dst.Port != server4.Port {
				t.Errorf("%q from %v to %v", p.Payload, p.Src, p.Dst)
			}
		})
	}
}

func TestUDPThatIsNoTunnel(t *testing.T) {
	p4 := tcp4(t, "hello")
	for name, body := range map[string][]byte{
		"too short":                   unhex("0800000000002a00"),
		"VXLAN with another payload":  join(unhex("0800000000002a00"), make([]byte, 60)),
		"GENEVE with another payload": join(unhex("0000080000002f00"), make([]byte, 60)),
		"GTP that claims more":        join(unhex("30ff"), u16(len(p4)+9), unhex("00001a2b"), p4),
		"L2TP control":                join(unhex("c802000c000b0001"), make([]byte, 40)),
		"IPv6 that is not Teredo":     tcp6(t, "hello"),
		"DTLS":                        join(unhex("16feff0000000000000000"), u16(60), make([]byte, 60)),
	} {
		p, v := decode(NewDecoder(Options{}), whole(capture.LinkRaw, inUDP(t, body)))
		if v != Decoded || p.NTunnels != 0 || p.Protocol != UDP || string(p.Payload) != string(body) {
			t.Errorf("%s: %v, %d tunnels, %d bytes of payload", name, v, p.NTunnels, len(p.Payload))
		}
	}
}

func TestTunnelsAreLimited(t *testing.T) {
	b := tcp4(t, "hello")
	for range MaxTunnels {
		b = outer4(t, protocolOf(protocolIPv4), b)
	}
	if p, v := decode(NewDecoder(Options{}), whole(capture.LinkRaw, b)); v != Decoded || p.NTunnels != MaxTunnels {
		t.Errorf("%v, %d tunnels", v, p.NTunnels)
	}
	if _, v := decode(NewDecoder(Options{}), whole(capture.LinkRaw, outer4(t, protocolOf(protocolIPv4), b))); v != Malformed {
		t.Errorf("%v, want one too deep to be malformed", v)
	}
}

func TestFragmentsInsideATunnel(t *testing.T) {
	first, second := fragments4(t, "hello, fragments")
	d := NewDecoder(Options{})
	for i, f := range []*capture.Packet{first, second} {
		p, v := decode(d, whole(capture.LinkRaw, inUDP(t, join(unhex("0000080000002f00"), f.Data))))
		if i == 0 && v != Fragment || i == 1 && (v != Decoded || p.NTunnels != 1 || !p.Fragmented) {
			t.Errorf("fragment %d: %v, %d tunnels", i, v, p.NTunnels)
		}
	}
}
