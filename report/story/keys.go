package story

import (
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// serverKeyExchange tells what keys are agreed on with.
func (t *teller) serverKeyExchange(_ *record.Step, out *Step) {
	k := t.c.ServerKeyExchange
	if k == nil {
		out.means("the server's half of the key exchange")
		return
	}
	text := "the server's half of the key exchange"
	switch {
	case k.Group != "" && k.Group != "dh":
		text += ", over " + short(k.Group)
	case k.DHBits.Present:
		text += fmt.Sprintf(", Diffie-Hellman with %d bits", k.DHBits.Value)
	}
	if k.SignatureScheme != "" {
		text += ", signed with " + short(k.SignatureScheme)
	}
	out.means(text)
}

// clientKeyExchange tells how the client's part of the secret comes.
func (t *teller) clientKeyExchange(_ *record.Step, out *Step) {
	if strings.HasPrefix(t.c.CipherSuite, "TLS_RSA_WITH_") {
		out.means("the secret, encrypted for the key in the server's certificate")
		return
	}
	out.means("the client's half of the key exchange")
}

// changeCipherSpec tells that encryption begins, or that it does not matter.
func (t *teller) changeCipherSpec(s *record.Step, out *Step) {
	switch {
	case t.tls13 || t.c.HelloRetryRequest != nil:
		out.means("no meaning in TLS 1.3; sent to please old devices")
	case t.side(s.From).finished:
		out.means("from here on it uses the new keys")
	default:
		out.means("from here on it encrypts what it sends")
	}
}

// finished tells a Finished that can be read.
func (t *teller) finished(s *record.Step, out *Step) {
	t.side(s.From).finished = true
	out.means("ends the " + s.From + "'s part of the handshake")
}
