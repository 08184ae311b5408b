package certificate

import (
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"
)

func TestName(t *testing.T) {
	cn := func(tag asn1.Tag, value string) []byte { return dn(attribute(3, tag, value)) }
	const utf8 = asn1.UTF8String
	tests := []struct {
		name string
		der  []byte
		want string
	}{
		{"empty", dn(), ""},
		{"last RDN first", dn(attribute(6, asn1.PrintableString, "NL"), attribute(10, utf8, "Acme"), attribute(3, utf8, "a")), "CN=a,O=Acme,C=NL"},
		{"RDN of two", tlv(asn1.SEQUENCE, tlv(asn1.SET, attribute(3, utf8, "a"), attribute(5, utf8, "7"))), "CN=a+serialNumber=7"},
		{"empty value", cn(utf8, ""), "CN="},
		{"specials", cn(utf8, `"a+b,c;d<e>f\g=h#i j`), `CN=\"a\+b\,c\;d\<e\>f\\g=h#i j`},
		{"edges", cn(utf8, "# a "), `CN=\# a\ `},
		{"one space", cn(utf8, " "), `CN=\ `},
		{"spaces", cn(utf8, "  "), `CN=\ \ `},
		{"controls", cn(utf8, "a\x00b\x1b[2Jc\x7f\n"), `CN=a\00b\1B[2Jc\7F\0A`},
		{"what turns text around", cn(utf8, "a\u202eb\u0085\u2028"), `CN=a\E2\80\AEb\C2\85\E2\80\A8`},
		{"UTF-8", cn(utf8, "Zoë 東京"), "CN=Zoë 東京"},
		{"UTF-8 that is none", cn(utf8, "Zo\xeb"), "CN=Zoë"},
		{"UTF-8 in an IA5String", cn(asn1.IA5String, "Zoë"), "CN=Zoë"},
		{"T61String", cn(asn1.T61String, "Zo\xeb \xc3\xab"), "CN=Zoë Ã«"},
		{"BMPString", cn(tagBMPString, "\x00Z\x67\x71\xd8\x3d\xde\x00"), "CN=Z東😀"},
		{"BMPString of odd length", cn(tagBMPString, "\x00Z\x67"), "CN=#1e03005a67"},
		{"UniversalString", cn(tagUniversalString, "\x00\x01\xf6\x00"), "CN=😀"},
		{"UniversalString beyond Unicode", cn(tagUniversalString, "\x00\x11\x00\x00"), "CN=#1c0400110000"},
		{"no text", cn(asn1.BIT_STRING, "\x00\x01"), "CN=#03020001"},
		{"unknown type", dn(tlv(asn1.SEQUENCE, oid(0x2a, 3, 4), tlv(utf8, []byte("ab")))), "1.2.3.4=#0c026162"},
	}
	for _, test := range tests {
		if got, err := Name(test.der); err != nil || got != test.want {
			t.Errorf("%s: got %s (%v), want %s", test.name, got, err, test.want)
		}
	}
}

func TestNameBroken(t *testing.T) {
	tests := []struct {
		name string
		der  []byte
		want string
	}{
		{"nothing", nil, "missing"},
		{"no sequence", tlv(asn1.SET), "unexpected tag 0x31"},
		{"cut", dn(attribute(3, asn1.UTF8String, "a"))[:8], "longer than what holds it"},
		{"bytes behind", append(dn(), 0), "bytes after its end"},
		{"empty RDN", tlv(asn1.SEQUENCE, tlv(asn1.SET)), "RDN: empty"},
		{"no value", dn(tlv(asn1.SEQUENCE, oid(0x55, 4, 3))), "attribute value: missing"},
		{"no type", dn(tlv(asn1.SEQUENCE)), "attribute type: missing"},
		{"broken type", dn(tlv(asn1.SEQUENCE, oid(0x55, 0x84), tlv(asn1.UTF8String))), "attribute type: malformed OBJECT IDENTIFIER"},
		{"huge", dn(attribute(3, asn1.UTF8String, strings.Repeat("a", maxName))), "longer than 16384 bytes"},
	}
	for _, test := range tests {
		if got, err := Name(test.der); err == nil || err.Error() != test.want || got != "" {
			t.Errorf("%s: got %q, %v, want %s", test.name, got, err, test.want)
		}
	}
}

// TestCommonName takes the most specific one.
func TestCommonName(t *testing.T) {
	der := dn(attribute(3, asn1.UTF8String, "general"), attribute(3, asn1.UTF8String, "a,b\x00c"), attribute(10, asn1.UTF8String, "Acme"))
	in := input(der)
	content, err := in.inside(asn1.SEQUENCE)
	if err != nil {
		t.Fatal(err)
	}
	n, err := parseName(content)
	if err != nil || n.commonName.Or("") != "a,b\x00c" {
		t.Errorf("got %q (%v)", n.commonName.Value, err)
	}
}
