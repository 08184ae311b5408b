package diagnosis

import (
	"fmt"
	"strings"
)

// judgeReset says whether a RST is of the side that it claims to be of: the TTL tells
// how far it came, and an IP stack counts its packets and keeps its window.
func (f *facts) judgeReset(v *verdict) {
	r := f.TCP.Reset
	expected, ok := r.ExpectedTTL.Get()
	if !ok {
		return
	}
	var strange []string
	if r.TTL != expected {
		strange = append(strange, fmt.Sprintf("its TTL is %d, that of the %s's other packets %d", r.TTL, r.From, expected))
	}
	if id, ok := r.IPID.Get(); ok && r.PreviousIPID.Present {
		if previous := r.PreviousIPID.Value; previous != 0 && id-previous > farID && id != 0 {
			strange = append(strange, fmt.Sprintf("its IP id is %d after %d", id, previous))
		}
	}
	if len(strange) > 0 && strings.HasPrefix(strange[0], "its TTL") {
		v.summary = strings.TrimSuffix(v.summary, ".") + fmt.Sprintf(": probably not by the %s but by a box on the way.", r.From)
		v.evidence = append(v.evidence, "the RST is not like the "+r.From+"'s other packets: "+strings.Join(strange, "; "))
		v.advice = append(v.advice,
			"network: find the firewall, proxy or filter that resets this connection; what it minds is in the ClientHello, most often the server name",
		)
		return
	}
	same := fmt.Sprintf("the RST has the TTL of the %s's other packets (%d)", r.From, expected)
	if len(strange) > 0 {
		same += ", but " + strings.Join(strange, "; ")
	}
	v.evidence = append(v.evidence, same)
}

// farID is how far apart the IP ids of a host's packets on one connection may be.
const farID = 4096
