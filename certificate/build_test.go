package certificate

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// tlv encodes an element from its content's parts.
func tlv(tag asn1.Tag, parts ...[]byte) []byte {
	content := bytes.Join(parts, nil)
	header := []byte{byte(tag)}
	switch n := len(content); {
	case n < 0x80:
		header = append(header, byte(n))
	case n < 0x100:
		header = append(header, 0x81, byte(n))
	case n < 0x10000:
		header = append(header, 0x82, byte(n>>8), byte(n))
	default:
		header = append(header, 0x83, byte(n>>16), byte(n>>8), byte(n))
	}
	return append(header, content...)
}

// oid encodes an object identifier of small arcs, but for the first two.
func oid(first byte, arcs ...byte) []byte {
	return tlv(asn1.OBJECT_IDENTIFIER, append([]byte{first}, arcs...))
}

// dn encodes a name of RDNs of one attribute each.
func dn(attributes ...[]byte) []byte {
	var rdns [][]byte
	for _, a := range attributes {
		rdns = append(rdns, tlv(asn1.SET, a))
	}
	return tlv(asn1.SEQUENCE, rdns...)
}

// attribute encodes an attribute of type 2.5.4.n.
func attribute(n byte, tag asn1.Tag, value string) []byte {
	return tlv(asn1.SEQUENCE, oid(0x55, 4, n), tlv(tag, []byte(value)))
}

// extension encodes an extension of type 2.5.29.n.
func extension(n byte, value []byte) []byte {
	return tlv(asn1.SEQUENCE, oid(0x55, 29, n), tlv(asn1.OCTET_STRING, value))
}

func extensions(list ...[]byte) []byte { return tlv(tagExtensions, tlv(asn1.SEQUENCE, list...)) }

// testKey signs the certificates that the tests put together.
var testKey = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))

// shape is a certificate taken apart into encoded fields.
type shape struct {
	version, serial, inner, issuer, validity, subject, key, rest []byte
	outer                                                        []byte
}

// ordinary is a self-signed certificate that everyone accepts.
func ordinary() shape {
	algorithm := tlv(asn1.SEQUENCE, oid(0x2b, 101, 112))
	name := dn(attribute(10, asn1.UTF8String, "Acme, Inc."), attribute(3, asn1.PrintableString, "acme.example"))
	return shape{
		version:  tlv(tagVersion, tlv(asn1.INTEGER, []byte{2})),
		serial:   tlv(asn1.INTEGER, []byte{0, 0xa1, 7}),
		inner:    algorithm,
		issuer:   name,
		validity: tlv(asn1.SEQUENCE, tlv(asn1.UTCTime, []byte("250102030405Z")), tlv(asn1.GeneralizedTime, []byte("20550102030405Z"))),
		subject:  name,
		key:      tlv(asn1.SEQUENCE, algorithm, tlv(asn1.BIT_STRING, []byte{0}, testKey.Public().(ed25519.PublicKey))),
		rest:     extensions(extension(17, tlv(asn1.SEQUENCE, tlv(asn1.Tag(2).ContextSpecific(), []byte("acme.example"))))),
		outer:    algorithm,
	}
}

// der encodes and signs the certificate.
func (s shape) der() []byte {
	tbs := tlv(asn1.SEQUENCE, s.version, s.serial, s.inner, s.issuer, s.validity, s.subject, s.key, s.rest)
	return tlv(asn1.SEQUENCE, tbs, s.outer, tlv(asn1.BIT_STRING, []byte{0}, ed25519.Sign(testKey, tbs)))
}

// testdata returns the certificates in testdata by name.
func testdata(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.der")
	if err != nil || len(files) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	certificates := make(map[string][]byte)
	for _, file := range files {
		der, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		certificates[filepath.Base(file)] = der
	}
	return certificates
}
