package verify

import (
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// What is strong enough today (NIST SP 800-57 part 1, section 5.6.1).
const (
	leastModulus = 2048 // bits of RSA, DSA
	leastCurve   = 224
)

// WeakKey reports whether a certificate's key is too short.
func WeakKey(c *record.Certificate) bool {
	bits, ok := c.KeyBits.Get()
	switch {
	case !ok:
		return false
	case c.KeyAlgorithm == "RSA" || c.KeyAlgorithm == "DSA":
		return bits < leastModulus
	case c.KeyAlgorithm == "ECDSA":
		return bits < leastCurve
	}
	return false
}

// WeakSignature reports whether a certificate is signed with MD2, MD5 or SHA-1. Of one
// that signs itself the signature proves nothing, weak or not.
func WeakSignature(c *record.Certificate) bool {
	if c.SelfSigned.Value {
		return false
	}
	for _, part := range strings.FieldsFunc(c.SignatureAlgorithm, func(r rune) bool { return r == '-' || r == '_' }) {
		switch strings.ToUpper(part) {
		case "MD2", "MD5", "SHA1":
			return true
		}
	}
	return false
}
