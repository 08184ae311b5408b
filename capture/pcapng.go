package capture

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// pcapngMagic begins every section, and is the same in both byte orders.
var pcapngMagic = []byte{0x0a, 0x0d, 0x0d, 0x0a}

// Types of blocks (draft-ietf-opsawg-pcapng).
const (
	blockSection   = 0x0a0d0d0a
	blockInterface = 1
	blockPacket    = 2 // obsolete
	blockSimple    = 3
	blockEnhanced  = 6
	blockSecrets   = 10

	minBlock = 12
	// maxInterfaces bounds how many interfaces a section may describe.
	maxInterfaces = 1 << 16
	// maxSecrets bounds the bytes of secrets that are kept of one file.
	maxSecrets = 16 << 20
)

// pcapng reads the next generation format.
type pcapng struct {
	order      binary.ByteOrder
	interfaces []netInterface
	secrets    []Secrets
	kept       int
}

// netInterface is one interface of a section.
type netInterface struct {
	link   LinkType
	snap   uint32
	units  uint64 // of its times in a second
	offset int64  // seconds to add
}

// Secrets is a Decryption Secrets Block.
type Secrets struct {
	Source int32 // index of the file
	Type   uint32
	Data   []byte
}

func (f *pcapng) next(buf []byte, p *Packet) step {
	if len(buf) < minBlock {
		return step{kind: needMore, n: minBlock}
	}
	section := binary.BigEndian.Uint32(buf) == blockSection
	if section {
		switch binary.BigEndian.Uint32(buf[8:]) {
		case 0x1a2b3c4d:
			f.order = binary.BigEndian
		case 0x4d3c2b1a:
			f.order = binary.LittleEndian
		default:
			return step{kind: broken, reason: "a section without a byte order: the file is damaged from here on, and what came before was read"}
		}
	}
	kind, n := f.order.Uint32(buf), int64(f.order.Uint32(buf[4:]))
	if n < minBlock || n%4 != 0 {
		return step{kind: broken, reason: fmt.Sprintf("a block that claims %d bytes: the file is damaged from here on, and what came before was read", n)}
	}
	if n > maxPacket+1<<16 {
		switch kind {
		case blockSection, blockInterface, blockPacket, blockSimple, blockEnhanced:
			return step{kind: broken, reason: fmt.Sprintf("a block that claims %d bytes: the file is damaged from here on, and what came before was read", n)}
		}
		return step{kind: passed, n: n}
	}
	if int64(len(buf)) < n {
		return step{kind: needMore, n: n}
	}
	if int64(f.order.Uint32(buf[n-4:])) != n {
		return step{kind: broken, reason: "a block whose two lengths differ: the file is damaged from here on, and what came before was read"}
	}
	s := f.block(kind, buf[8:n-4], p)
	s.n = n
	return s
}

// block reads a block's body.
func (f *pcapng) block(kind uint32, b []byte, p *Packet) step {
	switch kind {
	case blockSection:
		f.interfaces = f.interfaces[:0]
	case blockInterface:
		if len(b) < 8 {
			return step{kind: damaged, reason: "an interface description that is too short"}
		}
		if len(f.interfaces) < maxInterfaces {
			f.interfaces = append(f.interfaces, f.describe(b))
		}
	case blockEnhanced:
		if len(b) < 20 {
			return step{kind: damaged, reason: "a packet block that is too short"}
		}
		return f.packet(f.order.Uint32(b), b[4:], b[20:], p)
	case blockPacket:
		if len(b) < 20 {
			return step{kind: damaged, reason: "a packet block that is too short"}
		}
		return f.packet(uint32(f.order.Uint16(b)), b[4:], b[20:], p)
	case blockSimple:
		return f.simple(b, p)
	case blockSecrets:
		f.secret(b)
	}
	return step{kind: passed}
}

// packet reads a packet whose time and lengths stand in head.
func (f *pcapng) packet(id uint32, head, data []byte, p *Packet) step {
	if id >= uint32(len(f.interfaces)) {
		return step{kind: damaged, reason: fmt.Sprintf("a packet of interface %d, which is not described", id)}
	}
	captured, length := f.order.Uint32(head[8:]), f.order.Uint32(head[12:])
	if int64(captured) > int64(len(data)) {
		return step{kind: damaged, reason: fmt.Sprintf("a packet that claims %d bytes in a block that has %d", captured, len(data))}
	}
	i := &f.interfaces[id]
	p.Data = data[:captured:captured]
	p.Time = i.time(uint64(f.order.Uint32(head))<<32 | uint64(f.order.Uint32(head[4:])))
	p.Length, p.Link = max(int(length), int(captured)), i.link
	return step{kind: gotPacket}
}

// simple reads a Simple Packet Block, which has no time and is of the first interface.
func (f *pcapng) simple(b []byte, p *Packet) step {
	if len(b) < 4 || len(f.interfaces) == 0 {
		return step{kind: damaged, reason: "a simple packet block that is too short, or of no interface"}
	}
	i := &f.interfaces[0]
	length := f.order.Uint32(b)
	data := b[4:]
	captured := min(int64(length), int64(len(data)))
	if i.snap > 0 {
		captured = min(captured, int64(i.snap))
	}
	p.Data = data[:captured:captured]
	p.Time, p.Length, p.Link = 0, max(int(length), int(captured)), i.link
	return step{kind: gotPacket}
}

// Options of an interface description.
const (
	optionEnd      = 0
	optionTSResol  = 9
	optionTSOffset = 14
)

// describe reads an Interface Description Block.
func (f *pcapng) describe(b []byte) netInterface {
	i := netInterface{link: LinkType(f.order.Uint16(b)), snap: f.order.Uint32(b[4:]), units: 1e6}
	for b = b[8:]; len(b) >= 4; {
		code, n := f.order.Uint16(b), int(f.order.Uint16(b[2:]))
		padded := (n + 3) &^ 3
		if b = b[4:]; code == optionEnd || padded > len(b) {
			break
		}
		switch {
		case code == optionTSResol && n == 1:
			i.units = resolution(b[0])
		case code == optionTSOffset && n == 8:
			i.offset = int64(f.order.Uint64(b))
		}
		b = b[padded:]
	}
	return i
}

// resolution returns the units in a second that an if_tsresol stands for; one
// that makes no sense is taken for the default.
func resolution(v byte) uint64 {
	if v&0x80 != 0 {
		if v &= 0x7f; v > 63 {
			return 1e6
		}
		return 1 << v
	}
	if v > 19 {
		return 1e6
	}
	units := uint64(1)
	for range v {
		units *= 10
	}
	return units
}

// time returns a packet's time in nanoseconds.
func (i *netInterface) time(t uint64) int64 {
	seconds, rest := t/i.units, t%i.units
	high, low := bits.Mul64(rest, 1e9)
	nanos, _ := bits.Div64(high, low, i.units)
	return (int64(seconds)+i.offset)*1e9 + int64(nanos)
}

// secret keeps a Decryption Secrets Block.
func (f *pcapng) secret(b []byte) {
	if len(b) < 8 {
		return
	}
	n := int64(f.order.Uint32(b[4:]))
	if n > int64(len(b)-8) || f.kept+int(n) > maxSecrets {
		return
	}
	f.kept += int(n)
	f.secrets = append(f.secrets, Secrets{Type: f.order.Uint32(b), Data: append([]byte(nil), b[8:8+n]...)})
}
