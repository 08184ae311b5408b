package story

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// certificate tells which certificates a side shows, a line each.
func (t *teller) certificate(s *record.Step, out *Step) {
	shown := t.shown(s.From)
	switch {
	case s.From == "client" && t.c.ClientAuth == "empty":
		out.means("sends an empty list: it has no certificate to show")
		out.Trouble = t.c.Outcome != record.OutcomeEstablished
		return
	case len(shown) == 0:
		return
	}
	out.means(t.leaf(shown[0].Certificate)...)
	for _, c := range shown[1:min(len(shown), most)] {
		if c.Certificate != nil {
			out.means("with it: " + subject(c.Certificate) + ", " + issuer(c.Certificate) + t.missed(c.Certificate))
		}
	}
	if more := len(shown) - most; more > 0 {
		out.means(fmt.Sprintf("and %d more", more))
	}
	out.Trouble = t.c.Outcome != record.OutcomeEstablished && slices.ContainsFunc(shown, func(c record.PresentedCertificate) bool {
		return c.Certificate != nil && t.missed(c.Certificate) != ""
	})
}

// shown returns the certificates of a side.
func (t *teller) shown(from string) []record.PresentedCertificate {
	switch {
	case t.c.Certificates == nil:
		return nil
	case from == "client":
		return t.c.Certificates.Client
	}
	return t.c.Certificates.Server
}

// leaf tells a side's own certificate.
func (t *teller) leaf(c *record.Certificate) []string {
	if c == nil {
		return nil
	}
	lines := []string{"certificate for " + subject(c) + ", " + issuer(c)}
	if names := slices.Concat(c.DNSNames, c.IPAddresses); len(names) > 0 {
		lines = append(lines, "for the names "+list(names, ", "))
	}
	if c.NotAfter.Present {
		lines = append(lines, t.validity(c)+key(c))
	}
	if c.ParseError != "" {
		lines = append(lines, "the certificate is broken: "+short(c.ParseError))
	}
	return lines
}

// subject names whom a certificate is for.
func subject(c *record.Certificate) string {
	switch {
	case c.Subject.Value != "":
		return short(c.Subject.Value)
	case c.CommonName.Value != "":
		return "CN=" + short(c.CommonName.Value)
	case c.Subject.Present:
		return "no subject"
	}
	return "someone whose name could not be read"
}

// issuer names who issued a certificate.
func issuer(c *record.Certificate) string {
	switch {
	case c.SelfSigned.Value:
		return "self-signed"
	case c.Issuer.Value != "":
		return "issued by " + short(c.Issuer.Value)
	}
	return "issuer unknown"
}

// key tells a certificate's key: RSA with 2048 bits.
func key(c *record.Certificate) string {
	switch {
	case c.KeyAlgorithm == "":
		return ""
	case c.Curve != "":
		return ", " + short(c.KeyAlgorithm) + " key on " + short(c.Curve)
	case c.KeyBits.Present:
		return fmt.Sprintf(", %s key of %d bits", short(c.KeyAlgorithm), c.KeyBits.Value)
	}
	return ", " + short(c.KeyAlgorithm) + " key"
}

// validity tells when a certificate is valid, and by how much it misses the connection.
func (t *teller) validity(c *record.Certificate) string {
	now, until := t.c.Start.Std(), c.NotAfter.Value
	switch {
	case until.Before(now):
		return "valid until " + date(until) + " (expired " + span(now.Sub(until)) + " before)"
	case c.NotBefore.Present && c.NotBefore.Value.After(now):
		from := c.NotBefore.Value
		return "valid from " + date(from) + " (" + span(from.Sub(now)) + " later) until " + date(until)
	}
	return "valid until " + date(until)
}

// missed tells a certificate's time where it misses the connection.
func (t *teller) missed(c *record.Certificate) string {
	now := t.c.Start.Std()
	if c.NotAfter.Present && (c.NotAfter.Value.Before(now) || c.NotBefore.Present && c.NotBefore.Value.After(now)) {
		return ", " + t.validity(c)
	}
	return ""
}

func date(at time.Time) string { return at.UTC().Format(time.DateOnly) }

// certificateRequest tells from whom the server takes certificates.
func (t *teller) certificateRequest(_ *record.Step, out *Step) {
	r := t.c.CertificateRequest
	switch {
	case r == nil:
		out.means("asks the client for a certificate")
	case len(r.Authorities) == 0:
		out.means("asks the client for a certificate, and names no issuers")
	default:
		out.means("asks the client for a certificate from: " + list(r.Authorities, "; "))
	}
	if r != nil && len(r.Types) > 0 {
		out.means("takes keys of the types " + strings.ToUpper(strings.ReplaceAll(list(r.Types, ", "), "_sign", "")))
	}
}

// certificateStatus tells what the issuer says of the server's certificate.
func (t *teller) certificateStatus(_ *record.Step, out *Step) {
	o := t.c.OCSP
	if o == nil || o.Status == "" {
		out.means("what the issuer says of the certificate (OCSP)")
		return
	}
	text := "the issuer says that the certificate is " + short(o.Status)
	if o.Status == "unknown" {
		text = "the issuer says that it does not know the certificate"
	}
	if o.ThisUpdate.Present {
		text += ", as of " + date(o.ThisUpdate.Value)
	}
	out.means(text + " (OCSP)")
	out.Trouble = o.Status != "good"
}

// certificateVerify tells that a side proves to have its certificate's key.
func (t *teller) certificateVerify(s *record.Step, out *Step) {
	text := "signs the handshake with its certificate's key"
	if k := t.c.ServerKeyExchange; s.From == "client" && k != nil && k.ClientSignatureScheme != "" {
		text += " (" + short(k.ClientSignatureScheme) + ")"
	}
	out.means(text)
}
