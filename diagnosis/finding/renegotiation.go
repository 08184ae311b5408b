package finding

import (
	"fmt"
	"slices"
)

// manyRenegotiations is how many handshakes more on one connection nobody needs.
const manyRenegotiations = 10

var (
	insecureRenegotiation = Definition{
		Code: "insecure_renegotiation", Severity: Medium,
		Title:       "The server does not protect renegotiation",
		Explanation: "The client asked for secure renegotiation and the server did not answer. If it renegotiates, an attacker can put a request of his own before the client's. Update the server, which is from before 2010, or turn renegotiation off.",
		Reference:   "RFC 5746; CVE-2009-3555",
	}
	insecureRenegotiationClient = Definition{
		Code: "insecure_renegotiation_client", Severity: Low,
		Title:       "The client does not protect renegotiation",
		Explanation: "The client sends neither renegotiation_info nor its signalling suite, so that it can't notice a request put before its own. Servers of today refuse such clients where they are told to. Update the client.",
		Reference:   "RFC 5746; CVE-2009-3555",
	}
	frequentRenegotiation = Definition{
		Code: "frequent_renegotiation", Severity: Medium,
		Title:       "Many renegotiations on one connection",
		Explanation: "A handshake costs the server far more than the client, so that few connections that renegotiate all the time can keep a server busy. Turn off renegotiation that clients ask for, and limit it.",
		Reference:   "CVE-2011-1473",
	}
	clientRenegotiation = Definition{
		Code: "client_renegotiation", Severity: Low,
		Title:       "The client renegotiates",
		Explanation: "Hardly any client needs to, and each time costs the server a whole handshake. Unless this client is known to do so, turn off renegotiation that clients ask for.",
		Reference:   "RFC 9325, section 3.5",
	}
	serverRenegotiation = Definition{
		Code: "server_renegotiation", Severity: Info,
		Title:       "The server asks for renegotiation",
		Explanation: "Servers do so to ask for a client certificate for a part of a site, or to change keys. TLS 1.3 and HTTP/2 do not have it: such a server keeps its clients on TLS 1.2.",
		Reference:   "RFC 8740; RFC 9113, section 9.2.1",
	}
)

// renegotiation looks at handshakes after the first, and how they are protected.
func (f *finder) renegotiation() {
	if f.full() && !f.ServerHello.RenegotiationInfo.Present {
		switch client := f.ClientHello; {
		case client == nil || client.ParseError != "":
		case client.RenegotiationInfo.Present || slices.Contains(client.CipherSuites, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"):
			f.add(&insecureRenegotiation, "the client asks for secure renegotiation; the server does not answer")
		default:
			f.add(&insecureRenegotiationClient, "neither renegotiation_info nor TLS_EMPTY_RENEGOTIATION_INFO_SCSV")
		}
	}
	n := f.Renegotiations.Value
	if n == 0 {
		return
	}
	client, server := f.whoRenegotiated()
	detail := fmt.Sprintf("%s in all: %d by the client of its own, %d asked for by the server", times(n), client, server)
	if n >= manyRenegotiations {
		f.add(&frequentRenegotiation, detail)
	}
	if client > 0 {
		f.add(&clientRenegotiation, detail)
	}
	if server > 0 {
		f.add(&serverRenegotiation, detail)
	}
}

// whoRenegotiated counts the handshakes after the first by who wanted them, as
// far as the steps go. They are encrypted, so that their places tell: what a
// server sends when none is under way can only be a HelloRequest, which the
// client answers (RFC 5246, section 7.4.1.1).
func (f *finder) whoRenegotiated() (client, server int) {
	changed := map[string]bool{}  // has sent ChangeCipherSpec
	finished := map[string]bool{} // and its Finished
	settled, asked := false, false
	for i := range f.Steps {
		s := &f.Steps[i]
		switch {
		case s.Message == "change_cipher_spec":
			changed[s.From] = true
		case s.Message != "encrypted_handshake":
		case !settled:
			finished[s.From] = changed[s.From]
			settled = finished["client"] && finished["server"]
		case s.From == "server":
			asked = true
		default:
			if asked {
				server++
			} else {
				client++
			}
			settled, asked = false, false
			clear(changed)
			clear(finished)
		}
	}
	return client, server
}

// times says how often.
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
