package certificate

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"
)

func FuzzCertificate(f *testing.F) {
	f.Add(full(f))
	f.Add(ordinary().der())
	for _, der := range testdata(f) {
		f.Add(der)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		e := Parse(der)
		checkEntry(t, der, e)
		checkEncodable(t, e.Certificate)
		checkEncodable(t, e.SCTs)
	})
}

func FuzzOCSP(f *testing.F) {
	f.Add(realResponse(f), "01ff")
	f.Add(response(byName, single(4, good), single(5, unknown)), "05")
	f.Fuzz(func(t *testing.T, der []byte, serial string) {
		o, scts, err := ParseOCSP(der, serial)
		if (o == nil) == (err == nil) && o == nil {
			t.Fatal("neither a response nor an error")
		}
		checkEncodable(t, o)
		checkEncodable(t, scts)

		strict, err := ocsp.ParseResponse(der, nil)
		if o == nil || err != nil || serial != "" {
			return
		}
		if statuses := []string{"good", "revoked", "unknown"}; o.Status != statuses[strict.Status] {
			t.Fatalf("%s, but x/crypto/ocsp has %s", o.Status, statuses[strict.Status])
		}
		if !o.ThisUpdate.Value.Equal(strict.ThisUpdate) || !o.NextUpdate.Value.Equal(strict.NextUpdate) {
			t.Fatalf("%+v, but x/crypto/ocsp has %v and %v", o, strict.ThisUpdate, strict.NextUpdate)
		}
	})
}

func FuzzSCT(f *testing.F) {
	f.Add(prefixed(prefixed(timestamp(0, 7, 1700000000123)), prefixed([]byte{1, 2, 3})))
	f.Fuzz(func(t *testing.T, list []byte) {
		scts, _ := ParseSCTs(list, "tls_extension")
		for _, sct := range scts {
			if len(sct.LogID) != 64 || sct.Source != "tls_extension" {
				t.Fatalf("%+v", sct)
			}
		}
		checkEncodable(t, scts)
	})
}

func FuzzName(f *testing.F) {
	f.Add(dn(attribute(6, asn1.PrintableString, "NL"), attribute(3, tagBMPString, "\x00a\x00,")))
	f.Add(dn(attribute(3, asn1.T61String, "\xe9\x00"), attribute(99, asn1.INTEGER, "\x01")))
	f.Add(dn(attribute(3, tagUniversalString, "\x00\x01\xf6\x00")))
	f.Fuzz(func(t *testing.T, der []byte) {
		s, err := Name(der)
		if err != nil && s != "" {
			t.Fatalf("both %q and %v", s, err)
		}
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Fatalf("not fit for a terminal: %q", s)
		}
	})
}

// checkEncodable checks that a part of a record can be encoded: JSON has no
// year beyond 9999.
func checkEncodable(t *testing.T, v any) {
	t.Helper()
	if _, err := json.Marshal(v); err != nil {
		t.Fatal(err)
	}
}
