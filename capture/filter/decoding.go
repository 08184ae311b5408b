package filter

import (
	"golang.org/x/net/bpf"

	"github.com/tlssniff/tlssniff/packet"
)

// decoding writes the code that comes before an expression's: it finds the headers of
// the plain packet and fills the cells from them, as package packet does. What it can't
// follow, and package packet may, it keeps.
//
// Each method writes the code that reads one layer, goes on with the one above, and
// returns its place.
type decoding struct {
	*program
	socket              bool
	matched, keep, drop label
}

// EtherTypes (IEEE 802; IANA).
var (
	tags = []uint32{0x8100, 0x88a8, 0x9100}
	// wrappers are those of PPPoE, MPLS, the Network Service Header and Cisco's metadata.
	wrappers = []uint32{0x8864, 0x8847, 0x8848, 0x894f, 0x8909}
)

const (
	etherIPv4 = 0x0800
	etherIPv6 = 0x86dd
	// maxEtherLength is the largest value that is a length rather than a type.
	maxEtherLength = 1500
	// maxTags is how many VLAN tags are followed in a packet's bytes.
	maxTags = 2
)

// between are the IP protocols that stand between IP and the transport: extension headers and tunnels.
var between = []uint32{0, 43, 44, 51, 60, 135, 139, 140, 4, 41, 47, 97, 137}

// Instructions that are often used.
var (
	loadOffset = bpf.LoadScratch{Dst: bpf.RegX, N: int(cellOffset)}
	saveOffset = bpf.StoreScratch{Src: bpf.RegA, N: int(cellOffset)}
	loadLength = bpf.LoadScratch{Dst: bpf.RegA, N: int(cellLength)}
	saveLength = bpf.StoreScratch{Src: bpf.RegA, N: int(cellLength)}
)

func constant(v uint32) bpf.Instruction { return bpf.LoadConstant{Dst: bpf.RegA, Val: v} }
func store(c cell) bpf.Instruction      { return bpf.StoreScratch{Src: bpf.RegA, N: int(c)} }
func half(at uint32) bpf.Instruction    { return bpf.LoadIndirect{Off: at, Size: 2} }
func word(at uint32) bpf.Instruction    { return bpf.LoadIndirect{Off: at, Size: 4} }
func octet(at uint32) bpf.Instruction   { return bpf.LoadIndirect{Off: at, Size: 1} }
func mask(bits uint32) bpf.Instruction  { return bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: bits} }
func add(n uint32) bpf.Instruction      { return bpf.ALUOpConstant{Op: bpf.ALUOpAdd, Val: n} }

// ethernet reads an Ethernet header.
func (d *decoding) ethernet() label {
	return d.begin(14, d.ether(), bpf.LoadAbsolute{Off: 12, Size: 2})
}

// cooked reads what a packet socket says of a packet without its link-layer header.
func (d *decoding) cooked() label {
	return d.begin(0, d.ether(), bpf.LoadExtension{Num: bpf.ExtProto})
}

// raw reads an IP packet, of whatever version.
func (d *decoding) raw() label {
	next := d.test(bpf.JumpEqual, 0x40, d.ip4(), d.test(bpf.JumpEqual, 0x60, d.ip6(), d.drop))
	return d.begin(0, next, bpf.LoadAbsolute{Off: 0, Size: 1}, mask(0xf0))
}

// begin says where the packet begins behind its link layer, notes the tag that the
// kernel took off, and loads what says how it goes on.
func (d *decoding) begin(offset uint32, next label, load ...bpf.Instruction) label {
	next = d.run(next, append([]bpf.Instruction{constant(offset), saveOffset}, load...)...)
	if !d.uses(cellVLAN) {
		return next
	}
	if d.socket {
		tagged := d.run(next, bpf.LoadExtension{Num: bpf.ExtVLANTag}, mask(0xfff), store(cellVLAN))
		next = d.run(d.test(bpf.JumpEqual, 0, next, tagged), bpf.LoadExtension{Num: bpf.ExtVLANTagPresent})
	}
	return d.run(next, constant(noTag), store(cellVLAN), store(cellVLAN+1), store(cellVLAN+2))
}

// ether reads what the EtherType in the accumulator announces, behind as many tags as are followed.
func (d *decoding) ether() label {
	ip4, ip6 := d.ip4(), d.ip6()
	tagged := d.keep
	for depth := cell(maxTags); ; depth-- {
		next := d.test(bpf.JumpGreaterThan, maxEtherLength, d.drop, d.keep) // of lengths, an 802.2 header follows
		next = d.anyOf(wrappers, d.keep, next)
		next = d.anyOf(tags, tagged, next)
		next = d.test(bpf.JumpEqual, etherIPv6, ip6, next)
		next = d.test(bpf.JumpEqual, etherIPv4, ip4, next)
		if depth == 0 {
			return next
		}
		next = d.run(next, bpf.TXA{}, add(4), saveOffset, half(2))
		if d.uses(cellVLAN + depth) {
			next = d.run(next, half(0), mask(0xfff), store(cellVLAN+depth))
		}
		tagged = d.run(next, loadOffset)
	}
}

// ip4 reads an IPv4 header (RFC 791, section 3.1).
func (d *decoding) ip4() label {
	next := d.run(d.transport(), octet(0), mask(0xf), bpf.ALUOpConstant{Op: bpf.ALUOpShiftLeft, Val: 2}, bpf.ALUOpX{Op: bpf.ALUOpAdd}, saveOffset)
	next = d.total(next, 2, 0)
	next = d.address(next, cellDst, constant(0), constant(0), constant(mapped), word(16))
	next = d.address(next, cellSrc, constant(0), constant(0), constant(mapped), word(12))
	next = d.run(next, octet(9), store(cellProtocol), constant(4), store(cellVersion))
	const fragment = 0x3fff // an offset, or more fragments
	return d.run(d.test(bpf.JumpBitsSet, fragment, d.keep, next), loadOffset, half(6))
}

// ip6 reads an IPv6 header (RFC 8200, section 3).
func (d *decoding) ip6() label {
	next := d.run(d.transport(), bpf.TXA{}, add(40), saveOffset)
	next = d.total(next, 4, 40)
	next = d.address(next, cellDst, word(24), word(28), word(32), word(36))
	next = d.address(next, cellSrc, word(8), word(12), word(16), word(20))
	return d.run(next, loadOffset, octet(6), store(cellProtocol), constant(6), store(cellVersion))
}

// total notes where the packet that begins at X ends, by its length field. One of 0 is
// a super-segment's: it goes to the frame's end, wherever that is.
func (d *decoding) total(next label, field, header uint32) label {
	if !d.uses(cellLength) {
		return next
	}
	next = d.run(next, bpf.ALUOpX{Op: bpf.ALUOpAdd}, add(header), saveLength)
	return d.run(d.test(bpf.JumpEqual, 0, d.keep, next), half(field))
}

// address fills four cells.
func (d *decoding) address(next label, at cell, words ...bpf.Instruction) label {
	if !d.uses(at, at+1, at+2, at+3) {
		return next
	}
	for i, w := range words {
		next = d.run(next, w, store(at+cell(i)))
	}
	return next
}

// transport goes on with TCP or UDP, as cellProtocol says.
func (d *decoding) transport() label {
	next := d.anyOf(between, d.keep, d.drop)
	next = d.test(bpf.JumpEqual, uint32(packet.UDP), d.udp(), next)
	next = d.test(bpf.JumpEqual, uint32(packet.TCP), d.tcp(), next)
	return d.load(cellProtocol, next)
}

// tcp reads a TCP header (RFC 9293, section 3.1).
func (d *decoding) tcp() label {
	next := d.matched
	if d.uses(cellLength) {
		next = d.run(next, octet(12), mask(0xf0), bpf.ALUOpConstant{Op: bpf.ALUOpShiftRight, Val: 2},
			bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{}, loadLength, bpf.ALUOpX{Op: bpf.ALUOpSub}, saveLength)
	}
	return d.run(next, loadOffset, word(0), store(cellPorts))
}

// udp reads a UDP header (RFC 768). A tunnel is told by its first bytes.
func (d *decoding) udp() label {
	next := d.tunnel()
	if d.uses(cellLength) {
		next = d.run(next, add(^uint32(8-1)), saveLength)
		next = d.run(d.test(bpf.JumpEqual, 0, d.keep, next), half(4))
	}
	return d.run(next, loadOffset, word(0), store(cellPorts))
}

// tunnel keeps a datagram that may be a tunnel's: of VXLAN, GENEVE, GTP, L2TP or Teredo.
func (d *decoding) tunnel() label {
	const header, shortest = 8, 8 + 8 + 20
	// Teredo is IPv6 with an address of 2001::/32, or has indications before it.
	const teredo, teredoLength = 0x20010000, 8 + 40
	next := d.run(d.test(bpf.JumpEqual, teredo, d.keep, d.matched), word(header+24))
	next = d.run(d.test(bpf.JumpEqual, teredo, d.keep, next), word(header+8))
	next = d.run(d.test(bpf.JumpLessThan, teredoLength, d.matched, next), bpf.LoadExtension{Num: bpf.ExtLen}, bpf.ALUOpX{Op: bpf.ALUOpSub})
	next = d.run(d.test(bpf.JumpEqual, 0x6000, next, d.matched), half(header), mask(0xf000))
	for _, t := range []struct{ mask, bytes uint32 }{
		{0x7b00, 0x0800}, // VXLAN
		{0xc03f, 0x0000}, // GENEVE
		{0xf0ff, 0x30ff}, // GTP
		{0xb4ff, 0x0002}, // L2TP
		{0xffff, 0x0001}, // Teredo's authentication; its origin looks like GENEVE
	} {
		next = d.run(d.test(bpf.JumpEqual, t.bytes, d.keep, next), half(header), mask(t.mask))
	}
	return d.run(d.test(bpf.JumpLessThan, shortest, d.matched, next), bpf.LoadExtension{Num: bpf.ExtLen}, bpf.ALUOpX{Op: bpf.ALUOpSub})
}
