package diagnosis

import (
	"testing"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

func long(h *ch) { h.Length, h.KeyShares = 1700, []string{"X25519MLKEM768", "x25519"} }

func TestTransport(t *testing.T) {
	lost := func(c *record.Connection) {
		c.TCP.Unacknowledged = &record.BySide{Client: record.Some[int64](250)}
		c.TCP.Retransmitted = &record.BySide{Client: record.Some[int64](5)}
	}
	flight := func() *scene { return begin(aborted, "fin_server").hello().flight12(certificate(), intermediate()) }
	run(t, []example{
		{name: "reset by the server", c: begin(aborted, "rst_server").hello().rst(server, 60), cause: ResetAfterClientHello, confidence: certain, says: []string{"the RST has the TTL of the server's other packets"}},
		{name: "reset by a box on the way", c: begin(aborted, "rst_server").hello().rst(server, 128), cause: ResetAfterClientHello, confidence: certain, says: []string{"a box on the way", "its TTL is 128", "network: find"}},
		{name: "closed", c: begin(aborted, "fin_server").hello().fin(server), cause: ClosedAfterClientHello, confidence: certain},
		{
			name: "closed, and the client complains of it", c: begin(aborted, "fin_server").hello().fin(server).alert(client, 50, "decode_error"),
			cause: ClosedAfterClientHello, confidence: certain,
		},
		{name: "half of the ClientHello is lost", c: begin(aborted, "timeout").hello(long).with(lost), cause: ClientHelloDropped, confidence: likely, says: []string{"250 bytes", "X25519MLKEM768"}},
		{name: "the capture ends while it is lost", c: begin(incomplete, "open").hello(long).with(lost), cause: ClientHelloDropped, confidence: likely},
		{name: "nobody answers", c: begin(aborted, "fin_client").hello().wait(5 * time.Second).fin(client), cause: ClientHelloUnanswered, confidence: certain, says: []string{"5s later"}},
		{
			name: "only long ClientHellos fail", c: begin(aborted, "rst_server").hello(long).rst(server, 60), elsewhere: []*scene{known12()},
			cause: FragmentedClientHelloRejected, confidence: likely, says: []string{"300 bytes succeeds in connection other"},
		},
		{
			name: "the server's flight is lost",
			c: flight().fin(client).with(func(c *record.Connection) {
				c.Close = "fin_client"
				c.TCP.Unacknowledged = &record.BySide{Server: record.Some[int64](2086)}
				c.TCP.Retransmitted = &record.BySide{Server: record.Some[int64](5)}
			}),
			cause: ServerFlightLost, confidence: likely,
		},
		{
			name: "holes in the server's flight",
			c: begin(aborted, "fin_client").hello().step(server, "missing_bytes").fin(client).with(func(c *record.Connection) {
				c.TCP.Gaps = []record.Gap{{From: server, Length: 1448, LostBy: "network", Packet: record.Packet{Number: 5}}}
			}),
			cause: ServerFlightLost, confidence: likely, says: []string{"1448 bytes"},
		},
		{name: "the client stalls", c: flight().wait(10 * time.Second).fin(server), cause: ClientStalled, confidence: likely, says: []string{"10s"}},
		{name: "the server leaves at once", c: flight().fin(server), cause: ClosedDuringHandshake, confidence: certain},
		{
			name: "the client leaves at the certificate", c: flight().fin(client).with(func(c *record.Connection) { c.Close = "fin_client" }),
			cause: ClientClosedAfterServerFlight, confidence: likely,
		},
		{
			name: "the client leaves later", c: flight().step(client, "client_key_exchange").fin(client).with(func(c *record.Connection) { c.Close = "fin_client" }),
			cause: ClosedDuringHandshake, confidence: certain,
		},
		{
			name: "reset in the middle", c: flight().step(client, "client_key_exchange").rst(server, 50).with(func(c *record.Connection) { c.Close = "rst_server" }),
			cause: ResetDuringHandshake, confidence: certain,
		},
		{name: "the client leaves TLS 1.3", c: begin(aborted, "fin_client").hello().flight13().fin(client), cause: AbortedAfterServerHello, confidence: certain},
		{name: "it stands still", c: begin(aborted, "timeout").hello().choice("TLS 1.2", "TLS_RSA_WITH_AES_128_CBC_SHA"), cause: Unexplained, confidence: possible, says: []string{"stands still after the server's server_hello"}},
		{name: "the capture ends", c: begin(incomplete, "open").hello().flight13(), cause: CaptureIncomplete, confidence: certain, says: []string{"ends in the middle"}},
	})
}

func TestPlaintext(t *testing.T) {
	spoke := func(client, server string) func(*record.Connection) {
		return func(c *record.Connection) { c.First = &record.FirstBytes{Client: client, Server: server} }
	}
	run(t, []example{
		{name: "HTTP, and an alert", c: begin(notTLS, "fin_server").with(spoke("http", "")).alert(server, 10, "unexpected_message"), cause: PlaintextToTLSServer, confidence: certain},
		{name: "HTTP, and a close", c: begin(notTLS, "fin_server").with(spoke("http", "")).fin(server), cause: PlaintextToTLSServer, confidence: likely},
		{name: "HTTP at a server of TLS", c: begin(notTLS, "fin_server").with(spoke("http", "http")), elsewhere: []*scene{known12()}, cause: PlaintextToTLSServer, confidence: certain},
		{name: "HTTP, and HTTP", c: begin(notTLS, "fin_server").with(spoke("http", "http")), cause: PlaintextToTLSServer, confidence: possible},
		{name: "SSH on both sides", c: begin(notTLS, "fin_server").with(spoke("ssh", "ssh")), cause: Unexplained, confidence: certain, says: []string{"Nobody tried TLS"}},
		{name: "TLS at an SMTP server", c: begin(failed, "fin_server").hello().with(spoke("", "smtp")), cause: TLSToPlaintextServer, confidence: certain, says: []string{"SMTP"}},
		{name: "a PROXY header", c: begin(aborted, "fin_server").hello().fin(server).with(spoke("proxy", "")), cause: ProxyProtocolUnexpected, confidence: certain},
	})
}
