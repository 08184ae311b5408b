package story

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// run returns how many of the next events are told as one: encrypted records of
// one side of which nothing more is known.
func (t *teller) run(next []event) int {
	first := next[0]
	if !plain(first) || t.side(first.from).changed && !t.tls13 {
		return 1
	}
	n := 1
	for n < len(next) && plain(next[n]) && next[n].from == first.from && next[n].step.Message == first.step.Message {
		n++
	}
	return n
}

// plain reports whether an event is an encrypted record that tells nothing of itself.
func plain(e event) bool {
	return e.step != nil && e.alert == nil && e.step.Fits == nil && e.step.ParseError == "" &&
		(e.step.Message == "encrypted_handshake" || e.step.Message == "application_data")
}

// sealed tells encrypted records.
func (t *teller) sealed(run []event, out *Step) {
	s := run[0].step
	size := 0
	for _, e := range run {
		size += e.step.Length
	}
	out.Size = record.Some(size)
	if len(run) > 1 {
		out.Message = fmt.Sprintf("%d %ss", len(run), strings.TrimSuffix(out.Message, "s"))
		if s.Message == "application_data" {
			out.Message = fmt.Sprintf("%d records of application data", len(run))
		}
	}
	switch {
	case s.Message == "application_data" && s.Note == "early data":
		out.means("early data: what the client sends before the server answers, encrypted")
	case s.Message == "application_data":
		out.means("encrypted")
	case t.early(s):
		out.means("can be early data; readable only with the keys")
	case len(s.Fits) > 0:
		t.fits(s, out)
	case t.tls13:
		out.means(t.sealed13(s))
	default:
		t.sealed12(s, out)
	}
	if len(run) > 1 {
		out.means(sizes(run))
	}
}

// sizes tells the lengths of the first few records.
func sizes(run []event) string {
	var lengths []string
	for _, e := range run {
		lengths = append(lengths, fmt.Sprint(e.step.Length))
	}
	return "their sizes: " + list(lengths, ", ") + " bytes"
}

// fitting says what a record can hold.
var fitting = map[string]string{
	record.FitsAlert:            "an alert",
	record.FitsFinished:         "a Finished",
	record.FitsEmptyCertificate: "an empty Certificate, which says that there is none to show",
	record.FitsEmptyAndFinished: "an empty Certificate, which says that there is none to show, with a Finished",
}

// fits tells what an encrypted record can be by its size.
func (t *teller) fits(s *record.Step, out *Step) {
	var names []string
	for _, name := range s.Fits[:min(len(s.Fits), most)] {
		if known := fitting[name]; known != "" {
			name = known
		}
		names = append(names, short(name))
	}
	out.means("the size of " + strings.Join(names, ", or of "))
	if slices.Contains(s.Fits, record.FitsFinished) || slices.Contains(s.Fits, record.FitsEmptyAndFinished) {
		t.side(s.From).finished = true
	}
}

// early reports whether a record can be early data: the client offered some, and
// nothing yet that has a Finished's size. That it has an alert's then says little.
func (t *teller) early(s *record.Step) bool {
	return s.From == "client" && t.c.EarlyData != "" && !t.side(s.From).finished &&
		!slices.Contains(s.Fits, record.FitsFinished)
}

// sealed13 tells a record of TLS 1.3, where all after the ServerHello is encrypted.
func (t *teller) sealed13(s *record.Step) string {
	switch {
	case t.side(s.From).finished:
		return "sent after that, readable only with the keys"
	case s.From == "server" && t.follows("server") && t.c.Resumption == "none":
		return "its part goes on, with its certificate; readable only with the keys"
	case s.From == "server" && t.follows("server"):
		return "its part goes on, readable only with the keys"
	}
	return "readable only with the keys"
}

// sealed12 tells a record of TLS 1.2 and below, where a Finished has its place:
// it is the first after the ChangeCipherSpec.
func (t *teller) sealed12(s *record.Step, out *Step) {
	side := t.side(s.From)
	switch {
	case side.changed:
		side.finished = true
		out.Message = "Finished"
		out.means("ends the " + s.From + "'s part; encrypted, known by its place")
	case side.finished:
		out.means("part of another handshake on this connection (renegotiation)")
	default:
		out.means("readable only with the keys")
	}
	out.means(s.Note)
}
