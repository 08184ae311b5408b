package html

import (
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// sheet collects facts; what is empty is not known and left out.
type sheet struct {
	facts []fact
	clean func(string) string
}

func (s *sheet) add(label, value string) {
	if value != "" {
		s.facts = append(s.facts, fact{label, s.clean(cut(value))})
	}
}

// milliseconds adds a time that may not be known.
func (s *sheet) milliseconds(label string, ms record.Optional[record.Milliseconds]) {
	if v, known := ms.Get(); known {
		s.add(label, fmt.Sprintf("%.1f ms", float64(v)))
	}
}

// facts tells what a person may look up elsewhere or compare, beside the story.
func facts(c *record.Connection, clean func(string) string) []fact {
	s := sheet{clean: clean}
	s.add("UID", c.UID)
	s.add("Community ID", c.CommunityID)
	if c.Transport != "tcp" {
		s.add("Transport", c.Transport)
	}
	s.add("Upgraded from", c.StartTLS)
	if p := c.Proxy; p != nil {
		s.add("Proxy", strings.TrimSpace(p.Kind+" "+p.Target))
	}
	if l := c.Link; l != nil {
		for _, id := range l.VLANs {
			s.add("VLAN", fmt.Sprint(id))
		}
		s.add("Tunnels", strings.Join(l.Tunnels, ", "))
	}
	s.add("Resumption", c.Resumption)
	s.add("Early data", c.EarlyData)
	s.add("Encrypted ClientHello", c.ECH)
	s.add("Client certificate", c.ClientAuth)
	if t := c.Timing; t != nil {
		s.milliseconds("TCP handshake", t.TCP)
		s.milliseconds("ServerHello after", t.ServerHello)
		s.milliseconds("TLS handshake", t.Handshake)
	}
	if f := c.Fingerprints; f != nil {
		s.add("JA4", f.JA4)
		s.add("JA3", f.JA3)
		s.add("JA3S", f.JA3S)
	}
	return s.facts
}
