package report

import (
	"cmp"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// section is one part of a survey: what is told of it, the worst first.
type section struct {
	name  string // as JSON and CSV have it
	facts []fact
	// value and detail are what its table calls them.
	value, detail string
	// plain says that its table goes without the severity, which is the same in all lines.
	plain bool
}

// fact is one line of a section.
type fact struct {
	Value       string `json:"value"`
	Severity    string `json:"severity,omitzero"`
	Connections int64  `json:"connections"`
	// Clients and Servers are how many different ones; past maxSpread they are not told apart.
	Clients int64 `json:"clients,omitzero"`
	Servers int64 `json:"servers,omitzero"`
	// Detail says more in words, for people.
	Detail string `json:"detail,omitzero"`

	// Of clients that offer only obsolete versions.
	Offers string `json:"offers,omitzero"`
	JA4    string `json:"ja4,omitzero"`
	// Of servers' key exchanges: of how many it is known, in how many the client offered
	// one that resists quantum computers, and how many agreed on it.
	Known      record.Optional[int64] `json:"known,omitzero"`
	Offered    record.Optional[int64] `json:"offered,omitzero"`
	Negotiated record.Optional[int64] `json:"negotiated,omitzero"`
	// Of certificates.
	SHA256   string               `json:"sha256,omitzero"`
	Issuer   string               `json:"issuer,omitzero"`
	NotAfter time.Time            `json:"not_after,omitzero"`
	DaysLeft record.Optional[int] `json:"days_left,omitzero"`
}

// fact begins a fact of a spread.
func (s *spread) fact(value, severity, detail string) fact {
	return fact{Value: value, Severity: severity, Connections: s.n, Clients: s.clients.distinct(), Servers: s.servers.distinct(), Detail: detail}
}

// distinct returns how many values were told apart.
func (c *counts) distinct() int64 { return int64(min(len(c.by), cmp.Or(c.limit, maxCounted))) }
