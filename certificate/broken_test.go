package certificate

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	der "golang.org/x/crypto/cryptobyte/asn1"

	"github.com/tlssniff/tlssniff/record"
)

// TestParseBroken changes one field of an ordinary certificate.
func TestParseBroken(t *testing.T) {
	manyNames := bytes.Repeat(tlv(der.Tag(2).ContextSpecific(), []byte("a")), maxNames+1)
	tests := map[string]struct {
		change func(*shape)
		read   func(*record.Certificate) // what the ordinary certificate's record becomes
	}{
		"nothing": {func(*shape) {}, func(*record.Certificate) {}},
		"negative serial number": {
			func(s *shape) { s.serial = tlv(der.INTEGER, []byte{0xff, 0x00}) },
			func(c *record.Certificate) {
				c.Serial, c.ParseError = record.Some("-0100"), "negative serial number"
			},
		},
		"serial number of 0": {
			func(s *shape) { s.serial = tlv(der.INTEGER, []byte{0}) },
			func(c *record.Certificate) { c.Serial = record.Some("00") },
		},
		"huge serial number": {
			func(s *shape) { s.serial = tlv(der.INTEGER, bytes.Repeat([]byte{1}, 100)) },
			func(c *record.Certificate) {
				c.Serial, c.ParseError = record.Optional[string]{}, "serial number: 100 bytes long"
			},
		},
		"version 1 is left out": {
			func(s *shape) { s.version, s.rest = nil, nil },
			func(c *record.Certificate) { c.Version, c.DNSNames = record.Some(1), nil },
		},
		"unknown version": {
			func(s *shape) { s.version = tlv(tagVersion, tlv(der.INTEGER, []byte{4})) },
			func(c *record.Certificate) { c.Version, c.ParseError = record.Some(5), "invalid version" },
		},
		"algorithms differ": {
			func(s *shape) { s.outer = tlv(der.SEQUENCE, oid(0x2b, 101, 113)) },
			func(c *record.Certificate) {
				c.SignatureAlgorithm, c.SelfSigned = "Ed448", record.Optional[bool]{}
				c.ParseError = "inner and outer signature algorithm identifiers don't match"
			},
		},
		"empty subject": {
			func(s *shape) { s.subject = dn() },
			func(c *record.Certificate) {
				c.Subject, c.CommonName = record.Some(""), record.Optional[string]{}
				c.SelfSigned = record.Some(false)
			},
		},
		"characters that PrintableString does not have": {
			func(s *shape) { s.subject = dn(attribute(3, der.PrintableString, "caf\xe9_@")) },
			func(c *record.Certificate) {
				c.Subject, c.CommonName, c.SelfSigned = record.Some("CN=café_@"), record.Some("café_@"), record.Some(false)
				c.ParseError = "invalid RDNSequence: invalid attribute value: invalid PrintableString"
			},
		},
		"a UniversalString is not broken": {
			func(s *shape) { s.subject = dn(attribute(3, tagUniversalString, "\x00\x00\x00a\x00\x01\xf6\x00")) },
			func(c *record.Certificate) {
				c.Subject, c.CommonName, c.SelfSigned = record.Some("CN=a😀"), record.Some("a😀"), record.Some(false)
			},
		},
		"no seconds and an offset": {
			func(s *shape) {
				s.validity = tlv(der.SEQUENCE, tlv(der.UTCTime, []byte("2501020304+0100")), tlv(der.GeneralizedTime, []byte("2055010203.5Z")))
			},
			func(c *record.Certificate) {
				c.NotBefore = record.Some(time.Date(2025, 1, 2, 2, 4, 0, 0, time.UTC))
				c.NotAfter = record.Some(time.Date(2055, 1, 2, 3, 30, 0, 0, time.UTC))
				c.ParseError = "malformed GeneralizedTime"
			},
		},
		"key of an unknown algorithm": {
			func(s *shape) {
				s.key = tlv(der.SEQUENCE, tlv(der.SEQUENCE, oid(0x2b, 6, 9)), tlv(der.BIT_STRING, []byte{0, 1}))
			},
			func(c *record.Certificate) {
				c.KeyAlgorithm, c.KeyBits, c.SelfSigned = "1.3.6.9", record.Optional[int]{}, record.Optional[bool]{}
			},
		},
		"post-quantum key": {
			func(s *shape) {
				mldsa := []byte{0x86, 0x48, 1, 0x65, 3, 4, 3, 17}
				s.key = tlv(der.SEQUENCE, tlv(der.SEQUENCE, oid(0x60, mldsa...)), tlv(der.BIT_STRING, []byte{0, 1}))
			},
			func(c *record.Certificate) {
				c.KeyAlgorithm, c.KeyBits, c.SelfSigned = "ML-DSA-44", record.Optional[int]{}, record.Optional[bool]{}
			},
		},
		"a field is missing": {
			func(s *shape) { s.validity, s.subject = nil, nil },
			func(c *record.Certificate) {
				// What stands in their place can't be told from them, so nothing further is read.
				*c = record.Certificate{
					SHA256: c.SHA256, SHA1: c.SHA1, Length: c.Length, Version: c.Version, Serial: c.Serial,
					SignatureAlgorithm: c.SignatureAlgorithm, Issuer: c.Issuer,
					ParseError: "validity: malformed time",
				}
			},
		},
		"an address of no family": {
			func(s *shape) {
				s.rest = extensions(extension(17, tlv(der.SEQUENCE,
					tlv(der.Tag(7).ContextSpecific(), []byte{1, 2, 3}), tlv(der.Tag(2).ContextSpecific(), []byte("acme.example")))))
			},
			func(c *record.Certificate) { c.ParseError = "subject alternative name: IP address of 3 bytes" },
		},
		"too many names": {
			func(s *shape) { s.rest = extensions(extension(17, tlv(der.SEQUENCE, manyNames))) },
			func(c *record.Certificate) {
				c.DNSNames = slices.Repeat([]string{"a"}, maxNames)
				c.ParseError = "subject alternative name: more than 1024 names"
			},
		},
		"too many purposes": {
			func(s *shape) {
				s.rest = extensions(extension(37, tlv(der.SEQUENCE, bytes.Repeat(oid(0x2b, 1), maxUsages+1))))
			},
			func(c *record.Certificate) {
				c.DNSNames, c.ExtendedKeyUsage = nil, slices.Repeat([]string{"1.3.1"}, maxUsages)
				c.ParseError = "extended key usage: more than 256 purposes"
			},
		},
		"broken basic constraints say nothing": {
			func(s *shape) { s.rest = extensions(extension(19, []byte{0x30, 3, 1, 2, 0xff})) },
			func(c *record.Certificate) {
				c.DNSNames, c.IsCA = nil, record.Optional[bool]{}
				c.ParseError = "basic constraints: longer than what holds it"
			},
		},
		"no purposes at all": {
			func(s *shape) {
				s.rest = extensions(extension(15, tlv(der.BIT_STRING, []byte{0})), extension(37, tlv(der.SEQUENCE)))
			},
			func(c *record.Certificate) {
				c.DNSNames, c.KeyUsage, c.ExtendedKeyUsage = nil, []string{}, []string{}
			},
		},
		"something else for extensions": {
			func(s *shape) { s.rest = tlv(der.NULL) },
			func(c *record.Certificate) {
				c.DNSNames, c.IsCA, c.ParseError = nil, record.Optional[bool]{}, "extensions: 2 bytes of something else"
			},
		},
		"broken timestamps": {
			func(s *shape) {
				timestamps := []byte{6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2}
				s.rest = extensions(tlv(der.SEQUENCE, oid(0x2b, timestamps...), tlv(der.OCTET_STRING, tlv(der.OCTET_STRING, []byte{9}))))
			},
			func(c *record.Certificate) {
				c.DNSNames = nil
				c.ParseError = "signed certificate timestamps: malformed SignedCertificateTimestampList"
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := ordinary()
			test.change(&s)
			encoded := s.der()
			sum, thumb, spki := sha256.Sum256(encoded), sha1.Sum(encoded), sha256.Sum256(s.key)
			want := &record.Certificate{
				SHA256:             hex.EncodeToString(sum[:]),
				SHA1:               hex.EncodeToString(thumb[:]),
				Length:             len(encoded),
				Subject:            record.Some(`CN=acme.example,O=Acme\, Inc.`),
				Issuer:             record.Some(`CN=acme.example,O=Acme\, Inc.`),
				CommonName:         record.Some("acme.example"),
				Serial:             record.Some("a107"),
				Version:            record.Some(3),
				NotBefore:          record.Some(time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)),
				NotAfter:           record.Some(time.Date(2055, 1, 2, 3, 4, 5, 0, time.UTC)),
				DNSNames:           []string{"acme.example"},
				KeyAlgorithm:       "Ed25519",
				KeyBits:            record.Some(256),
				SignatureAlgorithm: "Ed25519",
				IsCA:               record.Some(false),
				SelfSigned:         record.Some(true),
				SPKISHA256:         hex.EncodeToString(spki[:]),
			}
			test.read(want)
			want.JSON, want.DER = record.EncodeCertificate(want), encoded
			if diff := cmp.Diff(want, Parse(encoded).Certificate); diff != "" {
				t.Error(diff)
			}
		})
	}
}
