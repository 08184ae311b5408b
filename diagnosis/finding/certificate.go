package finding

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

const (
	day = 24 * time.Hour

	// expirySoon is how long before its end a certificate is reported; one of less
	// than three months, when a third of its time is left, as is the custom for renewal.
	expirySoon = 30 * day
	// longestValidity is the CA/Browser Forum's limit for certificates since longestSince.
	longestValidity = 398 * day
)

var longestSince = time.Date(2020, time.September, 1, 0, 0, 0, 0, time.UTC)

var (
	certificateRevoked = Definition{
		Code: "certificate_revoked", Severity: High,
		Title:       "The server's certificate was revoked",
		Explanation: "Its issuer took it back, most often because its key was stolen. Clients that look refuse it. Replace the certificate and its key at once.",
		Reference:   "RFC 6960; RFC 5280, section 3.3",
	}
	certificateExpired = Definition{
		Code: "certificate_expired", Severity: High,
		Title:       "The server's certificate has expired",
		Explanation: "Clients refuse it, and those that don't can't know whether it was stolen since. Renew it; if it was renewed, reload the server, and see whether one of several servers still has the old one.",
		Reference:   "RFC 5280, section 4.1.2.5",
	}
	certificateNotYetValid = Definition{
		Code: "certificate_not_yet_valid", Severity: High,
		Title:       "The server's certificate is not valid yet",
		Explanation: "It was installed too early, or the clock of whoever issued it was ahead. Use the one before it until its time has come. If the date seems wrong to you, check the capturing machine's clock.",
		Reference:   "RFC 5280, section 4.1.2.5",
	}
	certificateNameMismatch = Definition{
		Code: "certificate_name_mismatch", Severity: High,
		Title:       "The server's certificate is for another name",
		Explanation: "The client asked for a name that the certificate does not have: clients refuse it, or talk to the wrong server. Add the name to the certificate, or give the server one for this name; if the client's name is wrong, correct that.",
		Reference:   "RFC 9525, section 6",
	}
	certificateSelfSigned = Definition{
		Code: "certificate_self_signed", Severity: Medium,
		Title:       "The server's certificate is self-signed",
		Explanation: "Nobody but the server itself says who it is. Only clients that were given this certificate can tell it from an attacker's; others must ignore the error. Have it issued by a CA that the clients know.",
		Reference:   "RFC 5280, section 6.1",
	}
	certificateUnknownIssuer = Definition{
		Code: "certificate_unknown_issuer", Severity: Medium,
		Title:       "The server's certificate leads to no known root",
		Explanation: "The roots that were looked at do not have its issuer: it is a private CA's, or that of a device that intercepts TLS. Give the clients (and this program) the CA's certificate if it is yours; else find out whose it is.",
		Reference:   "RFC 5280, section 6.1",
	}
	certificateChainIncomplete = Definition{
		Code: "certificate_chain_incomplete", Severity: Medium,
		Title:       "The server does not send the whole chain",
		Explanation: "An intermediate certificate is missing. Browsers may have it or fetch it; programs and phones often fail. Let the server send the certificate named in the detail after its own.",
		Reference:   "RFC 8446, section 4.4.2",
	}
	certificateWrongUsage = Definition{
		Code: "certificate_wrong_usage", Severity: Medium,
		Title:       "The server's certificate is not meant for servers",
		Explanation: "Its key usage does not allow what it is used for, and careful clients refuse it. Have one issued with the extended key usage serverAuth.",
		Reference:   "RFC 5280, sections 4.2.1.3 and 4.2.1.12",
	}
	certificateMalformed = Definition{
		Code: "certificate_malformed", Severity: Low,
		Title:       "The server sends a certificate that breaks its form",
		Explanation: "Some clients refuse it, others read it as they please. The detail says what is wrong. Have it issued anew, by other software.",
		Reference:   "RFC 5280, section 4.1",
	}
	certificateExpiresSoon = Definition{
		Code: "certificate_expires_soon", Severity: Low,
		Title:       "The server's certificate expires within 30 days",
		Explanation: "By now it should have been renewed (one that is valid for less than three months, when a third of its time is left). Renew it, and see why that did not happen by itself.",
		Reference:   "RFC 5280, section 4.1.2.5",
	}
	certificateLongLived = Definition{
		Code: "certificate_long_lived", Severity: Info,
		Title:       "The server's certificate is valid for more than 398 days",
		Explanation: "Public CAs may not issue such ones since September 2020, and some clients refuse them whoever issued them. A private CA may have its reasons; a short life and automatic renewal are safer.",
		Reference:   "CA/Browser Forum Baseline Requirements, section 6.3.2",
	}
	clientCertificateExpired = Definition{
		Code: "client_certificate_expired", Severity: Medium,
		Title:       "The client's certificate has expired",
		Explanation: "Servers refuse it; one that does not fails to check. Renew it.",
		Reference:   "RFC 5280, section 4.1.2.5",
	}
	clientCertificateExpiresSoon = Definition{
		Code: "client_certificate_expires_soon", Severity: Low,
		Title:       "The client's certificate expires within 30 days",
		Explanation: "By now it should have been renewed (one that is valid for less than three months, when a third of its time is left). Renew it before the server refuses the client.",
		Reference:   "RFC 5280, section 4.1.2.5",
	}
)

// certificates looks at what both sides presented, as far as it is visible.
func (f *finder) certificates() {
	if f.Certificates != nil {
		f.serverChain(f.Certificates.Server)
		if leaf := leafOf(f.Certificates.Client); leaf != nil {
			f.expiry(leaf, &clientCertificateExpired, &clientCertificateExpiresSoon)
		}
	}
	f.revocation()
	if v := f.Verification; v != nil && len(v.Errors) > 0 {
		f.verification(v)
	}
}

// leafOf returns the first certificate of those presented, or nil.
func leafOf(chain []record.PresentedCertificate) *record.Certificate {
	if len(chain) == 0 {
		return nil
	}
	return chain[0].Certificate
}

func (f *finder) serverChain(chain []record.PresentedCertificate) {
	for i := range chain {
		if c := chain[i].Certificate; c != nil && c.ParseError != "" {
			f.add(&certificateMalformed, subjectOf(c)+": "+c.ParseError)
			break
		}
	}
	f.chainSignatures(chain)
	leaf := leafOf(chain)
	if leaf == nil {
		return
	}
	f.certificateKey(leaf)
	f.expiry(leaf, &certificateExpired, &certificateExpiresSoon)
	if from, ok := leaf.NotBefore.Get(); ok && f.Start.Std().Before(from) {
		f.add(&certificateNotYetValid, subjectOf(leaf)+" is valid from "+from.Format(time.DateTime))
	}
	switch {
	case !leaf.SelfSigned.Value:
		f.validity(leaf)
	case !f.trusted():
		f.add(&certificateSelfSigned, subjectOf(leaf))
	}
	if !f.verified() {
		f.nameOf(leaf)
	}
}

// expiry looks at a certificate's end.
func (f *finder) expiry(c *record.Certificate, expired, soon *Definition) {
	end, ok := c.NotAfter.Get()
	if !ok {
		return
	}
	left := end.Sub(f.Start.Std())
	switch {
	case left < 0:
		f.add(expired, subjectOf(c)+" expired "+end.Format(time.DateTime)+", "+span(-left)+" before the connection")
	case left < renewal(c):
		f.add(soon, subjectOf(c)+" expires "+end.Format(time.DateTime)+", "+span(left)+" after the connection")
	}
}

// renewal returns how long before its end a certificate should have been renewed.
func renewal(c *record.Certificate) time.Duration {
	if from, ok := c.NotBefore.Get(); ok {
		return min(expirySoon, c.NotAfter.Value.Sub(from)/3)
	}
	return expirySoon
}

// validity looks at how long a certificate that somebody issued is valid. Both ends count.
func (f *finder) validity(c *record.Certificate) {
	from, to := c.NotBefore, c.NotAfter
	if !from.Present || !to.Present || from.Value.Before(longestSince) {
		return
	}
	if whole := to.Value.Sub(from.Value) + time.Second; whole > longestValidity {
		f.add(&certificateLongLived, fmt.Sprintf("%s: %s", subjectOf(c), span(whole)))
	}
}

// nameOf looks whether the leaf has the name that the client asked for. An address can't
// be asked for, and of a broken certificate names may be missing.
func (f *finder) nameOf(leaf *record.Certificate) {
	name, ok := f.ServerName.Get()
	if !ok || name == "" || leaf.ParseError != "" || isAddress(name) || hasName(leaf, name) {
		return
	}
	f.add(&certificateNameMismatch, f.mismatch(leaf))
}

// hasName reports whether a certificate is for a host. The common name counts
// only where there are no other names, as for old clients.
func hasName(c *record.Certificate, host string) bool {
	for _, pattern := range c.DNSNames {
		if nameMatches(pattern, host) {
			return true
		}
	}
	return len(c.DNSNames) == 0 && len(c.IPAddresses) == 0 && nameMatches(c.CommonName.Value, host)
}

// mismatch says which name was asked for and which there are.
func (f *finder) mismatch(leaf *record.Certificate) string {
	return "the client asks for " + f.ServerName.Value + ", the certificate is for " + namesOf(leaf)
}

// namesOf lists a few of a certificate's names.
func namesOf(c *record.Certificate) string {
	const few = 3
	names := slices.Concat(c.DNSNames, c.IPAddresses)
	switch {
	case len(names) == 0:
		return subjectOf(c)
	case len(names) > few:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
	}
	return strings.Join(names, ", ")
}

// subjectOf names a certificate.
func subjectOf(c *record.Certificate) string {
	if s := c.Subject.Value; s != "" {
		return s
	}
	if len(c.DNSNames) > 0 {
		return c.DNSNames[0]
	}
	return "the certificate " + c.SHA256[:min(16, len(c.SHA256))]
}

// span says how long something lasts, in whole days where there are any.
func span(d time.Duration) string {
	count := func(n time.Duration, unit string) string { return strconv.FormatInt(int64(n), 10) + unit }
	switch days := d / day; {
	case days > 1:
		return count(days, " days")
	case days == 1:
		return "1 day"
	case d >= time.Hour:
		return count(d/time.Hour, " h")
	case d >= time.Minute:
		return count(d/time.Minute, " min")
	}
	return count(d/time.Second, " s")
}
