// Package selection chooses records by their fields: by a few criteria that are
// asked for often, and by expressions in a small language, which docs/narrowing.md
// describes. It knows records and nothing of how they are made or written.
package selection

import (
	"errors"
	"net/netip"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// Criteria say what a record has to be like, as a person writes it. Of several values for
// one criterion one has to fit; what is empty is not asked for.
type Criteria struct {
	Where          string   // an expression over the record's fields
	Server, Client []string // ADDRESS, NETWORK, ADDRESS:PORT; the server also by its name
	Names          []string // SNI, with *. for any labels in front
	Since, Until   string   // of the connection's first packet: from the one on, up to before the other
	// Now is what ages, as in 2h, are counted from.
	Now time.Time
}

// Error says which criterion is wrong. What it wraps may be a *caret.Error.
type Error struct {
	Criterion string // as its flag is called, without the dashes
	Err       error
}

func (e *Error) Error() string { return e.Criterion + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// Selection is a set of criteria, understood. It may be used by many goroutines at once.
type Selection struct {
	where           *expression
	servers         []endpoint
	clients         []endpoint
	names           []namePattern
	since, until    record.Time
	hasSince, ended bool // whether since and until are asked for
	asked           []string
}

// New understands criteria. It returns nil where nothing is asked for, and an *Error where something can't be understood.
func New(c Criteria) (*Selection, error) {
	s := &Selection{}
	var err error
	ask := func(criterion string, given bool, understand func() error) {
		if !given || err != nil {
			return
		}
		s.asked = append(s.asked, criterion)
		if wrong := understand(); wrong != nil {
			err = &Error{criterion, wrong}
		}
	}
	ask("where", c.Where != "", func() (err error) { s.where, err = compile(c.Where); return err })
	ask("server", c.Server != nil, func() (err error) { s.servers, err = endpoints(c.Server, true); return err })
	ask("client", c.Client != nil, func() (err error) { s.clients, err = endpoints(c.Client, false); return err })
	ask("sni", c.Names != nil, func() (err error) { s.names, err = namePatterns(c.Names); return err })
	ask("since", c.Since != "", func() (err error) { s.hasSince = true; s.since, err = moment(c.Since, c.Now); return err })
	ask("until", c.Until != "", func() (err error) {
		s.ended = true
		if s.until, err = moment(c.Until, c.Now); err == nil && s.hasSince && s.until <= s.since {
			err = errors.New("it ends before it begins: nothing is from " + s.since.String() + " on and before " + s.until.String())
		}
		return err
	})
	if err != nil || len(s.asked) == 0 {
		return nil, err
	}
	return s, nil
}

// Asked names the criteria that are asked for, as their flags are called.
func (s *Selection) Asked() []string { return s.asked }

// NeedsDiagnosis reports whether a record that is not established can be judged only when it has its diagnosis.
func (s *Selection) NeedsDiagnosis() bool { return s.where != nil && s.where.uses("diagnosis") }

// Match reports whether a record is one of those asked for.
func (s *Selection) Match(c *record.Connection) bool {
	return s.inTime(c.Start) &&
		(s.servers == nil || fits(s.servers, c.Server.IP, c.Server.Port, c.ServerName)) &&
		(s.clients == nil || fits(s.clients, c.Client.IP, c.Client.Port, record.Optional[string]{})) &&
		(s.names == nil || c.ServerName.Present && named(s.names, c.ServerName.Value)) &&
		(s.where == nil || s.where.match(c))
}

// MatchHalfOpen is Match for a connection that never came so far as to have a record.
func (s *Selection) MatchHalfOpen(start record.Time, client netip.Addr, server netip.AddrPort) bool {
	return s.where == nil && s.names == nil && s.inTime(start) &&
		(s.servers == nil || fitsAddress(s.servers, server.Addr(), server.Port())) &&
		(s.clients == nil || fitsAddress(s.clients, client, 0))
}

func (s *Selection) inTime(t record.Time) bool {
	return (!s.hasSince || t >= s.since) && (!s.ended || t < s.until)
}

// canonical returns a host name as names are compared.
func canonical(name string) string { return strings.TrimSuffix(strings.ToLower(name), ".") }
