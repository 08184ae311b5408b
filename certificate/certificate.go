// Package certificate reads X.509 certificates, stapled OCSP responses and
// signed certificate timestamps as far as their bytes allow, and remembers what
// it read. A passive reader must show what was sent, not refuse it: what a
// strict parser rejects is the evidence.
//
// All fields come from one lenient reader, so that they mean the same however
// broken a certificate is. crypto/x509 is asked afterwards, for its verdict and
// for the form in which chains are verified.
package certificate

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"github.com/tlssniff/tlssniff/record"
)

// Limits of what is read of one certificate. What is beyond them is told in its
// ParseError.
const (
	MaxLength = 1 << 20 // bytes; a longer certificate is hashed, but neither read nor kept
	maxNames  = 1024    // subject alternative names
	maxUsages = 256     // extended key usages
	maxSerial = 64      // bytes of a serial number; RFC 5280 allows 20
	maxName   = 1 << 14 // bytes of a distinguished name
	maxError  = 256     // bytes of a ParseError
)

// Entry is one certificate and all that was read of it. It is shared by
// everyone who meets the certificate: nothing in it may be written to.
type Entry struct {
	// Certificate is what was read, its JSON included. Its DER is the entry's own
	// copy of the bytes; nil if there are more than MaxLength.
	Certificate *record.Certificate
	// SCTs are those embedded in the certificate (RFC 6962, section 3.3).
	SCTs []record.SCT
	// X509 is the certificate as crypto/x509 has it, for verification; nil where it refuses.
	X509 *x509.Certificate
}

// Parse reads a certificate, as far as it can be read. It never fails: whatever
// the bytes are, their hashes and length stand, and the record's ParseError
// tells what is broken. The entry does not refer to der afterwards.
func Parse(der []byte) *Entry {
	sum1, sum256 := sha1.Sum(der), sha256.Sum256(der)
	c := &record.Certificate{
		SHA256: hex.EncodeToString(sum256[:]),
		SHA1:   hex.EncodeToString(sum1[:]),
		Length: len(der),
	}
	e := &Entry{Certificate: c}
	if len(der) > MaxLength {
		c.ParseError = fmt.Sprintf("longer than %d bytes", MaxLength)
	} else {
		c.DER = bytes.Clone(der)
		e.read()
	}
	c.JSON = record.EncodeCertificate(c)
	return e
}

// read fills the entry from its DER.
func (e *Entry) read() {
	r := reader{certificate: e.Certificate}
	r.read(e.Certificate.DER)
	e.SCTs = r.scts
	e.Certificate.SelfSigned = r.selfSigned()

	var refusal error
	if !r.limited {
		e.X509, refusal = x509.ParseCertificate(e.Certificate.DER)
	}
	switch {
	case r.broken != nil:
		e.Certificate.ParseError = oneLine(r.broken.Error())
	case refusal != nil && !r.foreign:
		e.Certificate.ParseError = oneLine(strings.TrimPrefix(refusal.Error(), "x509: "))
	}
}

// oneLine makes an error, which may quote the certificate, fit to be shown.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '\uFFFD'
		}
		return r
	}, s)
	if len(s) <= maxError {
		return s
	}
	return strings.ToValidUTF8(s[:maxError-len("…")], "") + "…"
}
