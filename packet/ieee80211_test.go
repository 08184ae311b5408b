package packet

import (
	"bytes"
	"testing"

	"github.com/tlssniff/tlssniff/capture"
)

func TestRareLinkLayers(t *testing.T) {
	data := unhex("0801" + "0000" + "020000000001" + "020000000002" + "020000000003" + "0000") // an 802.11 data frame
	quality := unhex("8801" + "0000" + "020000000001" + "020000000002" + "020000000003" + "0000" + "0000")
	relayed := unhex("0803" + "0000" + "020000000001" + "020000000002" + "020000000003" + "0000" + "020000000004")
	ordered := unhex("8881" + "0000" + "020000000001" + "020000000002" + "020000000003" + "0000" + "0000" + "00000000")
	padded := unhex("8801" + "0000" + "020000000001" + "020000000002" + "020000000003" + "0000" + "0000" + "ffff")
	frame := join(data, snapHeader, unhex("0800"), tcp4(t, "hello"))
	frame6 := join(quality, snapHeader, unhex("86dd"), tcp6(t, "hello"))
	checksum := []byte{1, 2, 3, 4}
	prism := make([]byte, 144)
	prism[0], prism[4] = 0x44, 144 // message code, length
	swapped := make([]byte, 144)   // of a big-endian host
	swapped[3], swapped[7] = 0x44, 144
	pflog := make([]byte, 64)
	pflog[0], pflog[1] = 61, 2
	tests := []struct {
		name string
		link capture.LinkType
		b    []byte
		want Flow
	}{
		{"802.11", linkIEEE80211, frame, flow4},
		{"802.11 with a checksum", linkIEEE80211, join(frame, checksum), flow4},
		{"802.11 with quality of service", linkIEEE80211, frame6, flow6},
		{"802.11 between access points", linkIEEE80211, join(relayed, snapHeader, unhex("0800"), tcp4(t, "hello")), flow4},
		{"802.11 with HT control", linkIEEE80211, join(ordered, snapHeader, unhex("0800"), tcp4(t, "hello")), flow4},
		{"radiotap with padding", linkIEEE80211Tap, join(unhex("0000090002000000"+"20"), padded, snapHeader, unhex("0800"), tcp4(t, "hello")), flow4},
		{"radiotap with a time and more fields", linkIEEE80211Tap, join(unhex("0000190003000080"+"00000000"+"00000000"+"0102030405060708"+"20"), padded, snapHeader, unhex("0800"), tcp4(t, "hello")), flow4},
		{"radiotap", linkIEEE80211Tap, join(unhex("0000080000000000"), frame), flow4},
		{"radiotap with a checksum", linkIEEE80211Tap, join(unhex("000009000200000010"), frame6, checksum), flow6},
		{"Prism", linkPrism, join(prism, frame), flow4},
		{"Prism, big-endian", linkPrism, join(swapped, frame), flow4},
		{"FDDI", linkFDDI, join(unhex("50"), etherAddresses, snapHeader, unhex("0800"), tcp4(t, "hello")), flow4},
		{"PF log", linkPFLog, join(pflog, tcp4(t, "hello")), flow4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := whole(tt.link, tt.b)
			before := bytes.Clone(c.Data)
			p, v := decode(NewDecoder(Options{}), c)
			if v != Decoded || p.Flow != tt.want || string(p.Payload) != "hello" || p.Snapped() {
				t.Fatalf("%v: %+v", v, p)
			}
			if !bytes.Equal(before, c.Data) {
				t.Error("the captured bytes were changed")
			}
		})
	}
}

func TestRareLinkLayersWithoutIP(t *testing.T) {
	beacon := join(unhex("8000"), make([]byte, 40))
	encrypted := unhex("0841" + "0000" + "020000000001" + "020000000002" + "020000000003" + "0000" + "0011223344556677")
	aggregated := unhex("8801" + "0000" + "020000000001" + "020000000002" + "020000000003" + "0000" + "8000" + "0011223344556677")
	for _, c := range []*capture.Packet{
		whole(linkIEEE80211, beacon), whole(linkIEEE80211, encrypted), whole(linkIEEE80211, aggregated), whole(linkPFLog, make([]byte, 60)),
	} {
		if _, v := decode(NewDecoder(Options{}), c); v != NotIP {
			t.Errorf("link type %d: %v, want not IP", c.Link, v)
		}
	}
}

// A fragment of a radio frame is counted as one: it is not put together.
func TestRadioFragments(t *testing.T) {
	for _, frame := range []string{"0805" + "0000", "0801" + "0000"} {
		b := join(unhex(frame), make([]byte, 18), unhex("0100"), snapHeader, unhex("0800"), tcp4(t, "hello"))
		if _, v := decode(NewDecoder(Options{}), whole(linkIEEE80211, b)); v != Fragment {
			t.Errorf("%s: %v, want a fragment", frame, v)
		}
	}
}
