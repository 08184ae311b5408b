package diagnosis

import (
	"fmt"

	"github.com/tlssniff/tlssniff/record"
)

// The steps of a plaintext conversation on its way to TLS.
const (
	stepAsked     = "upgrade_requested"
	stepAccepted  = "upgrade_accepted"
	stepRefused   = "upgrade_refused"
	stepNotListed = "upgrade_not_offered"
	stepInClear   = "continued_in_clear"
)

// upgradeRefused is for a STARTTLS, or a proxy's tunnel, that was asked for and
// refused, or that the client looked for in vain.
func upgradeRefused(f *facts) *verdict {
	if f.ServerHello != nil {
		return nil
	}
	refused, asked := f.step(server, stepRefused), f.lastOf(client, stepAsked)
	switch {
	case refused != nil && f.StartTLS != "":
		return f.startTLSRefused(asked, refused)
	case refused != nil && f.Proxy != nil:
		return f.proxyRefused(asked, refused)
	case f.StartTLS != "" && asked == nil:
		return f.notOffered()
	}
	return nil
}

// lastOf returns a side's last step with a message, or nil.
func (f *facts) lastOf(side, message string) *record.Step {
	for i := len(f.Steps) - 1; i >= 0; i-- {
		if s := &f.Steps[i]; s.From == side && s.Message == message {
			return s
		}
	}
	return nil
}

func (f *facts) startTLSRefused(asked, refused *record.Step) *verdict {
	name := protocol(f.StartTLS)
	v := &verdict{
		cause: StartTLSRefused, confidence: certain,
		summary: fmt.Sprintf("The client asked the %s server for TLS, and the server refused (%s).", name, refused.Note),
		advice: []string{
			fmt.Sprintf("server: enable TLS for %s, with a certificate and its key", name),
			"network: if the server does offer it, look for a firewall or proxy on the way that takes it out",
		},
	}
	if asked != nil {
		v.evidence = append(v.evidence, fmt.Sprintf("%s: client asked for TLS: %s", f.at(asked.Packet), asked.Note))
	}
	v.evidence = append(v.evidence, fmt.Sprintf("%s: server answered %s", f.at(refused.Packet), refused.Note))
	if f.step(server, "upgrade_offered") != nil {
		v.evidence = append(v.evidence, "the server had offered TLS before")
	}
	if stripped := f.step(client, stepInClear); stripped != nil {
		v.summary = fmt.Sprintf("The client asked the %s server for TLS, the server refused (%s), and the client went on in the clear.", name, refused.Note)
		v.evidence = append(v.evidence, f.at(stripped.Packet)+": client went on without TLS")
		v.advice = append(v.advice, "client: require TLS, so that it rather fails than sends mail or passwords in the clear")
	}
	return v
}

// notOffered is for a client that asked what the server can do, did not find TLS, and left.
func (f *facts) notOffered() *verdict {
	listed := f.step(server, stepNotListed)
	if listed == nil {
		return nil
	}
	name := protocol(f.StartTLS)
	v := &verdict{
		cause: StartTLSRefused, confidence: likely,
		summary: fmt.Sprintf("The %s server does not offer TLS, and the client left after it saw so.", name),
		evidence: []string{
			fmt.Sprintf("%s: server lists what it can do, without TLS", f.at(listed.Packet)),
		},
		advice: []string{
			fmt.Sprintf("server: enable TLS for %s, with a certificate and its key", name),
			"network: if the server does offer it, look for a firewall or proxy on the way that takes it out",
		},
	}
	if end := f.end(); end != "" {
		v.evidence = append(v.evidence, end)
	}
	return v
}

// httpRefusals and socksRefusals say what a proxy's answers mean (RFC 9110, section 15; RFC 1928, section 6).
var (
	httpRefusals = map[string]string{
		"400": "it does not understand the request", "401": "it wants the client to log in", "403": "it forbids this target",
		"404": "it does not know the target", "405": "it does not allow CONNECT", "407": "it wants the client to log in",
		"429": "too many requests", "500": "it failed by itself", "502": "it can't reach the target", "503": "it is overloaded, or its target is down",
		"504": "the target does not answer it",
	}
	socksRefusals = map[string]string{
		"1": "it failed", "2": "its rules forbid it", "3": "the network can't be reached", "4": "the host can't be reached",
		"5": "the target refuses the connection", "6": "the way is too long", "7": "it does not know the command", "8": "it does not know the kind of address",
		"91": "it rejects the request, or failed", "92": "it can't ask the client who its user is", "93": "the client's user is another",
		"no method": "it takes none of the client's ways to log in", "login": "it refuses the user's name or password",
	}
)

func (f *facts) proxyRefused(asked, refused *record.Step) *verdict {
	kind, meaning := "HTTP", httpRefusals[refused.Note]
	if f.Proxy.Kind != "http_connect" {
		kind, meaning = "SOCKS", socksRefusals[refused.Note]
	}
	v := &verdict{cause: ProxyRefused, confidence: certain}
	target := ""
	if f.Proxy.Target != "" {
		target = " to " + f.Proxy.Target
	}
	v.summary = fmt.Sprintf("The %s proxy refused the tunnel%s: it answered %s.", kind, target, refused.Note)
	if meaning != "" {
		v.summary = fmt.Sprintf("The %s proxy refused the tunnel%s: %s (%s).", kind, target, meaning, refused.Note)
	}
	if asked != nil {
		v.evidence = append(v.evidence, fmt.Sprintf("%s: client asked for %s", f.at(asked.Packet), asked.Note))
	}
	v.evidence = append(v.evidence, fmt.Sprintf("%s: proxy answered %s", f.at(refused.Packet), refused.Note))
	return v
}

// unusedUpgrade is for a STARTTLS or a tunnel that was agreed to, and in which the client
// spoke something else. Where the server did so too, nobody was surprised.
func (f *facts) unusedUpgrade(accepted *record.Step, spoke, answered string) *verdict {
	where := "after the server agreed to TLS"
	if f.StartTLS == "" && f.Proxy != nil {
		where = "in the tunnel to " + f.Proxy.Target
	}
	v := &verdict{
		cause: PlaintextToTLSServer, confidence: likely,
		summary: fmt.Sprintf("The client spoke %s in the clear %s, where TLS is expected.", protocol(spoke), where),
		evidence: []string{
			fmt.Sprintf("%s: server accepted (%s)", f.at(accepted.Packet), accepted.Note),
			fmt.Sprintf("client's first bytes behind it are %s, not a ClientHello", protocol(spoke)),
		},
	}
	if answered != "" {
		v.cause, v.confidence = Unexplained, certain
		v.summary = fmt.Sprintf("Nobody tried TLS: %s both sides speak in the clear.", where)
		v.evidence = append(v.evidence, "server answered in "+protocol(answered))
	}
	return v
}
