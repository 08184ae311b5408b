package diagnosis

import (
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
)

// selfEvident are the alerts whose name is the cause, whatever else the capture lacks.
var selfEvident = []int{protocolVersion, inappropriateFallback, userCanceled, internalErrorAlert, noRenegotiation, missingExtension, unrecognizedName, unknownPSKIdentity, certificateRequired, noApplicationProtocol, echRequired}

// unread is for a capture that lacks what it takes to tell.
func unread(f *facts) *verdict {
	what := f.lacking()
	if f.step(server, stepRefused) != nil || what == "" || f.complains(server, selfEvident...) || f.complains(client, selfEvident...) {
		return nil
	}
	refused := f.alert != nil && !f.alert.Encrypted
	switch {
	case f.Outcome == record.OutcomeIncomplete && f.stuck():
		return nil
	case f.Outcome == record.OutcomeIncomplete:
	case f.Capture.OneSided != "":
	case f.ClientHello == nil && f.HelloRetryRequest == nil && f.First == nil && f.holes() != "":
	case refused && f.complains(client, serverComplaints...) && f.step(server, "certificate") == nil && !f.tls13() && f.blind(server):
	case f.holes() != "" && !refused:
	default:
		return nil
	}
	v := &verdict{
		cause: CaptureIncomplete, confidence: certain,
		summary:  "The capture does not hold enough of this connection to tell: " + what + ".",
		evidence: []string{what},
		advice:   []string{"network: capture again, on both directions, from before the connection begins to after its end, with whole packets (tcpdump -s 0)"},
	}
	if f.alert != nil {
		v.evidence = append(v.evidence, f.said())
	}
	if gaps := f.gaps(); gaps != "" {
		v.evidence = append(v.evidence, gaps)
	}
	return v
}

// lacking says what the capture lacks, or "".
func (f *facts) lacking() string {
	switch {
	case f.Capture.OneSided != "":
		return fmt.Sprintf("only the %s's packets were captured", f.Capture.OneSided)
	case f.Capture.Snapped.Value && f.holes() != "":
		return "the snap length cut its packets short: " + f.holes()
	case f.holes() != "":
		return f.holes()
	case f.Capture.MidStream.Value:
		return "the capture begins in the middle of it"
	case f.Close == "open":
		return "the capture ends in the middle of it"
	case f.Capture.Snapped.Value:
		return "the snap length cut its packets short"
	case f.Outcome == record.OutcomeIncomplete:
		return "its ClientHello is not there"
	}
	return ""
}

// gaps names the holes, and the packets behind them.
func (f *facts) gaps() string {
	if f.TCP == nil {
		return ""
	}
	var told []string
	for _, g := range f.TCP.Gaps {
		if len(told) < 3 {
			told = append(told, fmt.Sprintf("%d bytes of the %s's before %s", g.Length, g.From, f.at(g.Packet)))
		}
	}
	if len(told) == 0 {
		return ""
	}
	return "missing: " + strings.Join(told, ", ")
}

// stuck reports whether the handshake stands still though both sides are captured: one sends again and
// again what the other never acknowledges.
func (f *facts) stuck() bool {
	return f.Capture.OneSided == "" && f.holes() == "" &&
		(f.unacknowledged(client) > 0 && f.retransmitted(client) >= 2 || f.unacknowledged(server) > 0 && f.retransmitted(server) >= 2)
}

// knownFragmentation is for a server, or a box before it, that fails on every
// ClientHello of more than one segment, and takes smaller ones.
func knownFragmentation(f *facts) *verdict {
	if !f.unanswered() || !f.refusesHello() || !knowledge.Segmented(f.Connection) {
		return nil
	}
	var small *knowledge.Offer
	for i := range f.known.Accepted {
		o := &f.known.Accepted[i]
		if o.Segmented {
			return nil
		}
		if small == nil {
			small = o
		}
	}
	if small == nil {
		return nil
	}
	v := &verdict{
		cause: FragmentedClientHelloRejected, confidence: likely,
		summary: fmt.Sprintf("The server, or a box before it, fails on a ClientHello of several segments (%d bytes) and takes shorter ones.", f.ClientHello.Length),
		evidence: []string{
			fmt.Sprintf("%s: ClientHello of %d bytes, in several segments", f.at(f.ClientHello.Packet), f.ClientHello.Length),
			f.refusal(),
			fmt.Sprintf("a ClientHello of %d bytes succeeds in %s", small.Length, elsewhere(small.Where)),
		},
	}
	if postQuantum(f.ClientHello.KeyShares) {
		v.evidence = append(v.evidence, "a post-quantum key share makes it so long")
		v.advice = []string{
			"server: update the load balancer or proxy that reads the ClientHello, so that it waits for all of it",
			"client: until then, leave out the post-quantum group",
		}
	}
	return v
}

// unexplained is for what fits nothing: it tells what was seen.
func unexplained(f *facts) *verdict {
	if what := f.lacking(); what != "" {
		return &verdict{
			cause: CaptureIncomplete, confidence: certain,
			summary:  "The capture does not hold enough of this connection to tell: " + what + ".",
			evidence: []string{what},
		}
	}
	v := &verdict{cause: Unexplained, confidence: possible, summary: "The handshake did not come to its end, and the capture does not show why."}
	if n := len(f.Steps); n > 0 && f.Close == "timeout" {
		last := &f.Steps[n-1]
		v.summary = fmt.Sprintf("The handshake stands still after the %s's %s: nobody says anything more.", last.From, last.Message)
	}
	for _, side := range []string{client, server} {
		if s := f.lastStep(side, nil); s != nil {
			v.evidence = append(v.evidence, fmt.Sprintf("%s: the last of the %s is %s", f.at(s.Packet), side, s.Message))
		}
	}
	if f.alert != nil {
		v.evidence = append(v.evidence, f.said())
	}
	if end := f.end(); end != "" {
		v.evidence = append(v.evidence, end)
	}
	return v
}
