package finding

import (
	"cmp"
	"fmt"

	"github.com/tlssniff/tlssniff/record"
)

var (
	brokenCertificateKey = Definition{
		Code: "broken_certificate_key", Severity: High,
		Title:       "The server's key can be computed",
		Explanation: "RSA and DSA keys below 1024 bits and curves below 160 bits are within reach of a determined attacker, who can then take the server's place. Replace key and certificate.",
		Reference:   "RFC 9325, section 4.5; NIST SP 800-57",
	}
	weakCertificateKey = Definition{
		Code: "weak_certificate_key", Severity: Medium,
		Title:       "The server's key is short",
		Explanation: "RSA and DSA keys below 2048 bits and curves below 224 bits are no longer issued, and clients refuse them. Replace key and certificate: RSA of 2048 bits or more, or secp256r1.",
		Reference:   "RFC 9325, section 4.5; CA/Browser Forum Baseline Requirements, section 6.1.5",
	}
	md5Certificate = Definition{
		Code: "md5_certificate_signature", Severity: High,
		Title:       "A certificate is signed with MD5 or older",
		Explanation: "Certificates have been forged by collisions of MD5. Clients refuse it. Have it issued anew, signed with SHA-256.",
		Reference:   "RFC 6151; RFC 9155",
	}
	sha1Certificate = Definition{
		Code: "sha1_certificate_signature", Severity: Medium,
		Title:       "A certificate is signed with SHA-1",
		Explanation: "SHA-1 has collisions, and clients of today refuse such certificates. Have it issued anew, signed with SHA-256.",
		Reference:   "RFC 9325, section 4.5; RFC 9155",
	}
)

// certificateKey looks at how strong the leaf's key is.
func (f *finder) certificateKey(c *record.Certificate) {
	bits, ok := c.KeyBits.Get()
	if !ok {
		return
	}
	enough, broken := 0, 0
	switch c.KeyAlgorithm {
	case "RSA", "RSA-PSS", "RSA-OAEP", "DSA", "DH":
		enough, broken = 2048, 1024
	case "ECDSA", "ECDH", "ECMQV":
		enough, broken = 224, 160
	}
	switch {
	case bits < broken:
		f.add(&brokenCertificateKey, keyOf(c))
	case bits < enough:
		f.add(&weakCertificateKey, keyOf(c))
	}
}

func keyOf(c *record.Certificate) string {
	return fmt.Sprintf("%s: %s of %d bits", subjectOf(c), c.KeyAlgorithm, c.KeyBits.Value)
}

// chainSignatures looks at what the certificates are signed with. Nobody relies
// on a certificate's own signature, so that roots do not count.
func (f *finder) chainSignatures(chain []record.PresentedCertificate) {
	var md5, sha1 *record.Certificate
	for i := range chain {
		c := chain[i].Certificate
		if c == nil || ownIssuer(c) {
			continue
		}
		switch c.SignatureAlgorithm {
		case "MD5-RSA", "MD4-RSA", "MD2-RSA":
			md5 = cmp.Or(md5, c)
		case "SHA1-RSA", "SHA1-RSAPSS", "ECDSA-SHA1", "DSA-SHA1":
			sha1 = cmp.Or(sha1, c)
		}
	}
	if md5 != nil {
		f.add(&md5Certificate, subjectOf(md5)+": "+md5.SignatureAlgorithm)
	}
	if sha1 != nil {
		f.add(&sha1Certificate, subjectOf(sha1)+": "+sha1.SignatureAlgorithm)
	}
}

// ownIssuer reports whether a certificate is self-signed, or says so where that can't be checked.
func ownIssuer(c *record.Certificate) bool {
	if c.SelfSigned.Present {
		return c.SelfSigned.Value
	}
	return c.Issuer.Present && c.Issuer.Value == c.Subject.Value
}
