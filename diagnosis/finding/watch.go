package finding

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

// Watch finds what only shows across connections. It is fed by one goroutine, in
// an order that does not change from run to run, and its memory is bounded. The
// zero value is ready for use.
type Watch struct {
	issuers    issuerWatch
	handshakes floodWatch
	halfOpen   floodWatch
}

// Observation is what Watch needs of a connection.
type Observation struct {
	Time           int64 // of its first packet, in nanoseconds since 1970
	Client, Server netip.AddrPort
	ServerName     string
	// Leaf is the server's certificate, nil where none was visible.
	Leaf *record.Certificate
	// Untrusted says that its chain was checked and leads to no known root.
	Untrusted bool
	UID       string
}

// RunFinding is something that many connections together show.
type RunFinding struct {
	record.Finding
	// Subject is what it is about: a server's name, or the two ends of a flood.
	Subject string `json:"subject"`
	// Count is how many connections show it; First and Last are the times of the first and last.
	Count int64       `json:"count"`
	First record.Time `json:"first"`
	Last  record.Time `json:"last"`
	// UID is that of the first, where it has a record of its own.
	UID string `json:"uid,omitzero"`
}

// Connection takes note of a TLS connection.
func (w *Watch) Connection(o *Observation) {
	w.handshakes.see(o.Time, ends{o.Client.Addr(), o.Server}, handshakesAllowed)
	if o.Leaf != nil && o.ServerName != "" {
		w.issuers.see(o)
	}
}

// HalfOpen takes note of a connection that the server answered, or may have, and
// the client never completed. t is its time in nanoseconds since 1970.
func (w *Watch) HalfOpen(t int64, client netip.Addr, server netip.AddrPort) {
	w.halfOpen.see(t, ends{client, server}, halfOpenAllowed)
}

// Dropped returns how many observations were not looked at because the tables were full.
func (w *Watch) Dropped() int64 {
	return w.issuers.dropped + w.handshakes.dropped + w.halfOpen.dropped
}

// Findings returns what was found so far: the worst first, then in the registry's
// order, then what was seen most.
func (w *Watch) Findings() []RunFinding {
	all := slices.Concat(
		w.issuers.findings(),
		w.halfOpen.findings(&halfOpenFlood, "half-open connections"),
		w.handshakes.findings(&handshakeFlood, "TLS connections"),
	)
	slices.SortFunc(all, func(a, b RunFinding) int {
		return cmp.Or(worstFirst(a.Finding, b.Finding), cmp.Compare(b.Count, a.Count),
			cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Detail, b.Detail),
			cmp.Compare(a.First, b.First), cmp.Compare(a.UID, b.UID))
	})
	return all
}
