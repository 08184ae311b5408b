package certificate

import (
	"encoding/hex"
	"errors"
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/tlssniff/tlssniff/record"
)

// attributeTypes are the attributes that are shown by a short name: RFC 4514,
// section 3's, then those that OpenSSL (and so Zeek) shows by one.
var attributeTypes = map[string]string{
	"2.5.4.3":                    "CN",
	"2.5.4.7":                    "L",
	"2.5.4.8":                    "ST",
	"2.5.4.10":                   "O",
	"2.5.4.11":                   "OU",
	"2.5.4.6":                    "C",
	"2.5.4.9":                    "STREET",
	"0.9.2342.19200300.100.1.25": "DC",
	"0.9.2342.19200300.100.1.1":  "UID",

	"1.2.840.113549.1.9.1":     "emailAddress",
	"1.2.840.113549.1.9.2":     "unstructuredName",
	"1.2.840.113549.1.9.8":     "unstructuredAddress",
	"1.3.6.1.4.1.311.60.2.1.1": "jurisdictionL",
	"1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST",
	"1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC",
	"2.5.4.4":                  "SN",
	"2.5.4.5":                  "serialNumber",
	"2.5.4.12":                 "title",
	"2.5.4.13":                 "description",
	"2.5.4.15":                 "businessCategory",
	"2.5.4.16":                 "postalAddress",
	"2.5.4.17":                 "postalCode",
	"2.5.4.18":                 "postOfficeBox",
	"2.5.4.20":                 "telephoneNumber",
	"2.5.4.41":                 "name",
	"2.5.4.42":                 "GN",
	"2.5.4.43":                 "initials",
	"2.5.4.44":                 "generationQualifier",
	"2.5.4.45":                 "x500UniqueIdentifier",
	"2.5.4.46":                 "dnQualifier",
	"2.5.4.65":                 "pseudonym",
	"2.5.4.97":                 "organizationIdentifier",
}

var errNameLength = fmt.Errorf("longer than %d bytes", maxName)

// name is a distinguished name, read.
type name struct {
	text string // RFC 4514
	// commonName is the most specific one, not escaped.
	commonName record.Optional[string]
	// foreign says that a value has a type that crypto/x509 refuses.
	foreign bool
}

// Name returns an encoded distinguished name, as a CertificateRequest's
// authorities have them, as an RFC 4514 string. Whatever is not printable is escaped.
func Name(der []byte) (string, error) {
	in := input(der)
	e, err := in.take(asn1.SEQUENCE)
	if err != nil {
		return "", err
	}
	if len(in) > 0 {
		return "", errors.New("bytes after its end")
	}
	n, err := parseName(e.content)
	return n.text, err
}

// parseName reads the content of an RDNSequence (RFC 5280, section 4.1.2.4).
// RFC 4514 shows it last RDN first.
func parseName(content input) (name, error) {
	if len(content) > maxName {
		return name{}, errNameLength
	}
	var few [16]input
	rdns := few[:0]
	for len(content) > 0 {
		rdn, err := content.inside(asn1.SET)
		if err != nil {
			return name{}, fmt.Errorf("RDN: %w", err)
		}
		if len(rdn) == 0 {
			return name{}, errors.New("RDN: empty")
		}
		rdns = append(rdns, rdn)
	}
	var n name
	out := make([]byte, 0, 128)
	for i := len(rdns) - 1; i >= 0; i-- {
		separator := byte(',')
		for rdn := rdns[i]; len(rdn) > 0; {
			if len(out) > 0 {
				out = append(out, separator)
			}
			var err error
			if out, err = n.appendAttribute(out, &rdn); err != nil {
				return name{}, err
			}
			separator = '+'
		}
	}
	n.text = string(out)
	return n, nil
}

// appendAttribute takes an AttributeTypeAndValue and appends it (RFC 4514,
// sections 2.3 and 2.4). Names come most specific first, so the first common name counts.
func (n *name) appendAttribute(out []byte, rdn *input) ([]byte, error) {
	in, err := rdn.inside(asn1.SEQUENCE)
	if err != nil {
		return nil, fmt.Errorf("attribute: %w", err)
	}
	e, err := in.take(asn1.OBJECT_IDENTIFIER)
	if err != nil {
		return nil, fmt.Errorf("attribute type: %w", err)
	}
	value, err := in.next()
	if err != nil {
		return nil, fmt.Errorf("attribute value: %w", err)
	}
	oid := dotted(e.content)
	if oid == "" {
		return nil, errors.New("attribute type: malformed OBJECT IDENTIFIER")
	}
	n.foreign = n.foreign || !commonString(value.tag) && value.primitive()
	s, isText := text(value)
	if oid == "2.5.4.3" && isText && !n.commonName.Present {
		n.commonName = record.Some(s)
	}
	short, known := attributeTypes[oid]
	if !known {
		short, isText = oid, false
	}
	out = append(append(out, short...), '=')
	if isText {
		return appendEscaped(out, s), nil
	}
	return hex.AppendEncode(append(out, '#'), value.full), nil
}

// commonString reports whether crypto/x509 takes attribute values of this type.
func commonString(tag asn1.Tag) bool {
	switch tag {
	case asn1.UTF8String, asn1.PrintableString, asn1.IA5String, asn1.T61String, tagNumericString, tagBMPString:
		return true
	}
	return false
}

// appendEscaped appends an attribute's value, escaped as RFC 4514, section 2.4
// demands, and so what a terminal would obey or not show.
func appendEscaped(out []byte, s string) []byte {
	for i, r := range s {
		edge := i == 0 && (r == ' ' || r == '#') || i == len(s)-1 && r == ' '
		switch {
		case edge, r == '"', r == '+', r == ',', r == ';', r == '<', r == '>', r == '\\':
			out = append(out, '\\', byte(r))
		case unicode.IsPrint(r):
			out = utf8.AppendRune(out, r)
		default:
			var encoded [utf8.UTFMax]byte
			for _, c := range encoded[:utf8.EncodeRune(encoded[:], r)] {
				out = append(out, '\\', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
			}
		}
	}
	return out
}
