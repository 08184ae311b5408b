package diagnosis

import (
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// neverTLS is for connections in which no side spoke TLS, or only the server: what
// the client sent is another protocol.
func neverTLS(f *facts) *verdict {
	if f.Outcome != record.OutcomeNotTLS || f.step(client, stepInClear) != nil {
		return nil
	}
	var spoke, answered string
	if f.First != nil {
		spoke, answered = f.First.Client, f.First.Server
	}
	if accepted := f.step(server, stepAccepted); accepted != nil {
		return f.unusedUpgrade(accepted, spoke, answered)
	}
	v := &verdict{cause: PlaintextToTLSServer, confidence: likely}
	v.evidence = append(v.evidence, fmt.Sprintf("from packet %d: client's first bytes are %s, not a ClientHello", f.Capture.FirstPacket, protocol(spoke)))
	speaks := f.known.Versions()
	switch {
	case f.alert != nil:
		v.confidence = certain
		v.evidence = append(v.evidence, f.said())
	case len(speaks) > 0:
		v.confidence = certain
		w := speaks[0]
		v.evidence = append(v.evidence, fmt.Sprintf("the same server speaks %s in %s", w.Value, elsewhere(w.Where)))
	case answered != "" && answered != "http":
		return bothPlain(f, spoke, answered)
	case answered == "http" || spoke == "" || spoke == "unknown":
		v.confidence = possible
	}
	if answered != "" {
		v.evidence = append(v.evidence, "server answered in "+protocol(answered))
	} else if end := f.end(); end != "" {
		v.evidence = append(v.evidence, end)
	}
	v.summary = fmt.Sprintf("The client spoke %s in the clear to port %d, where TLS is expected.", protocol(spoke), f.Server.Port)
	return v
}

// bothPlain is for a port of TLS on which both sides speak something else.
func bothPlain(f *facts, spoke, answered string) *verdict {
	return &verdict{
		cause: Unexplained, confidence: certain,
		summary:  fmt.Sprintf("Nobody tried TLS: on port %d both sides speak in the clear.", f.Server.Port),
		evidence: []string{fmt.Sprintf("from packet %d: the client's first bytes are %s, the server's %s", f.Capture.FirstPacket, protocol(spoke), protocol(answered))},
	}
}

// plaintextServer is for a ClientHello that readable text of another protocol answers.
func plaintextServer(f *facts) *verdict {
	if f.ClientHello == nil || f.ServerHello != nil || f.First == nil || f.First.Server == "" || f.First.Client != "" {
		return nil
	}
	v := &verdict{
		cause: TLSToPlaintextServer, confidence: certain,
		summary: fmt.Sprintf("The client spoke TLS to a server that answers in %s: this port does not speak TLS.", protocol(f.First.Server)),
		evidence: []string{
			f.at(f.ClientHello.Packet) + ": client sent a ClientHello",
			"server's first bytes are " + protocol(f.First.Server),
		},
	}
	if f.First.Server == "unknown" {
		v.confidence = likely
	}
	if speaks := f.known.Versions(); len(speaks) > 0 {
		v.confidence = possible
		v.evidence = append(v.evidence, "yet it speaks TLS in "+elsewhere(speaks[0].Where))
	}
	return v
}

// proxyHeader is for a PROXY header before the ClientHello that the server did not
// expect (the PROXY protocol, version 1 and 2).
func proxyHeader(f *facts) *verdict {
	if f.First == nil || f.First.Client != "proxy" || f.ServerHello != nil {
		return nil
	}
	v := &verdict{
		cause: ProxyProtocolUnexpected, confidence: certain,
		summary:  "A PROXY header came before the ClientHello, and the server does not expect one.",
		evidence: []string{fmt.Sprintf("from packet %d: client's first bytes are a PROXY header", f.Capture.FirstPacket)},
	}
	switch {
	case f.alert != nil && f.alert.From == server:
		v.evidence = append(v.evidence, f.said())
	case f.First.Server != "":
		v.evidence = append(v.evidence, "server answered in "+protocol(f.First.Server))
	case f.closedFirst(server):
		v.evidence = append(v.evidence, f.end())
	default:
		v.confidence = likely
	}
	return v
}

// protocolNames are those that are not written in capitals.
var protocolNames = map[string]string{
	"": "a protocol that is not known", "unknown": "a protocol that is not known",
	"http2": "HTTP/2", "postgresql": "PostgreSQL", "mysql": "MySQL", "redis": "Redis",
	"bittorrent": "BitTorrent", "sieve": "ManageSieve", "proxy": "a PROXY header",
}

// protocol names a protocol as people write it.
func protocol(name string) string {
	if known, ok := protocolNames[name]; ok {
		return known
	}
	return strings.ToUpper(name)
}
