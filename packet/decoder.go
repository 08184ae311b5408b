package packet

import "github.com/tlssniff/tlssniff/capture"

// Verdict says what a captured packet turned out to be.
type Verdict uint8

// The verdicts. Each is counted in the Decoder's Stats.
const (
	Decoded      Verdict = iota // the Packet is filled
	NotIP                       // ARP, LLDP, spanning tree and the like
	NotTransport                // IP, but neither TCP nor UDP
	Fragment                    // a fragment that does not make its datagram whole
	Truncated                   // the snap length cut a header, or a fragment
	Malformed                   // a length or a field makes no sense
	Unsupported                 // a link type that can't be read
	verdicts
)

// String returns the verdict in words.
func (v Verdict) String() string {
	return [...]string{"decoded", "not IP", "not TCP or UDP", "fragment", "truncated", "malformed", "unsupported", ""}[min(v, verdicts)]
}

// Options say how a Decoder works.
type Options struct {
	// Seed keys every flow's hash. With the same seed the same flow has the same
	// hash, in every run and on every machine; with one that nobody knows,
	// nobody can make flows whose hashes collide.
	Seed uint64
	// KeepFragments gives a datagram that came in fragments all packets that carried them.
	KeepFragments bool
}

// Decoder decodes packets one after the other. It keeps the fragments of
// datagrams that are not whole yet, so one Decoder sees all packets of a run,
// in their order. It is not safe for concurrent use.
type Decoder struct {
	keys      hashKeys
	counts    [verdicts]int64
	tcp, udp  int64
	linkTypes map[capture.LinkType]int64
	fragments fragments
	// keepFragments is the option of that name.
	keepFragments bool
}

// NewDecoder returns a Decoder.
func NewDecoder(o Options) *Decoder {
	return &Decoder{keys: newHashKeys(o.Seed), keepFragments: o.KeepFragments}
}

// Decode fills p from c. Only if it returns Decoded is p valid, whatever it held
// before. p's slices point into c.Data, unless p.Fragmented or the link type is a
// rare one: then they are memory of their own.
func (d *Decoder) Decode(c *capture.Packet, p *Packet) Verdict {
	p.Time, p.Number, p.Source = c.Time, c.Number, c.Source
	p.Captured, p.Fragments = c, nil
	p.Tunnel, p.Fragmented = 0, false
	p.VLANs, p.NVLANs = [MaxVLANs]uint16{}, 0
	p.NTunnels = 0

	w := walk{decoder: d, packet: p, left: max(0, c.Length-len(c.Data))}
	v := w.link(c.Link, c.Data)
	d.counts[v]++
	if v != Decoded {
		return v
	}
	p.Hash = d.keys.flow(&p.Flow)
	if p.Protocol == TCP {
		d.tcp++
	} else {
		d.udp++
	}
	return Decoded
}
