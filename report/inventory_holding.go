package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// holding is one certificate and all that the input shows of it.
type holding struct {
	*record.Certificate
	uses        []string // in the order in which they were first seen
	connections int64
	first, last record.Time // beginnings of the connections that show it
	uid         string      // of the one that began first
	// servers, names and clients are where it was shown; clients only where it is the client's.
	servers, names, clients counts
	statuses, errors        counts // of its verifications, as the leaf of a chain
	staples                 counts // of the stapled OCSP responses
	scts                    counts // by how they came; of the connection that brought most
}

// add counts a connection that shows the certificate. News is false where the
// connection showed it before, in another place.
func (h *holding) add(s *sighting, p []string, news bool) {
	if use := p[showUse]; !slices.Contains(h.uses, use) {
		h.uses = append(h.uses, use)
	}
	h.statuses.add(p[showStatus], 1)
	for e := range strings.SplitSeq(p[showErrors], listSeparator) {
		h.errors.add(e, 1)
	}
	h.staples.add(p[showOCSP], 1)
	if p[showSCTs] != "" {
		var scts counts
		for source := range strings.SplitSeq(p[showSCTs], listSeparator) {
			scts.add(source, 1)
		}
		if scts.total > h.scts.total {
			h.scts = scts
		}
	}
	if p[showUse] == useClient {
		h.clients.add(s.client, 1)
	}
	if !news {
		return
	}
	if h.connections == 0 || s.start < h.first {
		h.first, h.uid = s.start, s.uid
	}
	h.last = max(h.last, s.start)
	h.connections++
	h.servers.add(s.server, 1)
	h.names.add(s.name, 1)
}

// left returns how many days are left until it expires, where it tells when that is.
func (h *holding) left(at time.Time) (days int, known bool) {
	end, known := h.NotAfter.Get()
	return daysLeft(at, end), known
}

// leaf reports whether somebody showed the certificate as its own.
func (h *holding) leaf() bool { return len(h.uses) > 1 || h.uses[0] != useChain }

// trouble ranks certificates: 0 where clients refuse it, or should, 1 where it soon will be so, else 2.
func (h *holding) trouble(at time.Time) int {
	days, known := h.left(at)
	switch {
	case known && days < 0, h.leaf() && (len(h.errors.by) > 0 || h.ParseError != ""):
		return 0
	case known && days < soon:
		return 1
	}
	return 2
}

// soon is how many days before its end a certificate should have been renewed.
const soon = 30

// title names a certificate for a person.
func (h *holding) title() string {
	name := cmp.Or(h.CommonName.Value, h.Subject.Value)
	if name == "" && len(h.DNSNames) > 0 {
		name = h.DNSNames[0]
	}
	return cmp.Or(name, h.SHA256)
}

// issuer names who issued it.
func (h *holding) issuer() string {
	if h.SelfSigned.Value {
		return "itself"
	}
	return shortName(h.Issuer.Value)
}

// shortName returns the common name in a distinguished name as records have them (RFC
// 4514), else its organization, else all of it.
func shortName(dn string) string {
	all := attributes(dn)
	for _, kind := range []string{"CN", "O", "OU"} {
		if i := slices.IndexFunc(all, func(a attribute) bool { return a.kind == kind }); i >= 0 {
			return Clean(all[i].value)
		}
	}
	return dn
}

// key names the kind and size of its key.
func (h *holding) key() string {
	switch {
	case h.Curve != "":
		return h.Curve
	case h.KeyBits.Present && h.KeyAlgorithm != "Ed25519" && h.KeyAlgorithm != "Ed448":
		return h.KeyAlgorithm + " " + number(h.KeyBits)
	}
	return h.KeyAlgorithm
}

// status says whether it was verified, or why not.
func (h *holding) status() string {
	if !h.leaf() {
		return useChain
	}
	text := ""
	if !slices.Contains(h.uses, useServer) {
		text = "client: "
	}
	switch {
	case len(h.errors.by) > 0:
		text += strings.Join(h.errors.top(), ", ")
	case len(h.statuses.by) > 0:
		text += strings.Join(h.statuses.top(), ", ")
	case h.ParseError != "":
		text += "malformed, not verified"
	default:
		text += "not verified"
	}
	if trusted := h.statuses.of("trusted"); trusted > 0 && len(h.errors.by) > 0 {
		text += " (" + grouped(h.statuses.total-trusted) + " of " + grouped(h.statuses.total) + ")"
	}
	return text
}
