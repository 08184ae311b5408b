package tlsparse

import "fmt"

// IsGREASE reports whether a 16-bit value is reserved by RFC 8701, section 2.
func IsGREASE(v uint16) bool { return v&0x0f0f == 0x0a0a && v>>8 == v&0xff }

// nameOr returns a 16-bit code point's name, or what stands for one without.
func nameOr(name string, named bool, v uint16) string {
	switch {
	case named:
		return name
	case IsGREASE(v):
		return "GREASE"
	}
	return fmt.Sprintf("0x%04x", v)
}

// byteName returns an 8-bit code point's name, or its value in hex.
func byteName(name string, named bool, v uint8) string {
	if named {
		return name
	}
	return fmt.Sprintf("0x%02x", v)
}
