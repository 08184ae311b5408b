package finding

import (
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

// verified reports whether the chain was checked, so that its verdict counts.
func (f *finder) verified() bool {
	return f.Verification != nil && f.Verification.Status != "unchecked"
}

// trusted reports whether the chain leads to a known root.
func (f *finder) trusted() bool {
	return f.Verification != nil && f.Verification.Status == "trusted"
}

// verdicts are what the check of a chain can say that the certificates' fields do not.
var verdicts = []struct {
	name       string
	definition *Definition
}{
	{"expired", &certificateExpired}, // of another certificate than the leaf
	{"not_yet_valid", &certificateNotYetValid},
	{"name_mismatch", &certificateNameMismatch},
	{"self_signed", &certificateSelfSigned},
	{"incomplete_chain", &certificateChainIncomplete},
	{"unknown_issuer", &certificateUnknownIssuer},
	{"wrong_usage", &certificateWrongUsage},
	{"weak_key", &weakCertificateKey},
	{"malformed", &certificateMalformed},
}

// verification takes over what the check of the chain says, unless the fields said it before.
func (f *finder) verification(v *record.Verification) {
	for _, verdict := range verdicts {
		if slices.Contains(v.Errors, verdict.name) && !f.said(verdict.definition) {
			f.add(verdict.definition, f.verdictDetail(verdict.definition))
		}
	}
}

// said reports whether a definition, or one that is the reason for it, was found already.
func (f *finder) said(d *Definition) bool {
	switch d {
	case &certificateUnknownIssuer:
		return f.has(d) || f.has(&certificateSelfSigned) || f.has(&certificateChainIncomplete)
	case &weakCertificateKey:
		return f.has(d) || f.has(&brokenCertificateKey)
	}
	return f.has(d)
}

func (f *finder) has(d *Definition) bool {
	return slices.ContainsFunc(f.found[f.before:], func(found record.Finding) bool { return found.Code == d.Code })
}

// verdictDetail says what a verdict is about.
func (f *finder) verdictDetail(d *Definition) string {
	leaf := (*record.Certificate)(nil)
	if f.Certificates != nil {
		leaf = leafOf(f.Certificates.Server)
	}
	switch {
	case d == &certificateChainIncomplete && f.Verification.MissingIssuer != "":
		return "missing: " + f.Verification.MissingIssuer
	case leaf == nil:
		return ""
	case d == &certificateExpired, d == &certificateNotYetValid, d == &weakCertificateKey, d == &certificateMalformed:
		return "a certificate of the chain behind " + subjectOf(leaf)
	case d == &certificateNameMismatch && f.ServerName.Present:
		return f.mismatch(leaf)
	case d == &certificateUnknownIssuer && leaf.Issuer.Value != "":
		return subjectOf(leaf) + ", issued by " + leaf.Issuer.Value
	}
	return subjectOf(leaf)
}

// revocation looks whether the issuer took the certificate back: the staple says
// so, or what was checked.
func (f *finder) revocation() {
	switch {
	case f.OCSP != nil && f.OCSP.Status == "revoked":
		f.add(&certificateRevoked, "the stapled OCSP response says so")
	case f.Verification != nil && slices.Contains(f.Verification.Errors, "revoked"):
		f.add(&certificateRevoked, "")
	}
}
