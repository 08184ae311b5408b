package filter

import (
	"encoding/binary"

	"golang.org/x/net/bpf"

	"github.com/tlssniff/tlssniff/packet"
)

// cell is one of the words that a program can store. The code that decodes a packet
// fills those that the expression's code reads.
type cell uint8

const (
	cellOffset   cell = 0 // of what is decoded next
	cellProtocol cell = 1 // of the transport
	cellVersion  cell = 2 // of IP
	cellPorts    cell = 3 // source and destination, 16 bits each
	cellLength   cell = 4 // of what is decoded next, without its header
	cellVLAN     cell = 5 // the tag that the kernel took off; in the next two, those in the packet
	cellSrc      cell = 8 // and the next three: an IPv6 address; an IPv4 one is mapped (RFC 4291)
	cellDst      cell = 12
)

const (
	// noTag is in the cell of a tag that is not there.
	noTag = 1 << 16
	// mapped is the third word of an IPv4-mapped address; those before are 0.
	mapped = 0xffff
)

func (n and) compile(p *program, yes, no label) label {
	return n.left.compile(p, n.right.compile(p, yes, no), no)
}

func (n or) compile(p *program, yes, no label) label {
	return n.left.compile(p, yes, n.right.compile(p, yes, no))
}

func (n not) compile(p *program, yes, no label) label { return n.of.compile(p, no, yes) }

func (n protocol) compile(p *program, yes, no label) label {
	c, value := cellProtocol, uint32(packet.TCP)
	switch n.name {
	case "ip":
		c, value = cellVersion, 4
	case "ip6":
		c, value = cellVersion, 6
	case "udp":
		value = uint32(packet.UDP)
	}
	return p.load(c, p.test(bpf.JumpEqual, value, yes, no))
}

// compile applies a test to the ends that are meant.
func (d direction) compile(yes, no label, test func(end direction, yes, no label) label) label {
	switch d {
	case src, dst:
		return test(d, yes, no)
	case both:
		return test(src, test(dst, yes, no), no)
	}
	return test(src, yes, test(dst, yes, no))
}

func (n network) compile(p *program, yes, no label) label {
	return n.dir.compile(yes, no, func(end direction, yes, no label) label {
		at := cellSrc
		if end == dst {
			at = cellDst
		}
		// A network of one version holds no address of the other.
		address, bits := n.prefix.Addr().As16(), n.prefix.Bits()
		if n.prefix.Addr().Is4() {
			return compileMapped(p, at, p.masked(at+3, address[12:], bits, yes, no), no)
		}
		for word := cell(4); word > 0; word-- {
			yes = p.masked(at+word-1, address[4*(word-1):], bits-32*int(word-1), yes, no)
		}
		return compileMapped(p, at, no, yes)
	})
}

// compileMapped tests whether the address in a cell and those after it is IPv4's.
func compileMapped(p *program, at cell, yes, no label) label {
	yes = p.load(at+2, p.test(bpf.JumpEqual, mapped, yes, no))
	yes = p.load(at+1, p.test(bpf.JumpEqual, 0, yes, no))
	return p.load(at, p.test(bpf.JumpEqual, 0, yes, no))
}

// masked compares the first bits of a cell with a word.
func (p *program) masked(c cell, word []byte, bits int, yes, no label) label {
	if bits <= 0 {
		return yes
	}
	mask := ^uint32(0) << (32 - min(bits, 32))
	next := p.test(bpf.JumpEqual, binary.BigEndian.Uint32(word)&mask, yes, no)
	if bits < 32 {
		next = p.run(next, bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: mask})
	}
	return p.load(c, next)
}

func (n ports) compile(p *program, yes, no label) label {
	return n.dir.compile(yes, no, func(end direction, yes, no label) label {
		next := p.test(bpf.JumpGreaterOrEqual, uint32(n.from), p.test(bpf.JumpGreaterThan, uint32(n.to), no, yes), no)
		if end == src {
			next = p.run(next, bpf.ALUOpConstant{Op: bpf.ALUOpShiftRight, Val: 16})
		} else {
			next = p.run(next, bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: 0xffff})
		}
		return p.load(cellPorts, next)
	})
}

func (n vlan) compile(p *program, yes, no label) label {
	for c := cellVLAN; c <= cellVLAN+maxTags; c++ {
		if n.id < 0 {
			no = p.load(c, p.test(bpf.JumpEqual, noTag, no, yes))
		} else {
			no = p.load(c, p.test(bpf.JumpEqual, uint32(n.id), yes, no))
		}
	}
	return no
}

func (n length) compile(p *program, yes, no label) label {
	if n.less {
		return p.load(cellLength, p.test(bpf.JumpGreaterThan, uint32(n.n), no, yes))
	}
	return p.load(cellLength, p.test(bpf.JumpGreaterOrEqual, uint32(n.n), yes, no))
}
