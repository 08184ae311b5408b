package certificate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// TestParseCut cuts a certificate anywhere: what stood before the cut is read as ever.
func TestParseCut(t *testing.T) {
	whole := full(t)
	c := Parse(whole).Certificate
	for n := range whole {
		cut := Parse(whole[:n]).Certificate
		if cut.ParseError == "" {
			t.Fatalf("cut at %d: not told", n)
		}
		for _, field := range [][2]record.Optional[string]{
			{cut.Serial, c.Serial}, {cut.Issuer, c.Issuer}, {cut.Subject, c.Subject}, {cut.CommonName, c.CommonName},
		} {
			if field[0].Present && field[0] != field[1] {
				t.Fatalf("cut at %d: %q became %q", n, field[1].Value, field[0].Value)
			}
		}
		if ca, known := cut.IsCA.Get(); known && !ca {
			t.Fatalf("cut at %d: is no CA", n)
		}
	}
	if cut := Parse(whole[:len(whole)-1]).Certificate; len(cut.DNSNames) != 2 || !cut.IsCA.Value || cut.SelfSigned.Present {
		t.Errorf("cut in the signature: %+v", cut)
	}
}

// TestParseMutants changes every byte of certificates in several ways.
func TestParseMutants(t *testing.T) {
	for _, original := range [][]byte{full(t), ordinary().der()} {
		for i := range original {
			for _, change := range []byte{0x01, 0x20, 0x80, 0xff} {
				mutant := bytes.Clone(original)
				mutant[i] ^= change
				checkEntry(t, mutant, Parse(mutant))
			}
		}
	}
}

// checkEntry checks what is true of every certificate, and that the reader
// agrees with crypto/x509 wherever that accepts.
func checkEntry(t *testing.T, der []byte, e *Entry) {
	t.Helper()
	c := e.Certificate
	if sum := sha256.Sum256(der); c.SHA256 != hex.EncodeToString(sum[:]) || c.Length != len(der) {
		t.Fatalf("%x: wrong hash or length", der)
	}
	if !utf8.ValidString(c.ParseError) || len(c.ParseError) > maxError || strings.ContainsFunc(c.ParseError, func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Fatalf("%x: error %q", der, c.ParseError)
	}
	x := e.X509
	if x == nil {
		if c.ParseError == "" && c.KeyAlgorithm == "" {
			t.Fatalf("%x: refused without a word", der)
		}
		return
	}
	if got, want := c.Serial.Value, fmt.Sprintf("%x", x.SerialNumber); strings.TrimLeft(got, "0") != strings.TrimLeft(want, "0") && c.Serial.Present {
		t.Fatalf("%x: serial number %s, crypto/x509 has %s", der, got, want)
	}
	if !c.NotBefore.Value.Equal(x.NotBefore) || !c.NotAfter.Value.Equal(x.NotAfter) {
		t.Fatalf("%x: validity %v to %v, crypto/x509 has %v to %v", der, c.NotBefore, c.NotAfter, x.NotBefore, x.NotAfter)
	}
	if c.Version.Value != x.Version {
		t.Fatalf("%x: version %d, crypto/x509 has %d", der, c.Version.Value, x.Version)
	}
	if x.Version < 3 {
		return // crypto/x509 does not look at the extensions
	}
	if diff := cmp.Diff(x.DNSNames, c.DNSNames); diff != "" {
		t.Fatalf("%x: %s", der, diff)
	}
	if len(x.IPAddresses) != len(c.IPAddresses) || len(x.URIs) != len(c.URIs) || c.IsCA.Value != x.IsCA {
		t.Fatalf("%x: crypto/x509 has other names or constraints", der)
	}
}
