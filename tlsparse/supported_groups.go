package tlsparse

import "github.com/tlssniff/tlssniff/tlsparse/iana"

// ParseSupportedGroups returns the groups of a supported_groups extension (RFC
// 8446, section 4.2.7; RFC 8422, section 5.1.1). The list points into b.
func ParseSupportedGroups(b []byte) (NamedGroups, error) {
	c := newCursor("supported_groups", b)
	list := NamedGroups(c.codes16("named_group_list"))
	c.end("named_group_list")
	return list, c.err()
}

// ECPointFormat is an encoding of points (RFC 8422, section 5.1.2).
type ECPointFormat uint8

// String returns the format's IANA name, or its value in hex.
func (f ECPointFormat) String() string {
	name, ok := iana.ECPointFormatName(uint8(f))
	return byteName(name, ok, uint8(f))
}

// ParseECPointFormats returns the ECPointFormat values of an ec_point_formats
// extension (RFC 8422, section 5.1.2). They point into b.
func ParseECPointFormats(b []byte) ([]byte, error) {
	c := newCursor("ec_point_formats", b)
	list := c.vector8("ec_point_format_list")
	c.end("ec_point_format_list")
	return list, c.err()
}
