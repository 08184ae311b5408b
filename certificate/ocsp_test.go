package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	stdasn1 "encoding/asn1"
	"encoding/hex"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"

	"github.com/tlssniff/tlssniff/record"
)

var (
	producedAt = time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	thisUpdate = time.Date(2025, 6, 1, 0, 0, 1, 0, time.UTC)
	nextUpdate = time.Date(2025, 6, 8, 0, 0, 1, 0, time.UTC)
)

// single encodes a SingleResponse for a serial number of one byte.
func single(serial byte, status []byte, more ...[]byte) []byte {
	id := tlv(asn1.SEQUENCE, tlv(asn1.SEQUENCE, oid(0x2b, 14, 3, 2, 26)),
		tlv(asn1.OCTET_STRING, []byte("name")), tlv(asn1.OCTET_STRING, []byte("key")), tlv(asn1.INTEGER, []byte{serial}))
	this := tlv(asn1.GeneralizedTime, []byte("20250601000001Z"))
	return tlv(asn1.SEQUENCE, append([][]byte{id, status, this}, more...)...)
}

// response encodes an OCSPResponse.
func response(responder []byte, singles ...[]byte) []byte {
	context0 := asn1.Tag(0).ContextSpecific().Constructed()
	data := tlv(asn1.SEQUENCE, responder, tlv(asn1.GeneralizedTime, []byte("20250601000000Z")), tlv(asn1.SEQUENCE, singles...))
	basic := tlv(asn1.SEQUENCE, data, tlv(asn1.SEQUENCE, oid(0x2b, 101, 112)), tlv(asn1.BIT_STRING, []byte{0}))
	return tlv(asn1.SEQUENCE, tlv(asn1.ENUM, []byte{0}), tlv(context0,
		tlv(asn1.SEQUENCE, oid(0x2b, 6, 1, 5, 5, 7, 48, 1, 1), tlv(asn1.OCTET_STRING, basic))))
}

var (
	good    = tlv(asn1.Tag(0).ContextSpecific())
	revoked = tlv(asn1.Tag(1).ContextSpecific().Constructed(), tlv(asn1.GeneralizedTime, []byte("20250101000000Z")))
	unknown = tlv(asn1.Tag(2).ContextSpecific())
	byKey   = tlv(asn1.Tag(2).ContextSpecific().Constructed(), tlv(asn1.OCTET_STRING, []byte{1, 2, 3}))
	byName  = tlv(asn1.Tag(1).ContextSpecific().Constructed(), dn(attribute(3, asn1.UTF8String, "responder")))
)

func TestParseOCSP(t *testing.T) {
	next := tlv(asn1.Tag(0).ContextSpecific().Constructed(), tlv(asn1.GeneralizedTime, []byte("20250608000001Z")))
	sctOID := oid(0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 5)
	list := prefixed(prefixed(timestamp(0, 7, 1700000000123)))
	timestamps := tlv(asn1.Tag(1).ContextSpecific().Constructed(), tlv(asn1.SEQUENCE,
		tlv(asn1.SEQUENCE, oid(0x55, 29, 1), tlv(asn1.OCTET_STRING)),
		tlv(asn1.SEQUENCE, sctOID, tlv(asn1.OCTET_STRING, tlv(asn1.OCTET_STRING, list)))))
	sct := record.SCT{Source: "ocsp", LogID: strings.Repeat("07", 32), Timestamp: time.UnixMilli(1700000000123).UTC()}
	ordinary := record.OCSP{
		Status: "good", ProducedAt: record.Some(producedAt), ThisUpdate: record.Some(thisUpdate), Responder: "010203",
	}
	with := func(change func(*record.OCSP)) *record.OCSP {
		o := ordinary
		change(&o)
		return &o
	}
	tests := []struct {
		name   string
		der    []byte
		serial string
		want   *record.OCSP
		scts   []record.SCT
		err    string
	}{
		{"good", response(byKey, single(5, good)), "05", &ordinary, nil, ""},
		{"any serial number", response(byKey, single(5, good)), "", &ordinary, nil, ""},
		{"by name", response(byName, single(5, good)), "05",
			with(func(o *record.OCSP) { o.Responder = "CN=responder" }), nil, ""},
		{"second of two", response(byKey, single(4, good), single(5, revoked, next)), "05",
			with(func(o *record.OCSP) { o.Status, o.NextUpdate = "revoked", record.Some(nextUpdate) }), nil, ""},
		{"unknown", response(byKey, single(5, unknown)), "05",
			with(func(o *record.OCSP) { o.Status = "unknown" }), nil, ""},
		{"timestamps", response(byKey, single(5, good, timestamps)), "05", &ordinary, []record.SCT{sct}, ""},
		{"another certificate", response(byKey, single(4, good)), "05", nil, nil, "OCSP response: not about this certificate"},
		{"no status", response(byKey, single(5, tlv(asn1.NULL))), "05", nil, nil, "certificate status: no known one"},
		{"broken responder", response(tlv(asn1.Tag(1).ContextSpecific().Constructed(), tlv(asn1.SET)), single(5, good)), "05",
			with(func(o *record.OCSP) { o.Responder = "" }), nil, "responder: unexpected tag 0x31"},
		{"broken next update", response(byKey, single(5, good, tlv(asn1.Tag(0).ContextSpecific().Constructed()))), "05",
			&ordinary, nil, "next update: missing"},
		{"try later", tlv(asn1.SEQUENCE, tlv(asn1.ENUM, []byte{3})), "05", nil, nil, "OCSP response: tryLater"},
		{"unknown code", tlv(asn1.SEQUENCE, tlv(asn1.ENUM, []byte{9})), "05", nil, nil, "OCSP response: status 9"},
		{"no bytes", tlv(asn1.SEQUENCE, tlv(asn1.ENUM, []byte{0})), "05", nil, nil, "response bytes: missing"},
		{"nothing", nil, "05", nil, nil, "OCSP response: missing"},
		{"too long", make([]byte, MaxLength+1), "05", nil, nil, "OCSP response: longer than 1048576 bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, scts, err := ParseOCSP(test.der, test.serial)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.scts, scts); diff != "" {
				t.Error(diff)
			}
			if message := errorText(err); message != test.err {
				t.Errorf("error %q, want %q", message, test.err)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// realResponse returns one that x/crypto/ocsp made, for serial number 01ff.
func realResponse(t testing.TB) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	issuer, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := ocsp.CreateResponse(issuer, issuer, ocsp.Response{
		Status: ocsp.Revoked, SerialNumber: big.NewInt(0x1ff), RevokedAt: thisUpdate, RevocationReason: ocsp.KeyCompromise,
		ThisUpdate: thisUpdate, NextUpdate: nextUpdate, Certificate: issuer,
		ExtraExtensions: []pkix.Extension{{Id: stdasn1.ObjectIdentifier{1, 2, 3}, Value: []byte{5, 0}}},
	}, key)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func TestParseOCSPReal(t *testing.T) {
	got, _, err := ParseOCSP(realResponse(t), "01ff")
	if err != nil {
		t.Fatal(err)
	}
	if got.Status != "revoked" || !got.ThisUpdate.Value.Equal(thisUpdate) || !got.NextUpdate.Value.Equal(nextUpdate) || got.Responder != "CN=CA" {
		t.Errorf("%+v", got)
	}
}

// TestParseOCSPCut cuts a response anywhere: whatever status is told is the right one.
func TestParseOCSPCut(t *testing.T) {
	whole := realResponse(t)
	for n := range whole {
		got, _, err := ParseOCSP(whole[:n], "01ff")
		if err == nil || got != nil && got.Status != "revoked" {
			t.Fatalf("cut at %d: %+v, %v", n, got, err)
		}
	}
	mutant := bytes.Clone(whole)
	for i := range whole {
		for _, change := range []byte{0x01, 0x80, 0xff} {
			mutant[i] = whole[i] ^ change
			if got, _, err := ParseOCSP(mutant, hex.EncodeToString([]byte{1, 0xff})); got == nil && err == nil {
				t.Fatalf("%x: neither a response nor an error", mutant)
			}
		}
		mutant[i] = whole[i]
	}
}
