// Package upgrade reads the plaintext protocols that turn into TLS: those with a
// STARTTLS command or something like it, and proxies that open a tunnel. It
// follows what both sides say only as far as it takes to know the protocol and
// the answer, and keeps nothing of it but that: no credentials, no mail.
//
// Each protocol is a file with a conversation that takes both sides' bytes.
package upgrade

import (
	"net/netip"
	"slices"
)

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
	for i := range protocols {
		if p := &protocols[i]; p.from == from && (slices.ContainsFunc(p.texts, opens(b)) || p.fits != nil && p.fits(b)) {
			return p.make()
		}
	}
	return nil
}

// opens returns a test for texts that bytes begin with, letters of either case.
func opens(b []byte) func(text string) bool {
	return func(text string) bool { return len(b) >= len(text) && equalFold(b[:len(text)], text) }
}

// Begins reports whether a side's first bytes can begin a conversation that turns into TLS.
func Begins(from Side, b []byte) bool { return begins(from, b) != nil }

// NeedsMore reports whether a side's first bytes are the beginning of such a text, and no more: a greeting
// may come in several segments. A nil Reader is one that has read nothing.
func (r *Reader) NeedsMore(from Side, b []byte) bool {
	if r != nil && (r.ended || r.talk != nil) {
		return false
	}
	for i := range protocols {
		if p := &protocols[i]; p.from == from && slices.ContainsFunc(p.texts, func(text string) bool {
			return len(b) < len(text) && equalFold(b, text[:len(b)])
		}) {
			return true
		}
	}
	return false
}

// protocols are all that are known, by who speaks first and how, in text or otherwise: to add one, write its file and name it here.
var protocols = []struct {
	from  Side
	texts []string
	fits  func(b []byte) bool
	make  func() conversation
}{
	{Server, []string{"220 ", "220-"}, nil, func() conversation { return &greeted{} }},
	{Server, []string{"* OK", "* PREAUTH"}, nil, func() conversation { return &imap{} }},
	{Server, []string{"+OK"}, nil, func() conversation { return &pop3{} }},
	{Server, []string{"200 ", "201 "}, nil, func() conversation { return &nntp{} }},
	{Server, []string{"\"IMPLEMENTATION\"", "\"SIEVE\"", "\"VERSION\""}, nil, func() conversation { return &sieve{} }},
	{Server, nil, isMySQL, func() conversation { return &mysql{} }},
	{Client, []string{"EHLO ", "HELO ", "LHLO ", "AUTH TLS", "AUTH SSL"}, nil, func() conversation { return &greeted{} }},
	{Client, []string{"CAP ", "NICK ", "STARTTLS\r\n"}, nil, func() conversation { return &irc{} }},
	{Client, []string{"<?xml", "<stream:stream", "<starttls"}, nil, func() conversation { return &xmpp{} }},
	{Client, []string{"CONNECT "}, nil, func() conversation { return &connect{} }},
	{Client, []string{"PROXY "}, nil, func() conversation { return &proxyV1{} }},
	{Client, []string{signatureV2}, nil, func() conversation { return &proxyV2{} }},
	{Client, nil, isLDAP, func() conversation { return &ldap{} }},
	{Client, nil, isPostgreSQL, func() conversation { return &postgresql{} }},
	{Client, nil, isRDP, func() conversation { return &rdp{} }},
	{Client, nil, isTDS, func() conversation { return &tds{} }},
	{Client, nil, isSOCKS4, func() conversation { return &socks4{} }},
	{Client, nil, isSOCKS5, func() conversation { return &socks5{} }},
}
