package tlsparse

import (
	"encoding/binary"
	"iter"

	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// PSKKeyExchangeMode is a way to use a pre-shared key (RFC 8446, section 4.2.9).
type PSKKeyExchangeMode uint8

// IsGREASE reports whether the value is reserved by RFC 8701, section 2.
func (m PSKKeyExchangeMode) IsGREASE() bool { return m%0x1f == 0x0b }

// String returns the mode's IANA name, "GREASE", or its value in hex.
func (m PSKKeyExchangeMode) String() string {
	if m.IsGREASE() {
		return "GREASE"
	}
	name, ok := iana.PSKKeyExchangeModeName(uint8(m))
	return byteName(name, ok, uint8(m))
}

// ParsePSKKeyExchangeModes returns the PSKKeyExchangeMode values of a
// psk_key_exchange_modes extension (RFC 8446, section 4.2.9). They point into b.
func ParsePSKKeyExchangeModes(b []byte) ([]byte, error) {
	c := newCursor("psk_key_exchange_modes", b)
	list := c.vector8("ke_modes")
	c.end("ke_modes")
	return list, c.err()
}

// PreSharedKeyOffer is a client's pre_shared_key (RFC 8446, section 4.2.11). Its
// slices point into the bytes that were parsed.
type PreSharedKeyOffer struct {
	Identities PSKIdentities
	Binders    Vectors8 // one for each identity, if the client keeps to the RFC
}

// ParsePreSharedKeyOffer reads a client's pre_shared_key.
func ParsePreSharedKeyOffer(b []byte) (PreSharedKeyOffer, error) {
	var m PreSharedKeyOffer
	c := newCursor("pre_shared_key", b)
	m.Identities = PSKIdentities(c.vector16("identities"))
	if _, end := m.Identities.measure(); end < len(m.Identities) {
		c.fail("identities", c.at-len(m.Identities)+end, Truncated)
	}
	m.Binders = Vectors8(c.strings8("binders"))
	c.end("binders")
	return m, c.err()
}

// ParsePSKIdentities returns how many identities a client's pre_shared_key has,
// as far as they are whole.
func ParsePSKIdentities(b []byte) (int, error) {
	m, err := ParsePreSharedKeyOffer(b)
	return m.Identities.Len(), err
}

// PSKIdentities are a client's pre-shared keys' names as they stand on the wire.
type PSKIdentities []byte

// All yields each identity and its obfuscated_ticket_age, as far as they are
// whole. The identities point into p.
func (p PSKIdentities) All() iter.Seq2[[]byte, uint32] {
	return func(yield func([]byte, uint32) bool) {
		for b := []byte(p); len(b) >= 2; {
			n := int(binary.BigEndian.Uint16(b))
			if b = b[2:]; n+4 > len(b) || !yield(b[:n:n], binary.BigEndian.Uint32(b[n:])) {
				return
			}
			b = b[n+4:]
		}
	}
}

// Len returns the number of identities.
func (p PSKIdentities) Len() int {
	n, _ := p.measure()
	return n
}

// measure returns how many identities there are, and where the last whole one ends.
func (p PSKIdentities) measure() (n, end int) {
	for identity := range p.All() {
		n, end = n+1, end+2+len(identity)+4
	}
	return n, end
}

// ParseSelectedIdentity returns the index of the identity that a server's
// pre_shared_key takes (RFC 8446, section 4.2.11).
func ParseSelectedIdentity(b []byte) (uint16, error) {
	c := newCursor("pre_shared_key", b)
	v := c.uint16("selected_identity")
	c.end("selected_identity")
	return v, c.err()
}
