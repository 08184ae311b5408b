package story

import (
	"fmt"

	"github.com/tlssniff/tlssniff/record"
)

// missingBytes tells a hole, and who lost the bytes.
func (t *teller) missingBytes(s *record.Step, out *Step) {
	out.Trouble = true
	out.means("bytes of the " + s.From + "'s are not in the capture" + t.lostBy(s))
}

// lostBy tells who lost the bytes before a packet.
func (t *teller) lostBy(s *record.Step) string {
	if t.c.TCP == nil {
		return ""
	}
	for _, g := range t.c.TCP.Gaps {
		if g.From != s.From || g.Packet != s.Packet {
			continue
		}
		if g.LostBy == "capture" {
			return "; the " + other(s.From) + " did get them"
		}
		return "; the " + other(s.From) + " never acknowledged them"
	}
	return ""
}

// notARecord tells that a side's bytes are TLS no longer.
func (t *teller) notARecord(s *record.Step, out *Step) {
	out.Trouble = true
	out.Size = record.Optional[int]{}
	out.means("what the " + s.From + " sends from here on is not TLS")
}

// heartbeat tells whether one claims bytes that it does not have (RFC 6520).
func (t *teller) heartbeat(s *record.Step, out *Step) {
	claims, ok := s.Claims.Get()
	// A type, a length of two bytes, and the payload.
	const header = 3
	if !ok || claims <= s.Length-header {
		out.means("asks for a sign of life, or gives one")
		return
	}
	out.Trouble = true
	out.means(fmt.Sprintf("claims %s in %d: Heartbleed is used like this", counted(claims, "byte"), s.Length))
}
