package diagnosis

import (
	"fmt"
	"slices"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
)

// confidence says how sure a verdict is.
type confidence int

const (
	possible confidence = iota // the bytes fit several causes
	likely                     // they fit this cause and no other that has a name
	certain                    // they prove it
)

func (c confidence) String() string { return [...]string{"possible", "likely", "certain"}[c] }

// verdict is one rule's answer to why a handshake failed.
type verdict struct {
	cause      string
	confidence confidence
	summary    string
	evidence   []string
	advice     []string // beside or in place of what the registry advises
}

// A rule looks at a failed connection for one cause or for a few that exclude
// each other. It returns nil where they don't fit.
type rule func(f *facts) *verdict

// tiers are all rules, the most telling first: where a tier has an answer, those
// behind it are not asked. Within a tier the surest answer is the cause and the
// others are told in the evidence; of those that are equally sure the first wins.
var tiers = [][]rule{
	// Nothing of the handshake was to be had, or not all that it takes.
	{neverTLS, overQUIC},
	{unread},
	// The parties say it themselves, or the bytes prove it.
	{
		upgradeRefused, proxyHeader, plaintextServer,
		sharedVersion, fallback, downgrade, alpn, serverName, namedExtension, renegotiation, retry,
		knownIntolerance, knownFragmentation, noServerName,
		duplicateExtension, brokenMessage, brokenRecord, misplacedMessage, illegalChoice,
		serverCertificate, clientCertificate, preSharedKey, encryptedClientHello, weakKeyExchange,
		internalError, canceled,
	},
	// A complaint that names no reason: what it can have been.
	{
		signature, keys, securityExtension, offer, hiddenComplaint,
	},
	{namedComplaint},
	// No complaint at all: what did not arrive, and how the connection ended.
	{silence},
	{ending},
	{unexplained},
}

// Diagnose says why a connection was not established, with what is known of its
// server from other connections. It returns nil for one that was.
func Diagnose(c *record.Connection, known *knowledge.Base) *record.Diagnosis {
	if c.Outcome == record.OutcomeEstablished {
		return nil
	}
	f := examine(c, known)
	for _, rules := range tiers {
		var found []*verdict
		for _, r := range rules {
			if v := r(f); v != nil {
				found = append(found, v)
			}
		}
		if len(found) > 0 {
			slices.SortStableFunc(found, func(a, b *verdict) int { return int(b.confidence - a.confidence) })
			return f.conclude(found)
		}
	}
	panic("diagnosis: the last rule has no answer")
}

// conclude makes the diagnosis of verdicts, the best first.
func (f *facts) conclude(found []*verdict) *record.Diagnosis {
	best := found[0]
	d := &record.Diagnosis{
		Cause: best.cause, Confidence: best.confidence.String(), Summary: best.summary,
		Evidence: best.evidence, Advice: best.advice,
	}
	told := map[string]bool{best.cause: true}
	for _, other := range found[1:] {
		if told[other.cause] {
			continue
		}
		told[other.cause] = true
		if best.confidence != certain {
			d.Evidence = append(d.Evidence, fmt.Sprintf("it also fits %s: %s", other.cause, other.summary))
		}
	}
	if len(d.Advice) == 0 {
		if cause, ok := Lookup(best.cause); ok {
			d.Advice = slices.Clone(cause.Advice)
		}
	}
	if best.cause != CaptureIncomplete {
		if gaps := f.holes(); gaps != "" {
			d.Evidence = append(d.Evidence, gaps)
		}
	}
	return d
}
