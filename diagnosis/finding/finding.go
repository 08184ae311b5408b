// Package finding says what is weak or remarkable in a connection, whether or
// not its handshake succeeded. It reads records and knows nothing of bytes.
//
// A finding is a Definition and its detector, both in the file of their family;
// registry.go lists them all. What only shows across connections is watched by
// Watch.
package finding

import (
	"cmp"
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

// Definition says what a finding means, in words for a person who does not read RFCs.
type Definition struct {
	// Code is the finding's name in records.
	Code     string
	Severity Severity
	// Title says it in a few words, Explanation what it means and what to do.
	Title, Explanation string
	// Reference is the standard or the report of the weakness that tells more.
	Reference string

	rank uint8 // its place among all, the worst first, then in the registry's order
}

// Find appends what is found in a connection: the worst first, then in the
// registry's order, each code at most once. It allocates nothing where nothing
// is found.
func Find(dst []record.Finding, c *record.Connection) []record.Finding {
	f := finder{Connection: c, level: levelOf(c.Version), found: dst, before: len(dst)}
	f.versions()
	f.suite()
	f.keys()
	f.certificates()
	f.extensions()
	f.renegotiation()
	f.heartbeats()
	f.names()
	f.transport()
	return f.found
}

// finder looks at one connection. Each family's method looks for what the
// file of its name defines.
type finder struct {
	*record.Connection
	level level // of the negotiated version
	found []record.Finding
	// before is how many findings were there before this connection's, and ranks are the ranks of these.
	before int
	ranks  [maxDefinitions]uint8
}

// add notes a finding in its place. No detector adds one twice.
func (f *finder) add(d *Definition, detail string) {
	at := len(f.found) - f.before
	for ; at > 0 && f.ranks[at-1] > d.rank; at-- {
		f.ranks[at] = f.ranks[at-1]
	}
	f.ranks[at] = d.rank
	f.found = slices.Insert(f.found, f.before+at, d.finding(detail))
}

func (d *Definition) finding(detail string) record.Finding {
	return record.Finding{Code: d.Code, Severity: d.Severity.String(), Title: d.Title, Detail: detail}
}

func (f *finder) established() bool { return f.Outcome == record.OutcomeEstablished }

// full reports whether the handshake was a full one of TLS 1.2 or below, to
// which the server's answer is known whole.
func (f *finder) full() bool {
	return f.level != unknown && f.level <= tls12 && f.Resumption == "none" &&
		f.ServerHello != nil && f.ServerHello.ParseError == ""
}

// worstFirst orders findings as Find returns them.
func worstFirst(a, b record.Finding) int {
	return cmp.Compare(byCode[a.Code].rank, byCode[b.Code].rank)
}
