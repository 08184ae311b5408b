package certificate

import (
	"bytes"
	"crypto"
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

// TestSelfSignedForged changes one bit of each signature that can be checked.
func TestSelfSignedForged(t *testing.T) {
	for file, der := range testdata(t) {
		if !Parse(der).Certificate.SelfSigned.Present {
			continue
		}
		forged := bytes.Clone(der)
		forged[len(forged)-3] ^= 4
		if got := Parse(forged).Certificate.SelfSigned; got != record.Some(false) {
			t.Errorf("%s: %+v", file, got)
		}
	}
}

// TestSelfSignedWithAnotherKey: the name of its own issuer, signed by another.
func TestSelfSignedWithAnotherKey(t *testing.T) {
	s := ordinary()
	s.key = bytes.Clone(s.key)
	copy(s.key[len(s.key)-32:], bytes.Repeat([]byte{7}, 32))
	if got := Parse(s.der()).Certificate.SelfSigned; got != record.Some(false) {
		t.Errorf("%+v", got)
	}
}

// TestVerifyHostileRSA gives keys that no one would make.
func TestVerifyHostileRSA(t *testing.T) {
	large := bytes.Repeat([]byte{0xff}, maxModulusBits/8+1)
	tests := []struct {
		name              string
		modulus, exponent []byte
		checked           bool
	}{
		{"modulus 0", nil, []byte{3}, false},
		{"modulus 1", []byte{1}, []byte{3}, false},
		{"exponent 0", large[1:], nil, false},
		{"even modulus", []byte{0xfe}, []byte{3}, true},
		{"large modulus", large, []byte{3}, false},
		{"large exponent", large[1:], large[:9], false},
	}
	for _, test := range tests {
		k := publicKey{algorithm: "RSA", modulus: test.modulus, exponent: test.exponent}
		signature := make([]byte, len(test.modulus))
		valid, checked := k.verify(signatureAlgorithm{scheme: rsaPKCS1, hash: crypto.SHA1}, nil, signature)
		if valid || checked != test.checked {
			t.Errorf("%s: valid %v, checked %v", test.name, valid, checked)
		}
	}
}
