package certificate

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	_ "crypto/md5" // the hashes that signatures are checked with
	"crypto/rsa"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"math/big"

	"github.com/tlssniff/tlssniff/record"
)

// Limits of the RSA keys that a signature is checked with: what is beyond them
// costs more time than it can tell.
const (
	maxModulusBits  = 8192
	maxExponentBits = 64
)

// digestInfos are the encodings that stand before the digest in a
// RSASSA-PKCS1-v1_5 signature (RFC 8017, section 9.2).
var digestInfos = map[crypto.Hash]string{
	crypto.MD5:    "\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10",
	crypto.SHA1:   "\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
	crypto.SHA224: "\x30\x2d\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x04\x05\x00\x04\x1c",
	crypto.SHA256: "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
	crypto.SHA384: "\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
	crypto.SHA512: "\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
}

// selfSigned tells whether the issuer is the subject and the certificate's own
// key made its signature. It is absent where that can't be told. Weak keys and
// hashes, with which crypto/x509 checks nothing, are no obstacle.
func (r *reader) selfSigned() record.Optional[bool] {
	if r.issuer == nil || r.subject == nil {
		return record.Optional[bool]{}
	}
	if !bytes.Equal(r.issuer, r.subject) {
		return record.Some(false)
	}
	if r.tbs == nil || r.signature == nil {
		return record.Optional[bool]{}
	}
	valid, checked := r.key.verify(r.algorithm, r.tbs, r.signature)
	return record.Optional[bool]{Value: valid, Present: checked}
}

// verify checks a signature. Checked is false where it can't be.
func (k *publicKey) verify(a signatureAlgorithm, message, signature []byte) (valid, checked bool) {
	digest := message
	if a.hash != 0 {
		h := a.hash.New()
		h.Write(message)
		digest = h.Sum(nil)
	}
	switch {
	case a.scheme == rsaPKCS1 && k.algorithm == "RSA" && k.moderate():
		return k.verifyPKCS1(a.hash, digest, signature), true
	case a.scheme == rsaPSS && (k.algorithm == "RSA" || k.algorithm == "RSA-PSS") && k.moderate():
		return k.verifyPSS(a.hash, digest, signature)
	case a.scheme == ecdsaDER && k.algorithm == "ECDSA" && nistCurve(k.curve) != nil:
		key, err := ecdsa.ParseUncompressedPublicKey(nistCurve(k.curve), k.bits)
		if err != nil {
			return false, false
		}
		return ecdsa.VerifyASN1(key, digest, signature), true
	case a.scheme == ed25519Pure && k.algorithm == "Ed25519" && len(k.bits) == ed25519.PublicKeySize:
		return ed25519.Verify(k.bits, message, signature), true
	}
	return false, false
}

// moderate reports whether an RSA key is one, and small enough to compute with.
func (k *publicKey) moderate() bool {
	return bitLength(k.modulus) > 1 && bitLength(k.modulus) <= maxModulusBits &&
		len(k.exponent) > 0 && bitLength(k.exponent) <= maxExponentBits
}

// verifyPKCS1 checks a RSASSA-PKCS1-v1_5 signature. crypto/rsa won't with keys
// of less than 1024 bits, of which old captures are full.
func (k *publicKey) verifyPKCS1(hash crypto.Hash, digest, signature []byte) bool {
	n, s := new(big.Int).SetBytes(k.modulus), new(big.Int).SetBytes(signature)
	padding := len(k.modulus) - 3 - len(digestInfos[hash]) - len(digest)
	if len(signature) != len(k.modulus) || s.Cmp(n) >= 0 || padding < 8 {
		return false
	}
	expected := append(make([]byte, 0, len(k.modulus)), 0, 1)
	expected = append(expected, bytes.Repeat([]byte{0xff}, padding)...)
	expected = append(expected, 0)
	expected = append(expected, digestInfos[hash]...)
	expected = append(expected, digest...)

	opened := s.Exp(s, new(big.Int).SetBytes(k.exponent), n)
	return bytes.Equal(opened.FillBytes(make([]byte, len(k.modulus))), expected)
}

// verifyPSS checks a RSASSA-PSS signature, with keys that crypto/rsa takes.
func (k *publicKey) verifyPSS(hash crypto.Hash, digest, signature []byte) (valid, checked bool) {
	if bitLength(k.modulus) < 1024 || bitLength(k.exponent) > 31 {
		return false, false
	}
	exponent := new(big.Int).SetBytes(k.exponent)
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(k.modulus), E: int(exponent.Int64())}
	return rsa.VerifyPSS(key, hash, digest, signature, nil) == nil, true
}
