package tlsparse

import (
	"encoding/binary"
	"iter"
)

// List is a list of 16-bit code points as it stands on the wire. An odd last
// byte is not part of it.
type List[T ~uint16] []byte

// Len returns the number of code points.
func (l List[T]) Len() int { return len(l) / 2 }

// At returns the i-th code point, where 0 <= i < Len.
func (l List[T]) At(i int) T { return T(binary.BigEndian.Uint16(l[2*i:])) }

// All yields the code points in wire order.
func (l List[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := range l.Len() {
			if !yield(l.At(i)) {
				return
			}
		}
	}
}

// Contains reports whether the code point is in the list.
func (l List[T]) Contains(v T) bool {
	for i := range l.Len() {
		if l.At(i) == v {
			return true
		}
	}
	return false
}

// The lists that messages carry.
type (
	CipherSuites     = List[CipherSuite]
	ProtocolVersions = List[ProtocolVersion]
	NamedGroups      = List[NamedGroup]
	SignatureSchemes = List[SignatureScheme]
)

// Vectors8 are byte strings behind lengths of one byte, as they stand on the
// wire: ALPN names.
type Vectors8 []byte

// All yields the strings that are whole. They point into v.
func (v Vectors8) All() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) { eachVector(v, 1, yield) }
}

// Vectors16 are byte strings behind lengths of two bytes, as they stand on the
// wire: distinguished names, SCTs.
type Vectors16 []byte

// All yields the strings that are whole. They point into v.
func (v Vectors16) All() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) { eachVector(v, 2, yield) }
}

// Vectors24 are byte strings behind lengths of three bytes, as they stand on the
// wire: certificates.
type Vectors24 []byte

// All yields the strings that are whole. They point into v.
func (v Vectors24) All() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) { eachVector(v, 3, yield) }
}

// eachVector yields strings that stand behind lengths of prefix bytes, as far as they are whole.
func eachVector(b []byte, prefix int, yield func([]byte) bool) {
	for len(b) >= prefix {
		n := 0
		for _, x := range b[:prefix] {
			n = n<<8 | int(x)
		}
		b = b[prefix:]
		if n > len(b) || !yield(b[:n:n]) {
			return
		}
		b = b[n:]
	}
}
