package story

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// clientHello tells what the client offers.
func (t *teller) clientHello(s *record.Step, out *Step) {
	side := t.side(s.From)
	side.hellos++
	h := t.hello(s)
	if h == nil {
		if cookie := t.side(other(s.From)).asked; side.hellos > 1 && cookie {
			out.means("the same once more, with the cookie")
		} else if side.hellos > 1 {
			out.means("another ClientHello on the same connection")
		}
		return
	}
	out.means(offer(h), wants(h), named(suites(h)), groups(h), earlier(h))
	if slices.Contains(h.CipherSuites, "TLS_FALLBACK_SCSV") {
		out.means("says that it tried a higher version before, in vain")
	}
	if h.EarlyData.Value {
		out.means("sends data right behind, before the server answers (early data)")
	}
	if h.ECH != "" || slices.Contains(h.Extensions, "encrypted_client_hello") {
		out.means("has an ECH extension: the name shown may not be the real one")
	}
}

// hello returns the ClientHello that a step is, where the record has it.
func (t *teller) hello(s *record.Step) *record.ClientHello {
	for _, h := range []*record.ClientHello{t.c.FirstClientHello, t.c.ClientHello} {
		if h != nil && h.Packet == s.Packet {
			return h
		}
	}
	return nil
}

// offer tells versions and how many suites there are.
func offer(h *record.ClientHello) string {
	return "offers " + versions(h) + ", " + counted(len(suites(h)), "cipher suite")
}

// versions names the versions offered, the lowest first: TLS 1.2 and 1.3.
func versions(h *record.ClientHello) string {
	var names []string
	for _, v := range h.SupportedVersions {
		if v != "GREASE" {
			names = append(names, short(v))
		}
	}
	if len(names) == 0 {
		return "up to " + short(h.LegacyVersion)
	}
	slices.Sort(names)
	names = names[:min(len(names), most)]
	for i := 1; i < len(names); i++ {
		if strings.HasPrefix(names[0], "TLS ") {
			names[i] = strings.TrimPrefix(names[i], "TLS ")
		}
	}
	return and(names)
}

// suites returns the suites that can be chosen, without signals and GREASE.
func suites(h *record.ClientHello) []string {
	var names []string
	for _, name := range h.CipherSuites {
		if name != "GREASE" && !strings.HasSuffix(name, "_SCSV") {
			names = append(names, suiteName(name))
		}
	}
	return names
}

// named names the suites where they are few enough to be worth reading.
func named(suites []string) string {
	switch len(suites) {
	case 1:
		return "the only suite is " + suites[0]
	case 2, 3:
		return "the suites are " + and(suites)
	}
	return ""
}

// wants tells the name and the protocols that the client asks for.
func wants(h *record.ClientHello) string {
	name := "names no server (no SNI)"
	if h.ServerName.Present {
		name = "wants " + short(h.ServerName.Value)
		if h.ServerName.Value == "" {
			name = "names a server, but the name is empty"
		}
	} else if h.ParseError != "" {
		name = ""
	}
	switch {
	case h.ALPN == nil:
		return name
	case len(h.ALPN) == 0:
		return strings.TrimPrefix(name+", an empty list for ALPN", ", ")
	}
	return strings.TrimPrefix(name+", ALPN "+list(h.ALPN, ", "), ", ")
}

// groups tells the groups for the key exchange, and for which of them the client sends a share.
func groups(h *record.ClientHello) string {
	named := real(h.SupportedGroups)
	if len(named) == 0 {
		return ""
	}
	text := "key exchange over " + list(named, ", ")
	if shares := real(h.KeyShares); len(shares) > 0 {
		text += "; key share for " + and(shares[:min(len(shares), most)])
	} else if h.KeyShares != nil {
		text += "; no key share"
	}
	return text
}

// real leaves GREASE out.
func real(names []string) []string {
	var kept []string
	for _, name := range names {
		if name != "GREASE" {
			kept = append(kept, short(name))
		}
	}
	return kept
}

// earlier tells what the client brings from an earlier session.
func earlier(h *record.ClientHello) string {
	switch {
	case h.PSKIdentities.Value > 0:
		return "brings " + counted(h.PSKIdentities.Value, "pre-shared key") + " (PSK), as an earlier session leaves them"
	case h.SessionTicket.Value > 0:
		return "brings a session ticket to resume an earlier session"
	}
	return ""
}

// helloVerifyRequest tells that DTLS makes a client show where it is (RFC 6347, section 4.2.1).
func (t *teller) helloVerifyRequest(s *record.Step, out *Step) {
	t.side(s.From).asked = true
	out.means("asks for the hello again with a cookie, which shows that the client's address is real")
}

// helloRetryRequest tells what the server misses.
func (t *teller) helloRetryRequest(s *record.Step, out *Step) {
	r := t.c.HelloRetryRequest
	if r == nil || r.Packet != s.Packet {
		out.means("asks for the ClientHello again, which is allowed only once")
		out.Trouble = r != nil
		return
	}
	text := "asks for the ClientHello once more"
	if r.Group != "" {
		text += ", with a key share for " + short(r.Group)
	}
	if r.Cookie {
		text += ", with a cookie"
	}
	out.means(text)
}

// serverHello tells what the server picks.
func (t *teller) serverHello(s *record.Step, out *Step) {
	t.side(s.From).hellos++
	h := t.c.ServerHello
	if h == nil || h.Packet != s.Packet {
		return
	}
	version := t.c.Version
	if version == "" {
		version = h.SelectedVersion
	}
	if version == "" {
		version = h.LegacyVersion
	}
	out.means(fmt.Sprintf("picks %s with %s", short(version), suiteName(h.CipherSuite)))
	if h.KeyShare != "" {
		out.means("key exchange over " + short(h.KeyShare))
	}
	if h.ALPN.Present {
		out.means("picks ALPN " + short(h.ALPN.Value))
	}
	out.means(t.resumption(h))
	if o := t.c.ClientHello; h.DowngradeSentinel != "" && o != nil && slices.Contains(o.SupportedVersions, "TLS 1.3") {
		out.Trouble = true
		out.means("a mark in its random says that it knows a higher version, as the client does: someone may have changed the ClientHello")
	}
}

// resumption tells whether the server takes up an earlier session.
func (t *teller) resumption(h *record.ServerHello) string {
	switch t.c.Resumption {
	case "session_id":
		return "resumes the earlier session by its id, so no certificate is sent"
	case "session_ticket":
		return "resumes the earlier session by the client's ticket, so no certificate is sent"
	case "psk":
		return "takes the client's pre-shared key, so no certificate is sent"
	case "none":
		if o := t.c.ClientHello; o != nil && earlier(o) != "" {
			return "does not take up the earlier session: this is a full handshake"
		}
	}
	return ""
}
