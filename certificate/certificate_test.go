package certificate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"math/big"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// full returns a certificate that uses everything the record shows.
func full(t testing.TB) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(0x01ff),
		Subject: pkix.Name{
			Country: []string{"NL"}, Organization: []string{"Acme"}, OrganizationalUnit: []string{"A", "B"},
			CommonName: "acme.example", SerialNumber: "7",
		},
		NotBefore:             time.Date(2024, 2, 29, 1, 2, 3, 0, time.UTC),
		NotAfter:              time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC),
		DNSNames:              []string{"acme.example", "*.acme.example"},
		IPAddresses:           []net.IP{net.IPv4(192, 0, 2, 1).To4(), net.ParseIP("2001:db8::1")},
		EmailAddresses:        []string{"root@acme.example"},
		URIs:                  []*url.URL{{Scheme: "spiffe", Host: "acme", Path: "/web"}},
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign | x509.KeyUsageDecipherOnly,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageOCSPSigning},
		UnknownExtKeyUsage:    []asn1.ObjectIdentifier{{1, 3, 6, 1, 4, 1, 311, 20, 2, 2}},
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLen:            300,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestParse(t *testing.T) {
	der := full(t)
	e := Parse(der)
	if e.X509 == nil {
		t.Fatal("crypto/x509 refuses its own certificate")
	}
	sum, thumb, spki := sha256.Sum256(der), sha1.Sum(der), sha256.Sum256(e.X509.RawSubjectPublicKeyInfo)
	name := "serialNumber=7,CN=acme.example,OU=A+OU=B,O=Acme,C=NL"
	want := &record.Certificate{
		SHA256:             hex.EncodeToString(sum[:]),
		SHA1:               hex.EncodeToString(thumb[:]),
		Length:             len(der),
		Subject:            record.Some(name),
		Issuer:             record.Some(name),
		CommonName:         record.Some("acme.example"),
		Serial:             record.Some("01ff"),
		Version:            record.Some(3),
		NotBefore:          record.Some(time.Date(2024, 2, 29, 1, 2, 3, 0, time.UTC)),
		NotAfter:           record.Some(time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)),
		DNSNames:           []string{"acme.example", "*.acme.example"},
		IPAddresses:        []string{"192.0.2.1", "2001:db8::1"},
		Emails:             []string{"root@acme.example"},
		URIs:               []string{"spiffe://acme/web"},
		KeyAlgorithm:       "ECDSA",
		KeyBits:            record.Some(384),
		Curve:              "secp384r1",
		SignatureAlgorithm: "ECDSA-SHA384",
		IsCA:               record.Some(true),
		PathLength:         record.Some(300),
		SelfSigned:         record.Some(true),
		KeyUsage:           []string{"digitalSignature", "keyCertSign", "decipherOnly"},
		ExtendedKeyUsage:   []string{"serverAuth", "OCSPSigning", "1.3.6.1.4.1.311.20.2.2"},
		SPKISHA256:         hex.EncodeToString(spki[:]),
	}
	want.JSON, want.DER = record.EncodeCertificate(want), der
	if diff := cmp.Diff(want, e.Certificate); diff != "" {
		t.Error(diff)
	}
	if &e.Certificate.DER[0] == &der[0] {
		t.Error("DER is not a copy of the bytes")
	}
}

// TestParseTestdata reads what crypto/x509 can't make, and often can't read.
func TestParseTestdata(t *testing.T) {
	type facts struct {
		Key        string
		Bits       record.Optional[int]
		Curve      string
		Signature  string
		SelfSigned record.Optional[bool]
		Error      string
	}
	yes, unknown := record.Some(true), record.Optional[bool]{}
	want := map[string]facts{
		"brainpool.der":              {"ECDSA", record.Some(256), "brainpoolP256r1", "ECDSA-SHA256", unknown, ""},
		"compressed-point.der":       {"ECDSA", record.Some(256), "secp256r1", "ECDSA-SHA256", unknown, ""},
		"dsa1024.der":                {"DSA", record.Some(1024), "", "DSA-SHA256", unknown, ""},
		"ed25519.der":                {"Ed25519", record.Some(256), "", "Ed25519", yes, ""},
		"ed448.der":                  {"Ed448", record.Some(456), "", "Ed448", unknown, ""},
		"explicit-curve.der":         {"ECDSA", record.Optional[int]{}, "", "ECDSA-SHA256", unknown, "subject public key: no named curve"},
		"rsa-large-exponent.der":     {"RSA", record.Some(1024), "", "SHA256-RSA", yes, ""},
		"rsa-pss-key.der":            {"RSA-PSS", record.Some(1024), "", "SHA256-RSAPSS", yes, ""},
		"rsa1024-pss.der":            {"RSA", record.Some(1024), "", "SHA256-RSAPSS", yes, ""},
		"rsa1024-pss-other-mask.der": {"RSA", record.Some(1024), "", "SHA256-RSAPSS", unknown, ""},
		"rsa1024-sha1.der":           {"RSA", record.Some(1024), "", "SHA1-RSA", yes, ""},
		"rsa512-md5.der":             {"RSA", record.Some(512), "", "MD5-RSA", yes, ""},
		"secp224r1-sha1.der":         {"ECDSA", record.Some(224), "secp224r1", "ECDSA-SHA1", yes, ""},
		"secp256k1.der":              {"ECDSA", record.Some(256), "secp256k1", "ECDSA-SHA256", unknown, ""},
	}
	got := make(map[string]facts)
	for file, der := range testdata(t) {
		c := Parse(der).Certificate
		got[file] = facts{c.KeyAlgorithm, c.KeyBits, c.Curve, c.SignatureAlgorithm, c.SelfSigned, c.ParseError}
		name := strings.TrimSuffix(file, ".der")
		if want := "CN=" + name + ",O=tlssniff,C=NL"; c.Subject.Value != want || c.Issuer.Value != want {
			t.Errorf("%s: subject %q, issuer %q", file, c.Subject.Value, c.Issuer.Value)
		}
		if diff := cmp.Diff([]string{name + ".example"}, c.DNSNames); diff != "" {
			t.Error(file, diff)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseExponent(t *testing.T) {
	for file, want := range map[string]record.Optional[uint64]{
		"rsa1024-sha1.der":       record.Some[uint64](65537),
		"rsa-pss-key.der":        record.Some[uint64](65537),
		"rsa-large-exponent.der": record.Some[uint64](68719476767),
		"ed25519.der":            {},
	} {
		if got := Parse(testdata(t)[file]).Certificate.KeyExponent; got != want {
			t.Errorf("%s: %v, want %v", file, got, want)
		}
	}
}

func TestParseLimits(t *testing.T) {
	long := Parse(make([]byte, MaxLength+1))
	if long.Certificate.DER != nil || long.Certificate.Length != MaxLength+1 || long.Certificate.ParseError != "longer than 1048576 bytes" {
		t.Errorf("%+v", long.Certificate)
	}
	empty := Parse(nil).Certificate
	if empty.Length != 0 || empty.ParseError != "certificate: missing" {
		t.Errorf("%+v", empty)
	}
	trailing := Parse(append(ordinary().der(), 0, 0)).Certificate
	if trailing.ParseError != "certificate: 2 bytes after its end" || !trailing.SelfSigned.Value {
		t.Errorf("%+v", trailing)
	}
}

func TestOneLine(t *testing.T) {
	if got := oneLine("a\nb\x1b[31m\xff"); got != "a\uFFFDb\uFFFD[31m\uFFFD" {
		t.Errorf("%q", got)
	}
	if got := oneLine(strings.Repeat("é", maxError)); len(got) > maxError || !utf8.ValidString(got) {
		t.Errorf("%d bytes: %q", len(got), got)
	}
}
