package finding

import (
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

var (
	ssl20Negotiated = Definition{
		Code: "ssl_2_0", Severity: Critical,
		Title:       "SSL 2.0 was negotiated",
		Explanation: "SSL 2.0 protects nothing: its handshake can be changed on the way, its keys are short, and a server that speaks it lets others' TLS sessions with the same key be read (DROWN). Turn it off on the server, wherever its key is used.",
		Reference:   "RFC 6176; CVE-2016-0800",
	}
	ssl30Negotiated = Definition{
		Code: "ssl_3_0", Severity: High,
		Title:       "SSL 3.0 was negotiated",
		Explanation: "SSL 3.0 does not check its padding, so that an attacker on the way can read cookies and passwords (POODLE). Turn it off on both sides and allow TLS 1.2 and 1.3.",
		Reference:   "RFC 7568; CVE-2014-3566",
	}
	tls10Negotiated = Definition{
		Code: "tls_1_0", Severity: Medium,
		Title:       "TLS 1.0 was negotiated",
		Explanation: "TLS 1.0 rests on MD5 and SHA-1 and is forbidden since 2021; browsers, auditors and PCI DSS refuse it. The detail says which side kept it: update that one to TLS 1.2 or 1.3.",
		Reference:   "RFC 8996",
	}
	tls11Negotiated = Definition{
		Code: "tls_1_1", Severity: Medium,
		Title:       "TLS 1.1 was negotiated",
		Explanation: "TLS 1.1 rests on MD5 and SHA-1 and is forbidden since 2021; browsers and auditors refuse it. The detail says which side kept it: update that one to TLS 1.2 or 1.3.",
		Reference:   "RFC 8996",
	}
	dtls10Negotiated = Definition{
		Code: "dtls_1_0", Severity: Medium,
		Title:       "DTLS 1.0 was negotiated",
		Explanation: "DTLS 1.0 is TLS 1.1 over datagrams and forbidden with it since 2021. The detail says which side kept it: update that one to DTLS 1.2 or 1.3.",
		Reference:   "RFC 8996",
	}
	draftNegotiated = Definition{
		Code: "draft_version", Severity: Low,
		Title:       "A draft of TLS 1.3 was negotiated",
		Explanation: "Both sides run software from before TLS 1.3 was published in 2018, and nobody maintains the draft. Update both.",
		Reference:   "RFC 8446, section 4.2.1",
	}
	downgradeSentinel = Definition{
		Code: "downgrade_sentinel", Severity: High,
		Title:       "The server marks a downgrade that the client did not ask for",
		Explanation: "The server knows a newer version and says so in its random, the client offered that version, and yet an older one was chosen: something between them changed the ClientHello. That is an attack, or a middlebox that ends TLS and passes the server's random on. Clients of today refuse such a connection. Look for what is in between.",
		Reference:   "RFC 8446, section 4.1.3",
	}
	obsoleteClient = Definition{
		Code: "obsolete_client", Severity: Low,
		Title:       "The client offers no version newer than TLS 1.1",
		Explanation: "A server that allows only TLS 1.2 and newer refuses this client. Find it by its address and fingerprint and update it before such versions are turned off.",
		Reference:   "RFC 8996",
	}
	fallbackOffered = Definition{
		Code: "fallback_scsv", Severity: Info,
		Title:       "The client tries again with an older version",
		Explanation: "TLS_FALLBACK_SCSV says that an attempt with a newer version failed before. A server or middlebox that can't stand newer versions, packet loss, or an attacker who broke the first attempt makes clients do so. Look at the attempt before.",
		Reference:   "RFC 7507",
	}
)

// versions looks at the versions that were offered and chosen.
func (f *finder) versions() {
	if f.level == tls13 {
		return
	}
	highest, name := highestOffer(f.ClientHello)
	if d := obsoleteVersion(f.Version); d != nil {
		f.add(d, f.keptBy(highest, name))
	}
	if f.level == tls13Draft {
		f.add(&draftNegotiated, f.Version)
	}
	if f.downgraded(highest) {
		f.add(&downgradeSentinel, "the client offers "+name+", "+f.Version+" was chosen, and the server's random says that it knows a newer one")
	}
	if highest != unknown && highest < tls12 {
		f.add(&obsoleteClient, "it offers at most "+name)
	}
	if f.ClientHello != nil && slices.Contains(f.ClientHello.CipherSuites, "TLS_FALLBACK_SCSV") {
		f.add(&fallbackOffered, "this time it offers at most "+name)
	}
}

// OfVersion returns what is found where a version, named as records name it, is negotiated.
func OfVersion(version string) (Definition, bool) {
	if d := obsoleteVersion(version); d != nil {
		return *d, true
	}
	return Definition{}, false
}

// BestOffer returns the newest version that a client offers, and whether it is one
// that nobody should negotiate any more. It is "" where none is known.
func BestOffer(hello *record.ClientHello) (version string, obsolete bool) {
	highest, name := highestOffer(hello)
	return name, highest != unknown && highest < tls12
}

// obsoleteVersion returns what is wrong with a negotiated version, or nil.
func obsoleteVersion(version string) *Definition {
	switch levelOf(version) {
	case ssl20:
		return &ssl20Negotiated
	case ssl30:
		return &ssl30Negotiated
	case tls10:
		return &tls10Negotiated
	case tls11:
		if version == "DTLS 1.0" {
			return &dtls10Negotiated
		}
		return &tls11Negotiated
	}
	return nil
}

// keptBy says which side did not want a newer version.
func (f *finder) keptBy(highest level, name string) string {
	switch {
	case highest == unknown:
		return ""
	case highest > f.level:
		return "the client offers " + name + "; the server chose the older version"
	}
	return "the client offers nothing newer"
}

// downgraded reports whether the server's random says that it knows a version that the
// client offered and did not get. A client of a draft is right to get TLS 1.2.
func (f *finder) downgraded(highest level) bool {
	if f.ServerHello == nil || f.level == unknown {
		return false
	}
	switch f.ServerHello.DowngradeSentinel {
	case "TLS 1.2":
		return highest == tls13 && f.level <= tls12
	case "TLS 1.1 or below":
		return highest >= tls12 && f.level <= tls11
	}
	return false
}
