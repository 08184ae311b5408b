package diagnosis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// clientCertificate is for a server that refuses the client's certificate, or
// the lack of one.
func clientCertificate(f *facts) *verdict {
	if v := f.noClientCertificate(); v != nil {
		return v
	}
	if v := f.wrongType(); v != nil {
		return v
	}
	if !f.complains(server, badCertificate, unsupportedCert, certificateRevoked, certificateExpired, certificateUnknown, unknownCA, accessDenied) {
		return nil
	}
	if len(f.chain(client)) == 0 {
		if f.blind(client) && f.ServerHello == nil {
			return f.unseen(client)
		}
		return f.refusedClientUnseen()
	}
	v := f.clientFault()
	v.evidence = append(v.evidence, f.said())
	return v
}

// noClientCertificate is for a client that was asked for a certificate and has none.
func (f *facts) noClientCertificate() *verdict {
	v := &verdict{
		cause: ClientCertificateMissing, confidence: certain,
		summary: "The server requires a client certificate, and the client sent none.",
	}
	switch {
	case f.complains(server, certificateRequired):
	case f.ClientAuth == "empty" && f.complains(server, handshakeFailure, noCertificate, badCertificate, decodeError, certificateUnknown, accessDenied, unexpectedMessage):
	case f.ClientAuth == "empty" && f.code < 0 && f.closedFirst(server) && f.step(server, "change_cipher_spec") == nil:
		v.confidence = likely
	case f.tls13() && f.alert != nil && f.alert.Encrypted && f.alert.From == server && f.emptyFlight() != nil:
		v.confidence = likely
	default:
		return nil
	}
	if r := f.CertificateRequest; r != nil {
		from := "any CA"
		if len(r.Authorities) > 0 {
			from = list(r.Authorities)
			v.summary = "The server requires a client certificate (from " + from + "), and the client sent none."
		}
		v.evidence = append(v.evidence, fmt.Sprintf("%s: server asked for a certificate from %s", f.at(r.Packet), from))
		v.advice = []string{
			fmt.Sprintf("client: configure a certificate and its key, issued by %s%s", from, kinds(r)),
			"client: if one is configured, it does not fit what the server asks for, so the client keeps it back: check its issuer and its kind of key",
		}
	}
	if s := f.step(client, "certificate"); s != nil {
		v.evidence = append(v.evidence, fmt.Sprintf("%s: the client sent an empty list of certificates", f.at(s.Packet)))
	} else if s := f.emptyFlight(); s != nil {
		v.evidence = append(v.evidence, fmt.Sprintf("%s: the client's encrypted record of %d bytes is just an empty Certificate's size", f.at(s.Packet), s.Length))
	}
	if f.alert != nil {
		v.evidence = append(v.evidence, f.said())
	} else if end := f.end(); end != "" {
		v.evidence = append(v.evidence, end)
	}
	return v
}

// emptyFlight returns the client's encrypted record that can hold an empty Certificate, or nil.
func (f *facts) emptyFlight() *record.Step {
	return f.fits(client, record.FitsEmptyCertificate, record.FitsEmptyAndFinished)
}

// kinds tells which kinds of key a CertificateRequest accepts.
func kinds(r *record.CertificateRequest) string {
	if len(r.Types) == 0 {
		return ""
	}
	return ", of type " + strings.Join(r.Types, " or ")
}

// wrongType is for a certificate whose key is of a kind that was not asked for (RFC 5246, section 7.4.4).
func (f *facts) wrongType() *verdict {
	leaf, r := f.leaf(client), f.CertificateRequest
	if leaf == nil || r == nil || f.alert == nil || f.alert.Encrypted {
		return nil
	}
	if acceptsKind(r, leaf.KeyAlgorithm) {
		return nil
	}
	v := &verdict{
		cause: ClientCertificateTypeMismatch, confidence: certain,
		summary: fmt.Sprintf("The client's certificate has an %s key, and the server asks for another kind (%s).", leaf.KeyAlgorithm, list(r.Types)),
		evidence: []string{
			fmt.Sprintf("%s: server asks for types %s, signature algorithms %s", f.at(r.Packet), list(r.Types), list(r.SignatureAlgorithms)),
			fmt.Sprintf("%s: client sent %s, with an %s key", f.at(leaf.Packet), title(leaf.Certificate), leaf.KeyAlgorithm),
			f.said(),
		},
	}
	return v
}

// acceptsKind reports whether a request takes certificates with a kind of key.
func acceptsKind(r *record.CertificateRequest, kind string) bool {
	var types, prefixes []string
	switch kind {
	case kindRSA:
		types, prefixes = []string{"rsa_sign", "rsa_fixed_dh"}, []string{"rsa_"}
	case kindECDSA:
		types, prefixes = []string{"ecdsa_sign", "ecdsa_fixed_ecdh"}, []string{"ecdsa_", "0x0303", "0x0203"}
	default:
		return true
	}
	typed := len(r.Types) == 0 || shares(r.Types, types)
	signed := len(r.SignatureAlgorithms) == 0 || slices.ContainsFunc(r.SignatureAlgorithms, func(a string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(a, p) })
	})
	return typed && signed
}

// clientFault returns what is wrong with the client's chain for the server that refused it.
func (f *facts) clientFault() *verdict {
	chain := f.chain(client)
	leaf := chain[0].Certificate
	at := f.at(chain[0].Packet)
	now := f.Start.Std()
	switch {
	case leaf.NotAfter.Present && leaf.NotAfter.Value.Before(now):
		v := &verdict{
			cause: ClientCertificateExpired, confidence: certain,
			summary:  fmt.Sprintf("The client's certificate %s expired %s before the connection (%s).", title(leaf), ago(now.Sub(leaf.NotAfter.Value)), day(leaf.NotAfter.Value)),
			evidence: []string{fmt.Sprintf("%s: certificate %s was valid until %s; the capture's clock says %s", at, title(leaf), day(leaf.NotAfter.Value), day(now))},
			advice:   []string{"client: renew the certificate " + title(leaf)},
		}
		if f.code == unknownCA {
			v.confidence = likely
		}
		return v
	case f.code == certificateExpired:
		return &verdict{
			cause: ClientCertificateExpired, confidence: likely,
			summary:  fmt.Sprintf("The server says that the client's certificate %s has expired; by the capture's clock it has not.", title(leaf)),
			evidence: []string{fmt.Sprintf("%s: certificate %s is valid until %s; the capture's clock says %s", at, title(leaf), day(leaf.NotAfter.Value), day(now))},
			advice:   []string{"server: set the clock (NTP)"},
		}
	}
	if v := f.issuerNotAccepted(); v != nil {
		return v
	}
	if f.code == unknownCA {
		return &verdict{
			cause: ClientCertificateUnknownCA, confidence: likely,
			summary:  fmt.Sprintf("The server does not know the CA of the client's certificate %s (%s).", title(leaf), leaf.Issuer.Value),
			evidence: []string{f.asked(), fmt.Sprintf("%s: client sent %s, issued by %s", at, title(leaf), leaf.Issuer.Value)},
		}
	}
	v := &verdict{
		cause: ClientCertificateRejected, confidence: likely,
		summary:  fmt.Sprintf("The server refuses the client's certificate %s (%s).", title(leaf), f.alert.Description),
		evidence: []string{fmt.Sprintf("%s: client sent %s, issued by %s", at, title(leaf), leaf.Issuer.Value)},
	}
	if len(leaf.ExtendedKeyUsage) > 0 && !shares(leaf.ExtendedKeyUsage, []string{"clientAuth", "anyExtendedKeyUsage"}) {
		v.summary = fmt.Sprintf("The server refuses the client's certificate %s: it is not meant for clients (extended key usage %s).", title(leaf), list(leaf.ExtendedKeyUsage))
		v.evidence = append(v.evidence, fmt.Sprintf("%s: its extended key usage is %s, without clientAuth", at, list(leaf.ExtendedKeyUsage)))
		v.advice = []string{"client: use a certificate with the extended key usage clientAuth"}
	}
	return v
}

// asked tells whose certificates the server asked for.
func (f *facts) asked() string {
	r := f.CertificateRequest
	switch {
	case r == nil:
		return "the server's request for a certificate was not seen"
	case len(r.Authorities) == 0:
		return f.at(r.Packet) + ": server asked for a certificate without naming CAs"
	}
	return fmt.Sprintf("%s: server asked for a certificate from %s", f.at(r.Packet), list(r.Authorities))
}

// issuerNotAccepted is for a chain with no issuer among those that the server named.
func (f *facts) issuerNotAccepted() *verdict {
	r := f.CertificateRequest
	if r == nil || len(r.Authorities) == 0 {
		return nil
	}
	var issuers []string
	for _, c := range f.chain(client) {
		if c.Issuer.Present {
			issuers = append(issuers, c.Issuer.Value)
		}
	}
	if len(issuers) == 0 || shares(issuers, r.Authorities) {
		return nil
	}
	leaf := f.leaf(client)
	v := &verdict{
		cause: ClientCertificateIssuerNotAccepted, confidence: likely,
		summary: fmt.Sprintf("The client's certificate is issued by %s, and the server accepts only %s.", list(issuers), list(r.Authorities)),
		evidence: []string{
			f.asked(),
			fmt.Sprintf("%s: client sent %s, issued by %s", f.at(leaf.Packet), title(leaf.Certificate), list(issuers)),
		},
		advice: []string{
			"client: use a certificate issued by " + list(r.Authorities),
			"server: add " + cmp.Or(issuers[len(issuers)-1], "the issuer") + " to the CAs that it accepts clients from",
		},
	}
	if f.code == unknownCA {
		v.confidence = certain
	}
	return v
}

// refusedClientUnseen is for a client certificate that was refused and is not to be seen.
func (f *facts) refusedClientUnseen() *verdict {
	v := &verdict{cause: ClientCertificateRejected, confidence: likely, evidence: []string{f.said()}}
	switch f.code {
	case certificateExpired:
		v.cause, v.summary = ClientCertificateExpired, "The server says that the client's certificate has expired."
	case unknownCA:
		v.cause, v.summary = ClientCertificateUnknownCA, "The server does not know the CA of the client's certificate."
	default:
		v.summary = fmt.Sprintf("The server refuses the client's certificate (%s).", f.alert.Description)
	}
	return v
}
