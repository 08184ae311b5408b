// Package upgrade reads the plaintext protocols that turn into TLS: those with a
// STARTTLS command or something like it, and proxies that open a tunnel. It
// follows what both sides say only as far as it takes to know the protocol and
// the answer, and keeps nothing of it but that: no credentials, no mail.
//
// Each protocol is a file with a conversation that takes both sides' bytes.
package upgrade

import "net/netip"

// Side is one end of the conversation, by its part in it.
type Side uint8

// The two sides.
const (
	Client Side = iota // opened the connection
	Server
)

// Peer returns the other side.
func (s Side) Peer() Side { return 1 - s }

// Kind is what a side did on the way to TLS.
type Kind uint8

// The kinds of events.
const (
	Offered   Kind = iota // the server says that it can do TLS
	NotListed             // the server lists what it can do, without TLS
	Asked                 // the client asks for TLS, or for a tunnel
	Accepted              // the server agrees
	Refused               // the server does not
	Continued             // the client goes on in the clear
	Announced             // a PROXY header names the real ends
)

// Event is one thing that a side did.
type Event struct {
	From Side
	Kind Kind
	// What is the command or the answer's code: never text that the peer chose, but for the
	// target of a proxy.
	What string
}

// Result is what is known so far.
type Result struct {
	// Protocol is the one that upgrades, as the record's starttls names it; "" where none is known.
	Protocol string
	// Proxy is the kind of the proxy that was asked last, as the record's proxy.kind names it, Target
	// the host and port asked of it, Source and Destination the real ends that a PROXY header
	// names, valid where they are.
	Proxy, Target       string
	Source, Destination netip.AddrPort
	// Listed says that the server listed what it can do without TLS; Wants that the client asked to hear
	// that list and did nothing else so far.
	Listed, Wants bool
	// Asked, Accepted and Refused are about what was asked last.
	Asked, Accepted, Refused bool
	// InClear says that the client was refused and went on without TLS.
	InClear bool
}

// state says how a conversation goes on.
type state uint8

const (
	talking state = iota
	opened        // what follows is another protocol: TLS, or one inside a tunnel
	over          // nothing more is to be learnt
)

// conversation reads one protocol. It returns how many bytes it took and how it
// goes on; what it did not take of an opened one belongs to what follows.
type conversation interface {
	read(r *Reader, from Side, b []byte) (used int, next state)
}

// Reader follows one connection's plaintext. Its zero value is ready.
type Reader struct {
	Result
	talk   conversation
	events []Event
	read   int
	ended  bool
}

// maxRead is how many bytes of both sides are read before a conversation is given up.
const maxRead = 64 << 10

// Events returns what happened since the last call. They are valid until the next Read.
func (r *Reader) Events() []Event {
	e := r.events
	r.events = r.events[:0]
	return e
}

// Over reports whether nothing more is to be learnt.
func (r *Reader) Over() bool { return r.ended }

// Read takes a side's next bytes. Where it reports opened, both sides begin anew with
// what follows, and rest, a part of b, is the first of it.
func (r *Reader) Read(from Side, b []byte) (rest []byte, isOpened bool) {
	if r.ended {
		return nil, false
	}
	if r.talk == nil {
		if r.talk = begins(from, b); r.talk == nil {
			r.ended = true
			return nil, false
		}
	}
	if r.read += len(b); r.read > maxRead {
		r.ended = true
		return nil, false
	}
	used, next := r.talk.read(r, from, b)
	switch next {
	case opened:
		r.talk = nil
		return b[used:], true
	case over:
		r.ended = true
	}
	return nil, false
}

func (r *Reader) tell(from Side, kind Kind, what string) {
	r.events = append(r.events, Event{From: from, Kind: kind, What: what})
	switch kind {
	case NotListed:
		r.Listed = true
	case Asked:
		r.Asked, r.Accepted, r.Refused, r.Wants = true, false, false, false
	case Accepted:
		r.Accepted = true
	case Refused:
		r.Refused = true
	case Continued:
		r.Wants = false
		r.InClear = from == Client && r.Refused
	}
}

// begins returns the conversation that a side's first bytes begin, or nil.
func begins(from Side, b []byte) conversation {
	for _, p := range protocols {
		if p.from == from && p.fits(b) {
			return p.make()
		}
	}
	return nil
}

// Begins reports whether a side's first bytes can begin a conversation that turns into TLS.
func Begins(from Side, b []byte) bool { return begins(from, b) != nil }

// protocols are all that are known, by who speaks first and how: to add one, write its file and name it here.
var protocols = []struct {
	from Side
	fits func(b []byte) bool
	make func() conversation
}{
	{Server, prefix("220 ", "220-"), func() conversation { return &greeted{} }},
	{Server, prefix("* OK", "* PREAUTH"), func() conversation { return &imap{} }},
	{Server, prefix("+OK"), func() conversation { return &pop3{} }},
	{Server, prefix("200 ", "201 "), func() conversation { return &nntp{} }},
	{Server, prefix("\"IMPLEMENTATION\"", "\"SIEVE\"", "\"VERSION\""), func() conversation { return &sieve{} }},
	{Server, isMySQL, func() conversation { return &mysql{} }},
	{Client, prefix("EHLO ", "HELO ", "LHLO ", "AUTH TLS", "AUTH SSL"), func() conversation { return &greeted{} }},
	{Client, prefix("CAP ", "NICK ", "STARTTLS\r\n"), func() conversation { return &irc{} }},
	{Client, prefix("<?xml", "<stream:stream", "<starttls"), func() conversation { return &xmpp{} }},
	{Client, prefix("CONNECT "), func() conversation { return &connect{} }},
	{Client, prefix("PROXY "), func() conversation { return &proxyV1{} }},
	{Client, prefix(signatureV2), func() conversation { return &proxyV2{} }},
	{Client, isLDAP, func() conversation { return &ldap{} }},
	{Client, isPostgreSQL, func() conversation { return &postgresql{} }},
	{Client, isRDP, func() conversation { return &rdp{} }},
	{Client, isTDS, func() conversation { return &tds{} }},
	{Client, isSOCKS4, func() conversation { return &socks4{} }},
	{Client, isSOCKS5, func() conversation { return &socks5{} }},
}

// prefix returns a test for bytes that begin with one of some texts; letters may be of either case.
func prefix(texts ...string) func([]byte) bool {
	return func(b []byte) bool {
		for _, t := range texts {
			if len(b) >= len(t) && equalFold(b[:len(t)], t) {
				return true
			}
		}
		return false
	}
}
