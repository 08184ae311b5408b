package quic

import (
	"encoding/binary"
	"errors"
)

// Header is a long header (RFC 9000, section 17.2). Its slices point into the bytes given.
type Header struct {
	Type    PacketType
	Version Version
	// DCID and SCID are the destination's and the source's connection ids.
	DCID, SCID []byte
	// Token is an Initial's, or a Retry's new one.
	Token []byte
	// Versions are those of a Version Negotiation packet, four bytes each.
	Versions []byte
	// number is where the packet number begins, in the bytes given.
	number int
	// Length is how long the whole packet is: others may follow in the datagram (section 12.2).
	Length int
}

var errForm = errors.New("quic: not a long header")

// IsLong reports whether a datagram begins with a long header, for all that its first five bytes tell.
func IsLong(b []byte) bool { return len(b) >= 7 && b[0]&0x80 != 0 }

// Fixed reports whether the bit is set that is 1 in every packet, unless both ends
// agreed to make it say nothing (RFC 9287).
func Fixed(b []byte) bool { return len(b) > 0 && b[0]&0x40 != 0 }

// ParseHeader reads a long header at the beginning of a datagram, or of what is left of one.
func ParseHeader(b []byte) (Header, error) {
	if !IsLong(b) {
		return Header{}, errForm
	}
	h := Header{Version: Version(binary.BigEndian.Uint32(b[1:]))}
	rest := b[5:]
	var ok bool
	if h.DCID, rest, ok = cut(rest); !ok {
		return Header{}, errForm
	}
	if h.SCID, rest, ok = cut(rest); !ok {
		return Header{}, errForm
	}
	if h.Version == Negotiation {
		h.Type, h.Versions, h.Length = VersionNegotiation, rest[:len(rest)&^3], len(b)
		return h, nil
	}
	if len(h.DCID) > MaxConnectionID || len(h.SCID) > MaxConnectionID {
		return Header{}, errForm
	}
	h.Type = typeOf(h.Version, b[0])
	switch h.Type {
	case Retry:
		const tag = 16 // of its integrity (RFC 9001, section 5.8)
		if len(rest) < tag {
			return Header{}, errForm
		}
		h.Token, h.Length = rest[:len(rest)-tag], len(b)
		return h, nil
	case Initial:
		if h.Token, rest, ok = cutVarint(rest); !ok {
			return Header{}, errForm
		}
	}
	n, size := Varint(rest)
	if size == 0 || n > uint64(len(rest)-size) {
		return Header{}, errForm
	}
	h.number = len(b) - len(rest) + size
	h.Length = h.number + int(n)
	return h, nil
}

// cut takes a vector whose length stands in one byte.
func cut(b []byte) (v, rest []byte, ok bool) {
	if len(b) == 0 || len(b)-1 < int(b[0]) {
		return nil, nil, false
	}
	n := 1 + int(b[0])
	return b[1:n:n], b[n:], true
}

// cutVarint takes a vector whose length is a variable-length integer.
func cutVarint(b []byte) (v, rest []byte, ok bool) {
	n, size := Varint(b)
	if size == 0 || n > uint64(len(b)-size) {
		return nil, nil, false
	}
	end := size + int(n)
	return b[size:end:end], b[end:], true
}

// Varint reads a variable-length integer and returns it with its size, which is 0 where b is too short (RFC 9000, section 16).
func Varint(b []byte) (uint64, int) {
	if len(b) == 0 {
		return 0, 0
	}
	size := 1 << (b[0] >> 6)
	if len(b) < size {
		return 0, 0
	}
	v := uint64(b[0] & 0x3f)
	for _, x := range b[1:size] {
		v = v<<8 | uint64(x)
	}
	return v, size
}
