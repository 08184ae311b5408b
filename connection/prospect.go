package connection

import (
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// prospect owns a flow whose beginning was not captured until TLS is seen in it.
// Most such flows are something else, and there may be very many: it is small.
type prospect struct {
	follower *Follower
	flow     *reassembly.Flow
	found    *Connection // nil until TLS is seen
	attempts [2]uint8
}

// Data looks for the beginning of a record at a segment.
func (p *prospect) Data(from reassembly.Side, offset int64, b []byte, at place) int64 {
	if p.found == nil {
		if tlsparse.Recognize(b) != tlsparse.RecognizedTLS {
			if p.attempts[from]++; p.attempts[from] >= maxAttempts {
				return reassembly.Forever
			}
			return 0
		}
		p.found = p.follower.connection(p.flow)
	}
	return p.found.Data(from, offset, b, at)
}

func (p *prospect) Gap(from reassembly.Side, offset, n int64, by reassembly.Loss, at place) int64 {
	if p.found == nil {
		return 0
	}
	return p.found.Gap(from, offset, n, by, at)
}

func (p *prospect) Fin(from reassembly.Side, at place) {
	if p.found != nil {
		p.found.Fin(from, at)
	}
}

func (p *prospect) End(flow *reassembly.Flow, reason reassembly.EndReason) {
	if p.found != nil {
		p.found.End(flow, reason)
	}
}
