package packet

import (
	"encoding/binary"
	"math/bits"
)

// Checksum is what a packet's transport checksum says.
type Checksum uint8

// The answers of VerifyChecksum.
const (
	ChecksumUnknown Checksum = iota // it can't be computed, or there is none
	ChecksumValid
	ChecksumInvalid
)

// VerifyChecksum computes the checksum over the pseudo header and Segment (RFC 9293,
// section 3.1; RFC 8200, section 8.1). It is ChecksumUnknown where the packet was cut
// short, where UDP was sent without one, and where a routing header hides
// the address that it was computed for.
func (p *Packet) VerifyChecksum() Checksum {
	if p.Snapped() || len(p.Segment) == 0 {
		return ChecksumUnknown
	}
	if p.Protocol == UDP && p.Segment[6] == 0 && p.Segment[7] == 0 {
		return ChecksumUnknown
	}
	sum := uint64(p.Protocol) + uint64(len(p.Segment))
	if p.IPv4 {
		sum += uint64(binary.BigEndian.Uint32(p.Src.IP[12:])) + uint64(binary.BigEndian.Uint32(p.Dst.IP[12:]))
	} else {
		sum = addWords(p.Src.IP[:], addWords(p.Dst.IP[:], sum))
	}
	if fold16(addWords(p.Segment, sum)) == 0xffff {
		return ChecksumValid
	}
	return ChecksumInvalid
}

// addWords adds b to a ones' complement sum. Words of any size will do: they fold
// to the sum of 16-bit ones (RFC 1071, section 2). An odd byte is padded with a zero.
func addWords(b []byte, sum uint64) uint64 {
	var carry uint64
	for ; len(b) >= 32; b = b[32:] {
		sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(b), carry)
		sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(b[8:]), carry)
		sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(b[16:]), carry)
		sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(b[24:]), carry)
	}
	for ; len(b) >= 8; b = b[8:] {
		sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(b), carry)
	}
	var rest [8]byte
	copy(rest[:], b)
	sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(rest[:]), carry)
	sum, carry = bits.Add64(sum, 0, carry)
	return sum + carry
}

// fold16 folds a ones' complement sum to 16 bits.
func fold16(sum uint64) uint16 {
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}
