package story

import (
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// teller tells the steps of one connection, one after the other.
type teller struct {
	c     *record.Connection
	tls13 bool
	sides map[string]*side
	told  []Step
}

// side is what a side has done so far.
type side struct {
	// changed says that a ChangeCipherSpec came and nothing of that side's since.
	changed bool
	// finished says that a Finished came, or a record that has its size and place.
	finished bool
	hellos   int
	// asked says that a server wanted the hello again, with a cookie.
	asked bool
}

// steps tells all that happened.
func steps(c *record.Connection) []Step {
	t := &teller{c: c, tls13: strings.Contains(c.Version, "TLS 1.3"), sides: make(map[string]*side)}
	t.opening()
	all := events(c)
	for i := 0; i < len(all); {
		n := t.run(all[i:])
		t.tell(all[i : i+n])
		i += n
	}
	t.ending()
	return t.told
}

// side returns what a side has done so far.
func (t *teller) side(from string) *side {
	if t.sides[from] == nil {
		t.sides[from] = new(side)
	}
	return t.sides[from]
}

// tell tells one event, or a run of encrypted records.
func (t *teller) tell(run []event) {
	e := run[0]
	out := Step{Packet: e.at, From: e.from}
	if e.time.Present {
		out.Time = record.Some(e.time.Value.Since(t.c.Start))
	}
	switch {
	case e.alert != nil:
		t.alert(e.alert, e.step, &out)
	case e.fin != nil:
		t.fin(&out)
	case e.reset != nil:
		t.reset(e.reset, &out)
	case e.quic != nil:
		quicClose(e.quic, &out)
	case e.step != nil:
		t.step(run, &out)
	}
	t.told = append(t.told, out)
}

// step tells a message, and what is remarkable in its form.
func (t *teller) step(run []event, out *Step) {
	s := run[0].step
	out.Message, out.Size = messageName(s.Message), record.Some(s.Length)
	if s.Message == "encrypted_handshake" || s.Message == "application_data" {
		t.sealed(run, out)
	} else if tell := tellers[s.Message]; tell != nil {
		tell(t, s, out)
		out.means(s.Note)
	} else {
		out.means(s.Note)
	}
	t.side(s.From).changed = s.Message == "change_cipher_spec"
	if s.ParseError != "" {
		out.Trouble = true
		out.means("its form is broken: " + short(s.ParseError))
	}
}

// tellers has the function that tells a message. What is not here has a name and no more.
var tellers = map[string]func(*teller, *record.Step, *Step){
	"client_hello":         (*teller).clientHello,
	"server_hello":         (*teller).serverHello,
	"hello_retry_request":  (*teller).helloRetryRequest,
	"hello_request":        says("asks the client to begin another handshake"),
	"hello_verify_request": (*teller).helloVerifyRequest,

	"certificate":            (*teller).certificate,
	"compressed_certificate": (*teller).certificate,
	"certificate_request":    (*teller).certificateRequest,
	"certificate_status":     (*teller).certificateStatus,
	"certificate_verify":     (*teller).certificateVerify,

	"server_key_exchange": (*teller).serverKeyExchange,
	"client_key_exchange": (*teller).clientKeyExchange,
	"server_hello_done":   says("ends the server's part; the client is next"),
	"change_cipher_spec":  (*teller).changeCipherSpec,
	"finished":            (*teller).finished,
	"key_update":          says("changes to new keys"),

	"encrypted_extensions": says("more of what the server picks"),
	"end_of_early_data":    says("ends the early data"),
	"new_session_ticket":   says("gives a ticket, with which the client can resume this session later"),

	"retry":               says("makes the client show that its address is real: it has to begin again with a token"),
	"version_negotiation": says("does not speak the client's version; these it does:"),

	"upgrade_offered":     (*teller).upgrade,
	"upgrade_not_offered": (*teller).upgrade,
	"upgrade_requested":   (*teller).upgrade,
	"upgrade_accepted":    (*teller).upgrade,
	"upgrade_refused":     (*teller).upgrade,
	"continued_in_clear":  (*teller).upgrade,
	"proxy_header":        (*teller).upgrade,

	"missing_bytes": (*teller).missingBytes,
	"not_a_record":  (*teller).notARecord,
	"heartbeat":     (*teller).heartbeat,
	"alert":         (*teller).bareAlert,
}

// says is for messages that always mean the same.
func says(meaning string) func(*teller, *record.Step, *Step) {
	return func(_ *teller, _ *record.Step, out *Step) { out.means(meaning) }
}

// follows reports whether a side sent a record that can be its Finished.
func (t *teller) follows(from string) bool {
	return slices.ContainsFunc(t.c.Steps, func(s record.Step) bool {
		return s.From == from && slices.Contains(s.Fits, record.FitsFinished)
	})
}
