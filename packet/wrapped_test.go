package packet

import (
	"testing"

	"github.com/tlssniff/tlssniff/capture"
)

// TestLinkLayersBeforePackets holds those that systems put before the packets that they show.
func TestLinkLayersBeforePackets(t *testing.T) {
	ip := tcp4(t, "hello")
	n := byte(len(ip) + 4)
	ethernet := join(etherAddresses, unhex("0800"), ip)
	pktap := func(size byte, next, link string, rest []byte) []byte {
		return join([]byte{size, 0, 0, 0}, unhex(next), unhex(link), make([]byte, int(size)-12), rest)
	}
	for _, c := range []struct {
		name string
		link capture.LinkType
		b    []byte
		want Verdict
	}{
		{"NFLOG", linkNFLog, join(unhex("02000005"+"0800"+"0100"+"08000100"), []byte{n, 0, 9, 0}, ip), Decoded},
		{"NFLOG of a big-endian machine", linkNFLog, join(unhex("02000005"+"0006"+"000a"+"61000000"), []byte{0, n, 0, 9}, ip), Decoded},
		{"NFLOG without a packet", linkNFLog, unhex("02000005" + "0800" + "0100" + "08000100"), NotIP},
		{"NFLOG with an attribute of no length", linkNFLog, unhex("02000005" + "0000" + "0100"), Malformed},
		{"NFLOG whose packet says that it is longer", linkNFLog, join(unhex("02000005"), []byte{n + 9, 0, 9, 0}, ip), Decoded},
		{"NFLOG, cut", linkNFLog, unhex("0200"), Malformed},
		{"PKTAP", linkPKTAP, pktap(108, "01000000", "01000000", ethernet), Decoded},
		{"PKTAP of a tunnel's packets", linkPKTAPUser2, pktap(108, "01000000", "0c000000", ip), Decoded},
		{"PKTAP in PKTAP", linkPKTAP, pktap(12, "01000000", "02010000", ethernet), NotIP},
		{"PKTAP of no packet", linkPKTAP, pktap(108, "00000000", "01000000", ethernet), NotIP},
		{"USER2 that is not PKTAP", linkPKTAPUser2, make([]byte, 60), Unsupported},
		{"pppd's", linkPPPPPPD, join(unhex("01030021"), ip), Decoded},
		{"PPP with a direction", linkPPPWithDirection, join(unhex("00ff030021"), ip), Decoded},
		{"PPP with a direction, cut", linkPPPWithDirection, unhex("00"), Malformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, v := decode(NewDecoder(Options{}), whole(c.link, c.b))
			if v != c.want || v == Decoded && (p.Flow != flow4 || string(p.Payload) != "hello") {
				t.Fatalf("%v: %+v, want %v", v, p, c.want)
			}
		})
	}
}
