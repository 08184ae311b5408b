// Package knowledge remembers what servers were seen to do, because one
// connection often tells why another failed: a chain that TLS 1.3 hides is seen
// in TLS 1.2, a server that refuses one offer takes another, a client that
// failed tries again with less.
//
// What is remembered is bounded, and what a bound cost is counted.
package knowledge

import (
	"net/netip"
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

// Bounds of what is remembered.
const (
	maxServers = 100_000
	maxIssuers = 10_000 // CA certificates that were presented
	maxChains  = 8      // of a server
	maxClients = 32     // of a server: different offers that it took
	maxChoices = 32     // of a server: connections that show a choice for the first time
)

// Where says in which connection something was seen.
type Where struct {
	UID    string
	Source string
	Packet int64
}

// Base is what is known of all servers. Its zero value knows nothing. It has one
// owner: it is not safe for concurrent use.
type Base struct {
	// Servers are in two generations: when the newer is full it becomes the older, of which what is
	// not asked for again is forgotten with it.
	newer, older map[netip.AddrPort]*Server
	issuers      map[string]*Where // by subject
	known        map[*record.Certificate]struct{}
	// forgotten counts what a bound made the base forget, or not remember.
	forgotten int64
}

// Forgotten returns how many servers and CA certificates were forgotten, or not remembered.
func (b *Base) Forgotten() int64 { return b.forgotten }

// Server returns what is known of a server. It is never nil.
func (b *Base) Server(at netip.AddrPort) *Server {
	if b != nil {
		if s := b.server(at); s != nil {
			return s
		}
	}
	return &Server{}
}

// SpeaksTLS reports whether a server was seen to speak TLS itself: that a client tried it there proves nothing.
func (b *Base) SpeaksTLS(at netip.AddrPort) bool {
	s := b.server(at)
	return s != nil && s.Answered
}

// server returns what is known of a server, or nil.
func (b *Base) server(at netip.AddrPort) *Server {
	if s := b.newer[at]; s != nil {
		return s
	}
	s := b.older[at]
	if s != nil {
		delete(b.older, at)
		b.remember(at, s)
	}
	return s
}

// remember puts a server among the newer ones.
func (b *Base) remember(at netip.AddrPort, s *Server) {
	if len(b.newer) >= maxServers/2 {
		b.forgotten += int64(len(b.older))
		b.newer, b.older = b.older, b.newer
		clear(b.newer)
	}
	if b.newer == nil {
		b.newer = make(map[netip.AddrPort]*Server)
	}
	b.newer[at] = s
}

// Issuer returns where a CA's certificate was presented, by the CA's name in the
// form of RFC 4514.
func (b *Base) Issuer(subject string) (*Where, bool) {
	if b == nil {
		return nil, false
	}
	w, ok := b.issuers[subject]
	return w, ok
}

// Server is what one server was seen to do.
type Server struct {
	// Answered says that it spoke TLS itself.
	Answered bool
	// Chains are those that it presented, the earliest first.
	Chains []Chain
	// Accepted are the different offers of clients that it took, as far as they are remembered.
	Accepted []Offer
	// chose are the connections that show something that it chose for the first time.
	chose []choices
}

// choices are what a server chose in one connection; "" where that did not show.
type choices struct {
	of    [kinds]string
	where *Where
}

// kind is a kind of thing that a server chooses.
type kind uint8

const (
	version kind = iota
	suite
	group
	alpn
	kinds
)

// Versions, Suites, Groups and ALPN are what the server chose, each with the first connection that shows it.
func (s *Server) Versions() Choices { return s.choices(version) }
func (s *Server) Suites() Choices   { return s.choices(suite) }
func (s *Server) Groups() Choices   { return s.choices(group) }
func (s *Server) ALPN() Choices     { return s.choices(alpn) }

func (s *Server) choices(k kind) (all Choices) {
	for i := range s.chose {
		c := &s.chose[i]
		if v := c.of[k]; v != "" && !slices.ContainsFunc(all, func(a Choice) bool { return a.Value == v }) {
			all = append(all, Choice{v, c.where})
		}
	}
	return all
}

// choose remembers what the server chose, if anything of that is new.
func (s *Server) choose(l *Lesson) {
	values := [kinds]string{version: l.Version, suite: l.Suite, group: l.Group, alpn: l.ALPN}
	for k, v := range values {
		if v != "" && len(s.chose) < maxChoices && !slices.ContainsFunc(s.chose, func(c choices) bool { return c.of[k] == v }) {
			s.chose = append(s.chose, choices{values, l.where()})
			return
		}
	}
}

// Choices are the values that a server chose.
type Choices []Choice

// Choice is a value, and where it was first chosen.
type Choice struct {
	Value string
	Where *Where
}

// Values returns the values in the order in which they were first chosen.
func (c Choices) Values() []string {
	values := make([]string, len(c))
	for i := range c {
		values[i] = c[i].Value
	}
	return values
}

// Chain is a chain of certificates that a server presented, leaf first.
type Chain struct {
	Certificates []*record.Certificate
	// Name is the SNI that it was presented for, Named whether there was one.
	Name  string
	Named bool
	Where *Where
}

// Offer is what a client offered in a connection that came to be established.
type Offer struct {
	Client netip.Addr
	// Highest is the newest version offered; Length the ClientHello's, in bytes.
	Highest string
	Length  int
	// Segmented says that the ClientHello did not fit one segment.
	Segmented bool
	Named     bool // it had a server name
	Where     *Where
}

// Learn takes what one connection shows.
func (b *Base) Learn(l *Lesson) {
	s := b.server(l.Server)
	if s == nil {
		s = &Server{}
		b.remember(l.Server, s)
	}
	s.Answered = s.Answered || l.Answered
	s.choose(l)
	if l.Chain[0] != nil {
		b.learnChain(s, l)
	}
	if l.Established {
		s.accept(l)
	}
}

func (b *Base) learnChain(s *Server, l *Lesson) {
	chain := l.chain()
	for i := range s.Chains {
		if c := &s.Chains[i]; c.Name == l.Name && c.Named == l.Named && slices.EqualFunc(c.Certificates, chain, same) {
			return
		}
	}
	for _, ca := range chain[1:] {
		b.learnIssuer(ca, l)
	}
	if len(s.Chains) < maxChains {
		s.Chains = append(s.Chains, Chain{Certificates: slices.Clone(chain), Name: l.Name, Named: l.Named, Where: l.where()})
	}
}

func same(a, b *record.Certificate) bool { return a == b || a.SHA256 == b.SHA256 }

func (b *Base) learnIssuer(ca *record.Certificate, l *Lesson) {
	if _, known := b.known[ca]; known || !ca.Subject.Present {
		return
	}
	if len(b.known) >= maxIssuers {
		b.forgotten++
		return
	}
	if b.known == nil {
		b.known, b.issuers = make(map[*record.Certificate]struct{}), make(map[string]*Where)
	}
	b.known[ca] = struct{}{}
	if _, known := b.issuers[ca.Subject.Value]; !known {
		b.issuers[ca.Subject.Value] = l.where()
	}
}

// accept remembers an offer that led to an established connection, unless one like it is known.
func (s *Server) accept(l *Lesson) {
	for i := range s.Accepted {
		o := &s.Accepted[i]
		if o.Client == l.Client && o.Highest == l.Highest && o.Segmented == l.Segmented && o.Named == l.Named {
			return
		}
	}
	if len(s.Accepted) < maxClients {
		s.Accepted = append(s.Accepted, Offer{
			Client: l.Client, Highest: l.Highest, Length: l.Length, Segmented: l.Segmented, Named: l.Named, Where: l.where(),
		})
	}
}

// Latest returns the chain that a server most likely presents for a name: one that it presented for
// just that name, else the only one that it was seen to have.
func (s *Server) Latest(name string, named bool) (Chain, bool) {
	for _, c := range slices.Backward(s.Chains) {
		if c.Name == name && c.Named == named {
			return c, true
		}
	}
	if len(s.Chains) == 0 {
		return Chain{}, false
	}
	first := s.Chains[0]
	for _, c := range s.Chains[1:] {
		if !same(c.Certificates[0], first.Certificates[0]) {
			return Chain{}, false
		}
	}
	return first, true
}
