package certificate

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// text decodes a string of any of ASN.1's character types to UTF-8. It reports
// false for what is none, or can't be one.
func text(e element) (string, bool) {
	switch e.tag {
	case asn1.UTF8String, asn1.PrintableString, asn1.IA5String, asn1.GeneralString,
		tagNumericString, tagVideotexString, tagGraphicString, tagVisibleString:
		return octetText(e.content), true
	case asn1.T61String:
		// T.61's own code pages died with teletex; everyone means ISO 8859-1.
		return latin1(e.content), true
	case tagBMPString:
		return utf16Text(e.content)
	case tagUniversalString:
		return utf32Text(e.content)
	}
	return "", false
}

// octetText decodes a string type of one byte a character. Its bytes should be
// ASCII or UTF-8; those that are not are most often ISO 8859-1.
func octetText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return latin1(b)
}

func latin1(b []byte) string {
	out := make([]byte, 0, len(b)+len(b)/8)
	for _, c := range b {
		out = utf8.AppendRune(out, rune(c))
	}
	return string(out)
}

func utf16Text(b []byte) (string, bool) {
	if len(b)%2 != 0 {
		return "", false
	}
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) > 0; b = b[2:] {
		units = append(units, binary.BigEndian.Uint16(b))
	}
	return string(utf16.Decode(units)), true
}

func utf32Text(b []byte) (string, bool) {
	if len(b)%4 != 0 {
		return "", false
	}
	out := make([]byte, 0, len(b)/4)
	for ; len(b) > 0; b = b[4:] {
		v := binary.BigEndian.Uint32(b)
		if v > utf8.MaxRune {
			return "", false
		}
		out = utf8.AppendRune(out, rune(v))
	}
	return string(out), true
}
