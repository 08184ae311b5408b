// Package quic reads QUIC's own framing as far as a handshake needs it: long
// headers, the Initial packets that anybody can decrypt, and the frames in them
// (RFC 9000, RFC 9001, RFC 9369). Pure functions over the bytes given.
package quic

import "fmt"

// Version is a QUIC version.
type Version uint32

// Versions that are known by number.
const (
	Negotiation Version = 0 // the version of a Version Negotiation packet
	Version1    Version = 0x00000001
	Version2    Version = 0x6b3343cf
	draftMask   Version = 0xff000000
	// Google's with TLS in them, before it took the IETF's.
	googleT050 Version = 0x54303530
	googleT051 Version = 0x54303531
	// Facebook's mvfst, which protects its Initials as drafts 22 and 27 do.
	facebook22           Version = 0xfaceb001
	facebook             Version = 0xfaceb002
	facebookExperimental Version = 0xfaceb00e
)

// Draft returns the number of an IETF draft's version, or 0.
func (v Version) Draft() int {
	if v&0xffffff00 == draftMask {
		return int(v & 0xff)
	}
	return 0
}

// Google reports whether the version is one of Google's own, which stand as text: Q050, T051.
func (v Version) Google() bool {
	digit := func(b Version) bool { return b&0xff >= '0' && b&0xff <= '9' }
	first := byte(v >> 24)
	return (first == 'Q' || first == 'T') && digit(v>>16) && digit(v>>8) && digit(v)
}

// String names the version: 1, 2, draft-29, T051, or hex.
func (v Version) String() string {
	switch {
	case v == Version1:
		return "1"
	case v == Version2:
		return "2"
	case v.Draft() > 0:
		return fmt.Sprintf("draft-%d", v.Draft())
	case v.Google():
		return string([]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
	}
	return fmt.Sprintf("0x%08x", uint32(v))
}

// GREASE reports whether the version is one that is offered to be refused (RFC 9000, section 15).
func (v Version) GREASE() bool { return v&0x0f0f0f0f == 0x0a0a0a0a }

// PacketType is what a long header's packet is.
type PacketType uint8

// The types of long header packets (RFC 9000, section 17.2); version 2 numbers them otherwise.
const (
	Initial PacketType = iota
	ZeroRTT
	Handshake
	Retry
	VersionNegotiation
)

// typeOf returns a long header packet's type by the two bits of its first byte.
func typeOf(v Version, first byte) PacketType {
	bits := first >> 4 & 3
	if v == Version2 { // RFC 9369, section 3.2
		bits = (bits + 3) & 3
	}
	return PacketType(bits)
}

// MaxConnectionID is how long a connection id may be in the versions that are known.
const MaxConnectionID = 20
