package diagnosis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// suite returns what the negotiated suite's name tells.
func (f *facts) suite() tlsparse.CipherSuiteInfo {
	return suiteInfo(f.CipherSuite)
}

func suiteInfo(name string) tlsparse.CipherSuiteInfo {
	s, _ := tlsparse.CipherSuiteNamed(name)
	info, _ := s.Info()
	return info
}

// offer is for a ClientHello that the server refuses without saying why
// (handshake_failure, and what some stacks say in its place): it compares the
// offer with what the server is seen to take elsewhere, else with what ordinary
// servers take.
func offer(f *facts) *verdict {
	if f.ClientHello == nil || f.ServerHello != nil {
		return nil
	}
	// Java says unexpected_message where it finds no group; what follows a HelloRetryRequest may be illegal_parameter.
	if !f.complains(server, handshakeFailure, insufficientSecurity, unexpectedMessage) &&
		!(f.HelloRetryRequest != nil && f.complains(server, illegalParameter)) {
		return nil
	}
	var best *verdict
	for _, r := range []rule{certificateKind, groups, signatures, suites} {
		if v := r(f); v != nil && (best == nil || v.confidence > best.confidence) {
			best = v
		}
	}
	if best == nil && f.code != unexpectedMessage {
		best = &verdict{
			cause: NoSharedCipherSuite, confidence: possible,
			summary: "The server finds nothing it can agree to in the client's offer, and does not say in what.",
		}
	}
	if best == nil {
		return nil
	}
	f.addOffer(best)
	return best
}

// addOffer gives a verdict the evidence of what was offered and refused.
func (f *facts) addOffer(v *verdict) {
	h := f.ClientHello
	told := append([]string{f.offers("cipher suites", realSuites(h.CipherSuites)), f.offers("versions", f.versions())}, v.evidence...)
	if h.SupportedGroups != nil {
		told = append(told, f.offers("groups", real(h.SupportedGroups)))
	}
	v.evidence = append(told, f.said())
}

// real leaves out what stands for nothing.
func real(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "GREASE" })
}

// realSuites leaves out what is no suite.
func realSuites(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "GREASE" || strings.HasSuffix(n, "_SCSV") })
}

// shares reports whether two lists have something in common.
func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// What ordinary servers of today take. An offer that has none of these is the
// one to look at, where the server was not seen to take others.
var (
	ordinaryGroups = []string{"x25519", "secp256r1", "X25519MLKEM768"}
	ordinarySuites = []string{
		"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
		"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
		"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
	}
)

// suites is for an offer of cipher suites that the server takes none of.
func suites(f *facts) *verdict {
	offered := realSuites(f.ClientHello.CipherSuites)
	v := &verdict{cause: NoSharedCipherSuite, confidence: likely}
	if chosen := f.known.Suites(); len(chosen) > 0 {
		if shares(offered, chosen.Values()) {
			return nil
		}
		v.summary = fmt.Sprintf("None of the client's %d cipher suites is one that this server is seen to choose.", len(offered))
		v.evidence = append(v.evidence, fmt.Sprintf("this server chose %s in %s", chosen[0].Value, elsewhere(chosen[0].Where)))
		v.advice = append(v.advice, "client: enable "+list(chosen.Values()))
		return v
	}
	v.summary = fmt.Sprintf("The server takes none of the client's cipher suites (%s).", list(offered))
	switch {
	case !shares(offered, ordinarySuites):
	case len(offered) <= 2:
		// So narrow an offer is the first thing to doubt.
	default:
		return nil
	}
	if f.code == insufficientSecurity {
		v.summary = "The server finds all of the client's cipher suites too weak."
		v.confidence = certain
	}
	return v
}

// groups is for an offer of groups that the server takes none of.
func groups(f *facts) *verdict {
	offered := real(f.ClientHello.SupportedGroups)
	if len(offered) == 0 || !f.needsGroup() {
		return nil
	}
	v := &verdict{
		cause: NoSharedGroup, confidence: likely,
		summary: fmt.Sprintf("The server takes none of the client's groups for the key exchange (%s).", list(offered)),
	}
	if chosen := f.known.Groups(); len(chosen) > 0 {
		if shares(offered, chosen.Values()) {
			return nil
		}
		v.evidence = append(v.evidence, fmt.Sprintf("this server chose %s in %s", chosen[0].Value, elsewhere(chosen[0].Where)))
		v.advice = append(v.advice, "client: enable the group "+list(chosen.Values()))
		return v
	}
	if shares(offered, ordinaryGroups) {
		if len(offered) > 1 {
			return nil
		}
		v.confidence = possible // it is an ordinary one, but there is no other
	}
	return v
}

// needsGroup reports whether the client offers suites that need a named group.
func (f *facts) needsGroup() bool {
	return slices.ContainsFunc(f.ClientHello.CipherSuites, func(name string) bool {
		info := suiteInfo(name)
		return info.TLS13 || info.KeyExchange.ECDHE
	})
}

// keyKinds of certificates, as suites and signature algorithms tell them apart.
const (
	kindRSA   = "RSA"
	kindECDSA = "ECDSA"
)

// signatures is for signature algorithms that leave out a whole kind of key.
func signatures(f *facts) *verdict {
	offered := real(f.ClientHello.SignatureAlgorithms)
	if len(offered) == 0 {
		return nil
	}
	rsa := slices.ContainsFunc(offered, func(a string) bool { return strings.HasPrefix(a, "rsa_") })
	ecdsa := slices.ContainsFunc(offered, func(a string) bool { return strings.HasPrefix(a, "ecdsa_") })
	if rsa && ecdsa {
		return nil
	}
	return &verdict{
		cause: NoSharedSignatureAlgorithm, confidence: likely,
		summary:  fmt.Sprintf("The client takes only signatures by %s, which the server's key can't make.", list(offered)),
		evidence: []string{f.offers("signature algorithms", offered)},
		advice: []string{
			"client: offer signature algorithms for both RSA and ECDSA keys",
			"server: add a certificate with a key of the kind that the client takes",
		},
	}
}

// certificateKind is for an offer that fits no key that the server has, where its certificate is known.
func certificateKind(f *facts) *verdict {
	chain, ok := f.known.Latest(f.ServerName.Value, f.ServerName.Present)
	if !ok {
		return nil
	}
	kind := chain.Certificates[0].KeyAlgorithm
	if kind != kindRSA && kind != kindECDSA || f.serves(kind) {
		return nil
	}
	return &verdict{
		cause: NoCipherForCertificate, confidence: likely,
		summary: fmt.Sprintf("The server's certificate has an %s key, and the client offers nothing that works with one.", kind),
		evidence: []string{
			f.offers("signature algorithms", real(f.ClientHello.SignatureAlgorithms)),
			fmt.Sprintf("this server's certificate has an %s key, as %s shows", kind, elsewhere(chain.Where)),
		},
		advice: []string{
			fmt.Sprintf("client: enable cipher suites and signature algorithms for %s certificates", kind),
			"server: add a second certificate with a key of the kind that the client takes",
		},
	}
}

// serves reports whether the client's offer can be met with a certificate's kind of key.
func (f *facts) serves(kind string) bool {
	h := f.ClientHello
	suite := slices.ContainsFunc(realSuites(h.CipherSuites), func(name string) bool {
		info := suiteInfo(name)
		return info.TLS13 || strings.Contains(info.KeyExchange.Name, kind)
	})
	prefix := strings.ToLower(kind) + "_"
	algorithm := h.SignatureAlgorithms == nil || slices.ContainsFunc(h.SignatureAlgorithms, func(a string) bool { return strings.HasPrefix(a, prefix) })
	return suite && algorithm
}

// knownIntolerance is for a server, or a box before it, that fails on new versions: the
// client's newest offer is refused, and a lower one of the same client succeeds.
func knownIntolerance(f *facts) *verdict {
	if !f.unanswered() || !f.refusesHello() || f.Outcome == record.OutcomeIncomplete {
		return nil
	}
	highest := knowledge.Highest(f.ClientHello)
	rank := knowledge.Rank(highest)
	ip := knowledge.Address(&f.Client).Addr()
	var lower *knowledge.Offer
	for i := range f.known.Accepted {
		o := &f.known.Accepted[i]
		if knowledge.Rank(o.Highest) >= rank {
			return nil // it takes such an offer from somebody
		}
		if o.Client == ip && lower == nil {
			lower = o
		}
	}
	if lower == nil {
		return nil
	}
	v := &verdict{
		cause: VersionIntolerance, confidence: likely,
		summary: fmt.Sprintf("The server, or a box before it, fails on a ClientHello that offers %s; the same client succeeds with %s.", highest, lower.Highest),
		evidence: []string{
			f.offers("versions", f.versions()),
			f.refusal(),
			fmt.Sprintf("the same client offers %s at most and succeeds in %s", lower.Highest, elsewhere(lower.Where)),
		},
	}
	if knowledge.Segmented(f.Connection) && !lower.Segmented {
		v.confidence = possible // its length may be what is not tolerated
	}
	return v
}

// refusesHello reports whether the answer to a ClientHello was a refusal that says nothing of versions.
func (f *facts) refusesHello() bool {
	if f.alert != nil {
		return f.complains(server, handshakeFailure, protocolVersion, illegalParameter, decodeError, internalErrorAlert, unexpectedMessage)
	}
	return f.closedFirst(server)
}

// refusal is the evidence of how a ClientHello was refused.
func (f *facts) refusal() string {
	if f.alert != nil {
		return f.said()
	}
	return f.end()
}
