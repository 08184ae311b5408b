package diagnosis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
)

const (
	client = "client"
	server = "server"
)

// peer returns the other side.
func peer(side string) string {
	if side == client {
		return server
	}
	return client
}

// facts are a failed connection, and what the rules ask of it over and over.
type facts struct {
	*record.Connection
	base  *knowledge.Base
	known *knowledge.Server
	// alert is the complaint that ended the handshake, or nil. An alert that follows the other
	// side's FIN or RST is a consequence of that, and never stands here.
	alert *record.Alert
	code  int // of alert, or -1 where there is none or it is encrypted
	// before is the other side's last step before the alert, or before the end where there is none.
	before *record.Step
}

// examine looks at a connection.
func examine(c *record.Connection, base *knowledge.Base) *facts {
	f := &facts{Connection: c, base: base, code: -1}
	f.known = base.Server(knowledge.Address(&c.Server))
	f.alert = f.complaint()
	if f.alert != nil {
		if !f.alert.Encrypted {
			f.code = int(f.alert.Code.Value)
		}
		f.before = f.lastStep(peer(f.alert.From), &f.alert.Packet)
	}
	return f
}

// complaint returns the alert that ended the handshake, or nil.
func (f *facts) complaint() *record.Alert {
	var warning *record.Alert
	for i := range f.Alerts {
		a := &f.Alerts[i]
		if a.Description == "close_notify" || f.left(peer(a.From), a.Packet) {
			continue
		}
		if a.Encrypted && f.ClientHello == nil && f.ServerHello == nil {
			continue // where the handshake was not captured, it is a goodbye
		}
		if a.Level == "warning" && a.Description != "user_canceled" && !f.tls13() {
			// Some stacks mark as a warning what they then close for.
			if warning == nil && f.lastStepOf(a.From) == a.Packet {
				warning = a
			}
			continue
		}
		return a
	}
	return warning
}

// left reports whether a side had closed the connection before a packet.
func (f *facts) left(side string, at record.Packet) bool {
	if f.TCP == nil {
		return false
	}
	for i := range f.TCP.Fin {
		if fin := &f.TCP.Fin[i]; fin.From == side && before(fin.Packet, at) {
			return true
		}
	}
	r := f.TCP.Reset
	return r != nil && r.From == side && before(r.Packet, at)
}

// before reports whether one packet came before another.
func before(a, b record.Packet) bool {
	return cmp.Or(cmp.Compare(a.File.Value, b.File.Value), cmp.Compare(a.Number, b.Number)) < 0
}

// lastStep returns a side's last step that is no alert, up to a packet where one is given.
func (f *facts) lastStep(side string, until *record.Packet) *record.Step {
	for i := len(f.Steps) - 1; i >= 0; i-- {
		s := &f.Steps[i]
		if s.From != side || s.Message == "alert" || s.Message == "encrypted_alert" || slices.Contains(s.Fits, record.FitsAlert) {
			continue
		}
		if until == nil || !before(*until, s.Packet) {
			return s
		}
	}
	return nil
}

// lastStepOf returns where a side's last step of any kind stands.
func (f *facts) lastStepOf(side string) record.Packet {
	for _, s := range slices.Backward(f.Steps) {
		if s.From == side {
			return s.Packet
		}
	}
	return record.Packet{}
}

// step returns the first step of a side with a message, or nil.
func (f *facts) step(side, message string) *record.Step {
	for i := range f.Steps {
		if s := &f.Steps[i]; s.From == side && s.Message == message {
			return s
		}
	}
	return nil
}

// steps counts a side's steps with a message.
func (f *facts) steps(side, message string) (n int) {
	for i := range f.Steps {
		if s := &f.Steps[i]; s.From == side && s.Message == message {
			n++
		}
	}
	return n
}

// fits returns a side's first step whose size fits something, or nil.
func (f *facts) fits(side string, what ...string) *record.Step {
	for i := range f.Steps {
		if s := &f.Steps[i]; s.From == side && slices.ContainsFunc(s.Fits, func(x string) bool { return slices.Contains(what, x) }) {
			return s
		}
	}
	return nil
}

// complains reports whether the handshake ended with a visible alert of a side, of one of these codes.
func (f *facts) complains(side string, codes ...int) bool {
	return f.code >= 0 && f.alert.From == side && slices.Contains(codes, f.code)
}

func (f *facts) tls13() bool { return strings.HasPrefix(f.Version, "TLS 1.3") }

// unanswered reports whether the server said nothing of the handshake but, perhaps, an alert.
func (f *facts) unanswered() bool {
	return f.ClientHello != nil && f.ServerHello == nil && f.HelloRetryRequest == nil
}

// at names a packet.
func (f *facts) at(p record.Packet) string {
	if i, ok := p.File.Get(); ok && i < len(f.Capture.Sources) {
		return fmt.Sprintf("packet %d of %s", p.Number, f.Capture.Sources[i])
	}
	return fmt.Sprintf("packet %d", p.Number)
}

// said is the evidence that an alert is.
func (f *facts) said() string {
	a := f.alert
	if a.Encrypted {
		return fmt.Sprintf("%s: %s sent an encrypted alert, of which only the size and the place tell", f.at(a.Packet), a.From)
	}
	return fmt.Sprintf("%s: %s sent %s (%d)", f.at(a.Packet), a.From, a.Description, f.code)
}

// end is the evidence of how the connection was closed, or "".
func (f *facts) end() string {
	if f.TCP == nil {
		return ""
	}
	if len(f.TCP.Fin) > 0 {
		fin := f.TCP.Fin[0]
		return fmt.Sprintf("%s: %s closed the connection (FIN)", f.at(fin.Packet), fin.From)
	}
	if r := f.TCP.Reset; r != nil {
		return fmt.Sprintf("%s: %s reset the connection (RST)", f.at(r.Packet), r.From)
	}
	return ""
}

// elsewhere names the connection in which something was seen.
func elsewhere(w *knowledge.Where) string {
	return fmt.Sprintf("connection %s (from packet %d of %s)", w.UID, w.Packet, w.Source)
}

// holes says what of the handshake the capture lacks, or "".
func (f *facts) holes() string {
	if n := f.Capture.MissingBytes.Value; n > 0 {
		return fmt.Sprintf("%d bytes of the handshake are not in the capture", n)
	}
	return ""
}

// leaf returns a side's own certificate, or nil.
func (f *facts) leaf(side string) *record.PresentedCertificate {
	if chain := f.chain(side); len(chain) > 0 {
		return &chain[0]
	}
	return nil
}

// chain returns the certificates that a side presented.
func (f *facts) chain(side string) []record.PresentedCertificate {
	switch {
	case f.Certificates == nil:
		return nil
	case side == client:
		return f.Certificates.Client
	}
	return f.Certificates.Server
}

// list joins names for a sentence: a few, and how many more.
func list(names []string) string {
	const few = 6
	if len(names) == 0 {
		return "none"
	}
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
