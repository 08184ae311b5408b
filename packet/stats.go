package packet

import (
	"cmp"
	"slices"

	"github.com/tlssniff/tlssniff/capture"
)

// Stats count what a Decoder saw. Packets is the sum of TCP to Unsupported.
type Stats struct {
	Packets int64

	TCP, UDP     int64 // decoded
	NotIP        int64 // ARP, LLDP, spanning tree and the like
	NotTransport int64 // IP, but neither TCP nor UDP
	Fragment     int64 // fragments that did not make their datagram whole
	Truncated    int64 // the snap length cut a header, or a fragment
	Malformed    int64 // a length or a field makes no sense
	Unsupported  int64 // the link type can't be read

	Fragments FragmentStats
	// LinkTypes has the link types that can't be read, by number.
	LinkTypes []LinkTypeCount
}

// LinkTypeCount counts the packets of one link type.
type LinkTypeCount struct {
	Type    capture.LinkType
	Name    string // as the tcpdump group's registry has it, or the number
	Packets int64
}

// Stats returns what was counted so far.
func (d *Decoder) Stats() Stats {
	s := Stats{
		TCP:          d.tcp,
		UDP:          d.udp,
		NotIP:        d.counts[NotIP],
		NotTransport: d.counts[NotTransport],
		Fragment:     d.counts[Fragment],
		Truncated:    d.counts[Truncated],
		Malformed:    d.counts[Malformed],
		Unsupported:  d.counts[Unsupported],
		Fragments:    d.fragments.stats,
	}
	for _, n := range d.counts {
		s.Packets += n
	}
	s.Fragments.Waiting = int64(len(d.fragments.waiting))
	for t, n := range d.linkTypes {
		s.LinkTypes = append(s.LinkTypes, LinkTypeCount{t, linkTypeName(t), n})
	}
	slices.SortFunc(s.LinkTypes, func(a, b LinkTypeCount) int { return cmp.Compare(a.Type, b.Type) })
	return s
}

// unsupported counts a packet of a link type that can't be read.
func (d *Decoder) unsupported(t capture.LinkType) Verdict {
	if d.linkTypes == nil {
		d.linkTypes = make(map[capture.LinkType]int64)
	}
	d.linkTypes[t]++
	return Unsupported
}
