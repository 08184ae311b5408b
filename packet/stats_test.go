package packet

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/capture"
)

func TestStats(t *testing.T) {
	d := NewDecoder(Options{})
	icmp := tcp4(t, "")
	icmp[9] = 1
	first, second := fragments4(t, "hello, fragments")
	other, _ := fragments4(t, "hello, fragments")
	cut := whole(capture.LinkRaw, tcp4(t, ""))
	cut.Data = cut.Data[:30]
	for _, c := range []*capture.Packet{
		whole(capture.LinkRaw, tcp4(t, "")),
		whole(capture.LinkRaw, udp4(t, "")),
		whole(capture.LinkRaw, icmp),
		whole(capture.LinkEthernet, join(etherAddresses, unhex("0806"))),
		first, second, other, cut,
		whole(capture.LinkEthernet, etherAddresses),
		whole(4000, nil), whole(189, nil), whole(4000, nil),
	} {
		decode(d, c)
	}
	want := Stats{
		Packets: 12, TCP: 2, UDP: 1, NotIP: 1, NotTransport: 1, Fragment: 2, Truncated: 1, Malformed: 1, Unsupported: 3,
		Fragments: FragmentStats{Received: 3, Reassembled: 1, Waiting: 1},
		LinkTypes: []LinkTypeCount{{189, "USB_LINUX", 1}, {4000, "4000", 2}},
	}
	if diff := cmp.Diff(want, d.Stats()); diff != "" {
		t.Error(diff)
	}
}
