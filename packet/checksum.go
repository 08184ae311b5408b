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

// Digest is what bytes come to: one reading of them serves their checksum, and to tell whether others are the same.
type Digest struct {
	// Hash is most likely another one if the bytes are others, or stand in another order. It is no defence against
	// who chooses them.
	Hash uint32
	// sum is the ones' complement sum of words whose first byte is their lowest, padded with zeros: that of a
	// checksum with its bytes swapped (RFC 1071, section 2).
	sum uint16
}

// Digest reads the payload.
func (p *Packet) Digest() Digest { return digest(p.Payload) }

// VerifyChecksum computes the checksum over the pseudo header and Segment (RFC 9293,
// section 3.1; RFC 8200, section 8.1), whose payload has this digest. It is ChecksumUnknown where the packet was cut
// short, where UDP was sent without one, and where a routing header hides
// the address that it was computed for.
func (p *Packet) VerifyChecksum(payload Digest) Checksum {
	if p.Snapped() || len(p.Segment) == 0 {
		return ChecksumUnknown
	}
	if p.Protocol == UDP && p.Segment[6] == 0 && p.Segment[7] == 0 {
		return ChecksumUnknown
	}
	header := p.Segment[:len(p.Segment)-len(p.Payload)]
	sum := uint64(payload.sum) + uint64(digest(header).sum) +
		uint64(digest(p.Src.IP[:]).sum) + uint64(digest(p.Dst.IP[:]).sum) + // the prefix before an IPv4 address adds 0xffff: nothing
		uint64(bits.ReverseBytes32(uint32(p.Protocol))) + uint64(bits.ReverseBytes32(uint32(len(p.Segment))))
	if fold16(sum) == 0xffff {
		return ChecksumValid
	}
	return ChecksumInvalid
}

// digest reads bytes 32 at a time. Words of any size will do for the sum: they fold to that of 16-bit ones (RFC 1071,
// section 2). The hash is made as FNV-1a is, but of whole blocks, in which each word is turned differently.
func digest(b []byte) Digest {
	var sum, carry, hash uint64
	add := func(b []byte) {
		w0, w1 := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
		w2, w3 := binary.LittleEndian.Uint64(b[16:]), binary.LittleEndian.Uint64(b[24:])
		sum, carry = bits.Add64(sum, w0, 0)
		sum, carry = bits.Add64(sum, w1, carry)
		sum, carry = bits.Add64(sum, w2, carry)
		sum, carry = bits.Add64(sum, w3, carry)
		sum += carry
		hash ^= (w0 + bits.RotateLeft64(w1, 5)) ^ (bits.RotateLeft64(w2, 11) + bits.RotateLeft64(w3, 23))
		hash *= 0x100000001b3
	}
	for ; len(b) >= 32; b = b[32:] {
		add(b)
	}
	if len(b) > 0 {
		var rest [32]byte
		copy(rest[:], b)
		add(rest[:])
	}
	return Digest{uint32(hash>>32) ^ uint32(hash), fold16(sum)}
}

// fold16 folds a ones' complement sum to 16 bits.
func fold16(sum uint64) uint16 {
	sum = sum>>32 + sum&0xffffffff
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}
