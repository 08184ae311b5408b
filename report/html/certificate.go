package html

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// maxNames is how many of a certificate's names are shown.
const maxNames = 50

// appendCertificates appends what a side presented: for each certificate the
// side, its hash, the packet and the facts, each behind a separator.
func appendCertificates(dst []byte, side string, chain []record.PresentedCertificate, clean func(string) string) []byte {
	for i := range chain {
		c := &chain[i]
		for _, text := range []string{side, clean(c.SHA256), strconv.FormatInt(c.Number, 10)} {
			dst = append(append(dst, separator...), text...)
		}
		dst = append(dst, separator...)
		dst = appendJSON(dst, certificateFacts(c.Certificate, clean))
	}
	return dst
}

// certificateFacts tells what a certificate says, its name first.
func certificateFacts(c *record.Certificate, clean func(string) string) []fact {
	s := sheet{clean: clean}
	s.add("Subject", c.Subject.Or(c.CommonName.Value))
	s.add("Issuer", c.Issuer.Value)
	s.names("Names", append(append([]string{}, c.DNSNames...), c.IPAddresses...))
	s.names("E-mail", c.Emails)
	s.names("URIs", c.URIs)
	if c.NotBefore.Present && c.NotAfter.Present {
		s.add("Valid", c.NotBefore.Value.Format(time.DateTime)+" to "+c.NotAfter.Value.Format(time.DateTime)+" UTC")
	}
	s.add("Key", key(c))
	s.add("Signed with", c.SignatureAlgorithm)
	s.add("Use", strings.Join(append(append([]string{}, c.KeyUsage...), c.ExtendedKeyUsage...), ", "))
	s.add("Authority", yes(c.IsCA))
	s.add("Self-signed", yes(c.SelfSigned))
	s.add("Serial", c.Serial.Value)
	s.add("SHA-256", c.SHA256)
	s.add("SHA-1", c.SHA1)
	s.add("Broken", c.ParseError)
	return s.facts
}

// names adds a list, each of whose members is cut for itself.
func (s *sheet) names(label string, names []string) {
	if len(names) == 0 {
		return
	}
	shown := make([]string, 0, min(len(names), maxNames)+1)
	for _, name := range names[:min(len(names), maxNames)] {
		shown = append(shown, cut(name))
	}
	if more := len(names) - maxNames; more > 0 {
		shown = append(shown, fmt.Sprintf("%d more", more))
	}
	s.facts = append(s.facts, fact{label, s.clean(strings.Join(shown, ", "))})
}

// key names a key's algorithm and size.
func key(c *record.Certificate) string {
	text := c.KeyAlgorithm
	if c.Curve != "" {
		return strings.TrimSpace(text + " " + c.Curve)
	}
	if bits, known := c.KeyBits.Get(); known {
		return strings.TrimSpace(fmt.Sprintf("%s %d bits", text, bits))
	}
	return text
}

// yes says it where something is true.
func yes(b record.Optional[bool]) string {
	if b.Value {
		return "yes"
	}
	return ""
}
