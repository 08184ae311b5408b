package filter

import (
	"fmt"
	"net/netip"

	"github.com/tlssniff/tlssniff/packet"
)

// node is a part of an expression. Its String is an expression that means the same.
type node interface {
	match(p *packet.Packet) bool
	// compile writes the code that decides the same from a program's cells, goes on
	// at yes or at no, and returns its place.
	compile(p *program, yes, no label) label
	String() string
}

type (
	and struct{ left, right node }
	or  struct{ left, right node }
	not struct{ of node }

	// protocol matches a transport, or a version of IP.
	protocol struct{ name string }
	// network matches addresses; a host is a network of one.
	network struct {
		dir    direction
		prefix netip.Prefix
	}
	// ports matches a range of ports; one port is a range of one.
	ports struct {
		dir      direction
		from, to uint16
	}
	// vlan matches a tag at any depth, or any tag where id is less than 0.
	vlan struct{ id int }
	// length matches payloads of at most, or at least, n bytes.
	length struct {
		less bool
		n    int
	}
)

// direction says which end of a packet is meant.
type direction uint8

const (
	either direction = iota
	src
	dst
	both
)

var directionNames = [...]string{"", "src ", "dst ", "src and dst "}

// of applies a test to the ends that are meant.
func (d direction) of(p *packet.Packet, test func(*packet.Endpoint) bool) bool {
	switch d {
	case src:
		return test(&p.Src)
	case dst:
		return test(&p.Dst)
	case both:
		return test(&p.Src) && test(&p.Dst)
	}
	return test(&p.Src) || test(&p.Dst)
}

func (n and) match(p *packet.Packet) bool { return n.left.match(p) && n.right.match(p) }
func (n or) match(p *packet.Packet) bool  { return n.left.match(p) || n.right.match(p) }
func (n not) match(p *packet.Packet) bool { return !n.of.match(p) }

func (n and) String() string { return n.left.String() + " and " + group(n.right) }
func (n or) String() string  { return n.left.String() + " or " + group(n.right) }
func (n not) String() string { return "not " + group(n.of) }

// group returns a node's expression, in parentheses where it needs them. On the
// left of and and or, which go from left to right, nothing does.
func group(n node) string {
	switch n.(type) {
	case and, or:
		return "(" + n.String() + ")"
	}
	return n.String()
}

func (n protocol) match(p *packet.Packet) bool {
	switch n.name {
	case "ip":
		return p.IPv4
	case "ip6":
		return !p.IPv4
	case "tcp":
		return p.Protocol == packet.TCP
	}
	return p.Protocol == packet.UDP
}

func (n protocol) String() string { return n.name }

func (n network) match(p *packet.Packet) bool {
	return n.dir.of(p, func(e *packet.Endpoint) bool { return n.prefix.Contains(e.Addr()) })
}

func (n network) String() string {
	if n.prefix.IsSingleIP() {
		return directionNames[n.dir] + "host " + n.prefix.Addr().String()
	}
	return directionNames[n.dir] + "net " + n.prefix.String()
}

func (n ports) match(p *packet.Packet) bool {
	return n.dir.of(p, func(e *packet.Endpoint) bool { return e.Port >= n.from && e.Port <= n.to })
}

func (n ports) String() string {
	if n.from == n.to {
		return fmt.Sprintf("%sport %d", directionNames[n.dir], n.from)
	}
	return fmt.Sprintf("%sportrange %d-%d", directionNames[n.dir], n.from, n.to)
}

func (n vlan) match(p *packet.Packet) bool {
	for _, id := range p.VLANs[:min(p.NVLANs, packet.MaxVLANs)] {
		if n.id < 0 || int(id) == n.id {
			return true
		}
	}
	return false
}

func (n vlan) String() string {
	if n.id < 0 {
		return "vlan"
	}
	return fmt.Sprintf("vlan %d", n.id)
}

func (n length) match(p *packet.Packet) bool {
	if n.less {
		return p.WireLength <= n.n
	}
	return p.WireLength >= n.n
}

func (n length) String() string {
	if n.less {
		return fmt.Sprintf("less %d", n.n)
	}
	return fmt.Sprintf("greater %d", n.n)
}
