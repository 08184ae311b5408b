package diagnosis

import (
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

func TestUpgrade(t *testing.T) {
	note := func(text string) func(*record.Step) { return func(s *record.Step) { s.Note = text } }
	mail := func(c *record.Connection) { c.StartTLS = "smtp" }
	tunnel := func(kind string) func(*record.Connection) {
		return func(c *record.Connection) { c.Proxy = &record.Proxy{Kind: kind, Target: "a.example:443"} }
	}
	run(t, []example{
		{
			name:  "STARTTLS refused",
			c:     begin(failed, "fin_client").with(mail).step(client, stepAsked, note("STARTTLS")).step(server, stepRefused, note("502")),
			cause: StartTLSRefused, confidence: certain, says: []string{"SMTP", "packet 4: client asked for TLS: STARTTLS", "packet 5: server answered 502"},
		},
		{
			name:  "STARTTLS stripped",
			c:     begin(record.OutcomeNotTLS, "fin_client").with(mail).step(client, stepAsked, note("STARTTLS")).step(server, stepRefused, note("454")).step(client, stepInClear),
			cause: StartTLSRefused, confidence: certain, says: []string{"the server refused (454), and the client went on in the clear", "packet 6: client went on without TLS"},
		},
		{
			name:  "STARTTLS not offered",
			c:     begin(failed, "fin_client").with(mail).step(server, stepNotListed, note("250")).fin(client),
			cause: StartTLSRefused, confidence: likely, says: []string{"does not offer TLS"},
		},
		{
			name:  "a proxy that wants a login",
			c:     begin(failed, "fin_server").with(tunnel("http_connect")).step(client, stepAsked, note("CONNECT a.example:443")).step(server, stepRefused, note("407")),
			cause: ProxyRefused, confidence: certain, says: []string{"a.example:443", "log in (407)"},
		},
		{
			name:  "a SOCKS proxy that can't reach the target",
			c:     begin(failed, "fin_server").with(tunnel("socks5")).step(client, stepAsked, note("CONNECT a.example:443")).step(server, stepRefused, note("4")),
			cause: ProxyRefused, confidence: certain, says: []string{"the host can't be reached (4)"},
		},
		{
			name: "HTTP in a tunnel to a port of TLS",
			c: begin(record.OutcomeNotTLS, "fin_server").with(tunnel("http_connect")).step(client, stepAsked, note("CONNECT a.example:443")).step(server, stepAccepted, note("200")).
				with(func(c *record.Connection) { c.First = &record.FirstBytes{Client: "http", Server: "http"} }),
			cause: Unexplained, confidence: certain, says: []string{"in the tunnel to a.example:443 both sides speak in the clear", "server accepted (200)"},
		},
		{
			name: "SMTP goes on behind STARTTLS",
			c: begin(record.OutcomeNotTLS, "fin_server").with(mail).step(client, stepAsked, note("STARTTLS")).step(server, stepAccepted, note("220")).
				with(func(c *record.Connection) { c.First = &record.FirstBytes{Client: "smtp"} }),
			cause: PlaintextToTLSServer, confidence: likely, says: []string{"The client spoke SMTP in the clear after the server agreed to TLS"},
		},
		{
			name:  "a client that speaks TLS after MySQL refused",
			c:     begin(failed, "fin_server").with(func(c *record.Connection) { c.StartTLS = "mysql" }).step(client, stepAsked).step(server, stepRefused, note("ERR")).fin(server).hello(),
			cause: StartTLSRefused, confidence: certain,
		},
	})
}
