package diagnosis

import (
	"fmt"
	"time"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
)

// closedFirst reports whether a side was the first to close the connection, by FIN or RST.
func (f *facts) closedFirst(side string) bool {
	return f.Close == "fin_"+side || f.Close == "rst_"+side
}

// unacknowledged returns how many bytes of a side's handshake the other never acknowledged.
func (f *facts) unacknowledged(side string) int64 { return bySide(f.TCP, side, unacknowledgedBytes) }

func (f *facts) retransmitted(side string) int64 {
	return bySide(f.TCP, side, retransmittedSegments)
}

func unacknowledgedBytes(t *record.TCP) *record.BySide   { return t.Unacknowledged }
func retransmittedSegments(t *record.TCP) *record.BySide { return t.Retransmitted }

func bySide(t *record.TCP, side string, of func(*record.TCP) *record.BySide) int64 {
	if t == nil {
		return 0
	}
	counts := of(t)
	switch {
	case counts == nil:
		return 0
	case side == client:
		return counts.Client.Value
	}
	return counts.Server.Value
}

// silence is for a handshake that stands still because packets don't arrive, or
// nobody answers them.
func silence(f *facts) *verdict {
	if f.alert != nil {
		return nil
	}
	for _, r := range []rule{lostHello, lostFlight, noAnswer, stalled} {
		if v := r(f); v != nil {
			return v
		}
	}
	return nil
}

// lostHello is for a ClientHello of several segments of which not all get through.
func lostHello(f *facts) *verdict {
	h := f.ClientHello
	lost, again := f.unacknowledged(client), f.retransmitted(client)
	if h == nil || !f.unanswered() || f.Server.Bytes > 0 || lost == 0 || again == 0 || !knowledge.Segmented(f.Connection) {
		return nil
	}
	v := &verdict{
		cause: ClientHelloDropped, confidence: likely,
		summary: fmt.Sprintf("The ClientHello takes more than one packet (%d bytes), and not all of it arrives: something on the way drops a part.", h.Length),
		evidence: []string{
			fmt.Sprintf("%s: ClientHello of %d bytes, in several segments", f.at(h.Packet), h.Length),
			fmt.Sprintf("%s of it never acknowledged by the server, %s sent again", plural(lost, "byte"), plural(again, "segment")),
		},
	}
	if f.ClientHello.KeyShares != nil && len(h.KeyShares) > 0 && postQuantum(h.KeyShares) {
		v.evidence = append(v.evidence, fmt.Sprintf("the key share of %s is what makes it so long", h.KeyShares[0]))
		v.advice = []string{
			"network: find the firewall or load balancer that drops the second segment of a ClientHello, and update it",
			fmt.Sprintf("client: until then, offer the key share of a shorter group first (without %s)", h.KeyShares[0]),
		}
	}
	return v
}

// plural counts things.
func plural(n int64, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// lostFlight is for a server whose large packets do not reach the client: most
// often a path whose MTU is smaller than the ends believe.
func lostFlight(f *facts) *verdict {
	if f.ClientHello == nil || f.Server.Bytes == 0 {
		return nil
	}
	var missing int64
	var at string
	if f.TCP != nil {
		for _, g := range f.TCP.Gaps {
			if g.From == server && g.LostBy == "network" {
				missing += g.Length
				if at == "" {
					at = f.at(g.Packet)
				}
			}
		}
	}
	lost, again := f.unacknowledged(server), f.retransmitted(server)
	switch {
	case missing > 0:
		return f.flightLost(fmt.Sprintf("%s: %s of the server's flight are missing before this packet and never came", at, plural(missing, "byte")))
	case lost > 0 && again >= 2:
		return f.flightLost(fmt.Sprintf("%s of the server's flight never acknowledged by the client, %s sent again", plural(lost, "byte"), plural(again, "segment")))
	}
	return nil
}

func (f *facts) flightLost(evidence string) *verdict {
	v := &verdict{
		cause: ServerFlightLost, confidence: likely,
		summary:  "The server's answer is lost on the way: its full-size packets do not reach the client, while small ones do.",
		evidence: []string{evidence},
	}
	if f.TCP.MSS != nil && f.TCP.MSS.Client.Present {
		v.evidence = append(v.evidence, fmt.Sprintf("the client announced segments of up to %d bytes", f.TCP.MSS.Client.Value))
	}
	if end := f.end(); end != "" {
		v.evidence = append(v.evidence, end)
	}
	return v
}

// noAnswer is for a ClientHello that the server's host acknowledged, and nothing more.
func noAnswer(f *facts) *verdict {
	h := f.ClientHello
	if h == nil || !f.unanswered() || f.Server.Bytes > 0 || f.closedFirst(server) || f.Outcome == record.OutcomeIncomplete {
		return nil
	}
	v := &verdict{
		cause: ClientHelloUnanswered, confidence: certain,
		summary:  "The server takes the ClientHello and never answers.",
		evidence: []string{f.at(h.Packet) + ": client sent its ClientHello"},
	}
	if lost := f.unacknowledged(client); lost > 0 {
		v.confidence = likely
		v.summary = "The ClientHello gets no answer, not even an acknowledgement."
		v.evidence = append(v.evidence, plural(lost, "byte")+" of it never acknowledged")
		if again := f.retransmitted(client); again > 0 {
			v.evidence = append(v.evidence, plural(again, "segment")+" sent again")
		}
	} else {
		v.evidence = append(v.evidence, "the server's host acknowledged all of it, and sent no data")
	}
	if end := f.end(); end != "" {
		v.evidence = append(v.evidence, fmt.Sprintf("%s, %s later", end, f.since(h.Packet)))
	}
	return v
}

// patience is how long a side must have waited before its close counts as giving up.
const patience = time.Second

// stalled is for a client that takes the server's flight and says nothing until the server gives up.
func stalled(f *facts) *verdict {
	if f.ServerHello == nil || f.closedFirst(client) {
		return nil
	}
	flight := f.lastStep(server, nil)
	if flight == nil || f.unacknowledged(server) > 0 {
		return nil
	}
	whole := f.tls13() && f.fits(server, record.FitsFinished) != nil || f.step(server, "server_hello_done") != nil
	if !whole {
		return nil
	}
	end, at, ok := f.closing()
	if !ok && f.Close != "timeout" {
		return nil
	}
	if !ok {
		end = f.End
	}
	for i := range f.Steps {
		if s := &f.Steps[i]; s.From == client && before(flight.Packet, s.Packet) && (!ok || before(s.Packet, at)) {
			return nil
		}
	}
	waited := end.Std().Sub(flight.Time.Std())
	if waited < patience && f.Close != "timeout" {
		return nil
	}
	v := &verdict{
		cause: ClientStalled, confidence: likely,
		summary: fmt.Sprintf("The client takes the server's flight and says nothing for %s, until the server gives up.", lasting(waited)),
		evidence: []string{
			fmt.Sprintf("%s: the last of the server's flight, all of it acknowledged", f.at(flight.Packet)),
		},
	}
	if ok {
		v.evidence = append(v.evidence, fmt.Sprintf("%s: server closed the connection %s later", f.at(at), lasting(waited)))
	} else {
		v.summary = "The client takes the server's flight and says nothing more."
	}
	return v
}

// lasting says how long a wait was.
func lasting(d time.Duration) string { return d.Round(100 * time.Millisecond).String() }

// closing returns when and where the connection was first closed.
func (f *facts) closing() (record.Time, record.Packet, bool) {
	if f.TCP == nil {
		return 0, record.Packet{}, false
	}
	if len(f.TCP.Fin) > 0 {
		return f.TCP.Fin[0].Time, f.TCP.Fin[0].Packet, true
	}
	if r := f.TCP.Reset; r != nil {
		return r.Time, r.Packet, true
	}
	return 0, record.Packet{}, false
}

// since says how long after a step the connection was closed.
func (f *facts) since(p record.Packet) string {
	end, _, _ := f.closing()
	for i := range f.Steps {
		if f.Steps[i].Packet == p {
			return lasting(end.Std().Sub(f.Steps[i].Time.Std()))
		}
	}
	return "some time"
}

// ending is for a handshake that was closed or reset without a word: by whom, and when.
func ending(f *facts) *verdict {
	if f.alert != nil || f.ClientHello == nil && f.ServerHello == nil || f.Outcome == record.OutcomeIncomplete {
		return nil
	}
	reset := f.Close == "rst_client" || f.Close == "rst_server"
	by := client
	if f.closedFirst(server) {
		by = server
	} else if !f.closedFirst(client) {
		return nil
	}
	v := &verdict{confidence: certain}
	switch {
	case f.unanswered() && f.left(server, f.ClientHello.Packet):
		v.cause, v.confidence = ClosedAfterClientHello, possible
		v.summary = "The server had closed the connection before the ClientHello came."
	case f.unanswered() && by == server && reset:
		v.cause = ResetAfterClientHello
		v.summary = "The connection was reset in answer to the ClientHello."
	case f.unanswered() && by == server:
		v.cause = ClosedAfterClientHello
		v.summary = "The server closed the connection in answer to the ClientHello."
	case f.unanswered():
		v.cause, v.confidence = ClientHelloUnanswered, likely
		v.summary = "The client left before the server answered."
	case f.tls13() && (by == client || !f.clientWentOn()):
		v.cause = AbortedAfterServerHello
		v.summary = fmt.Sprintf("The %s left after the ServerHello without an alert.", by)
	case by == client && len(f.chain(server)) > 0 && !f.clientWentOn():
		v.cause, v.confidence = ClientClosedAfterServerFlight, likely
		v.summary = "The client left right after it saw the server's certificate, without a word: most often it did not trust it."
		f.doubtCertificate(v)
	case reset:
		v.cause = ResetDuringHandshake
		v.summary = fmt.Sprintf("The %s reset the connection in the middle of the handshake.", by)
	default:
		v.cause = ClosedDuringHandshake
		v.summary = fmt.Sprintf("The %s closed the connection in the middle of the handshake, without an alert.", by)
	}
	if last := f.lastStep(peer(by), nil); last != nil {
		v.evidence = append(v.evidence, fmt.Sprintf("%s: the last that the %s sent is %s", f.at(last.Packet), peer(by), last.Message))
	}
	v.evidence = append(v.evidence, f.end())
	if reset {
		f.judgeReset(v)
	}
	return v
}

// clientWentOn reports whether the client answered the server's hello with more of the handshake.
func (f *facts) clientWentOn() bool {
	last := f.lastStep(client, nil)
	return last != nil && f.ServerHello != nil && before(f.ServerHello.Packet, last.Packet)
}

// doubtCertificate adds what a client may have minded in the server's chain.
func (f *facts) doubtCertificate(v *verdict) {
	if p := f.shown(client); p != nil {
		if fault := p.fault(f); fault != nil {
			v.evidence = append(v.evidence, fault.evidence...)
			v.advice = append(v.advice, fault.advice...)
		}
	}
}
