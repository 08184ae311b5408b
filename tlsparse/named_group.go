package tlsparse

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// NamedGroup is a group for the key exchange (RFC 8446, section 4.2.7).
type NamedGroup uint16

// String returns the group's IANA name, "GREASE", or its value in hex.
func (g NamedGroup) String() string {
	name, ok := iana.GroupName(uint16(g))
	return nameOr(name, ok, uint16(g))
}

// IsGREASE reports whether the value is reserved by RFC 8701.
func (g NamedGroup) IsGREASE() bool { return IsGREASE(uint16(g)) }

// GroupNamed returns the group of a name.
func GroupNamed(name string) (NamedGroup, bool) {
	v, ok := iana.GroupValue(name)
	return NamedGroup(v), ok
}

// postQuantum are the groups with a part that a quantum computer does not break.
var postQuantum = []NamedGroup{
	0x0200, 0x0201, 0x0202, // ML-KEM alone
	0x11eb, 0x11ec, 0x11ed, 0x11ee, // ML-KEM beside a curve
	0x6399, 0x639a, // their Kyber drafts
	0x4138, // CECPQ2
}

var postQuantumNames = func() (names []string) {
	for _, g := range postQuantum {
		names = append(names, g.String())
	}
	return names
}()

// PostQuantum reports whether the group has a part that a quantum computer does not break.
func (g NamedGroup) PostQuantum() bool { return slices.Contains(postQuantum, g) }

// PostQuantumName is PostQuantum of the group of a name.
func PostQuantumName(name string) bool { return slices.Contains(postQuantumNames, name) }

// FiniteFieldBits returns the size of a finite-field group's prime, or 0 for
// another group (RFC 7919, section 2).
func (g NamedGroup) FiniteFieldBits() int {
	switch g {
	case 0x0100:
		return 2048
	case 0x0101:
		return 3072
	case 0x0102:
		return 4096
	case 0x0103:
		return 6144
	case 0x0104:
		return 8192
	}
	return 0
}

// FFDHEGroup returns the group of RFC 7919, appendix A that has this prime. Zeros
// before it, which some servers send, change no number.
func FFDHEGroup(prime []byte) (NamedGroup, bool) {
	prime = bytes.TrimLeft(prime, "\x00")
	// All five begin alike, so that another prime costs no hash.
	const first = "\xff\xff\xff\xff\xff\xff\xff\xff\xad\xf8\x54\x58\xa2\xbb\x4a\x9a"
	if len(prime) < len(first) || string(prime[:len(first)]) != first {
		return 0, false
	}
	sum := sha256.Sum256(prime)
	switch hex.EncodeToString(sum[:16]) {
	case "9cd3b7f336872f46c09428d1bbc19877":
		return 0x0100, true // ffdhe2048
	case "0eaf67db3a839156d5013494a5318a77":
		return 0x0101, true // ffdhe3072
	case "4648414224ac881b3d0dc59b466f96d0":
		return 0x0102, true // ffdhe4096
	case "227ac9066b3ddd9e193670cda2388fa8":
		return 0x0103, true // ffdhe6144
	case "770b14efaf6f049929c523113b3fa99a":
		return 0x0104, true // ffdhe8192
	}
	return 0, false
}
