package diagnosis

import (
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

func TestQUIC(t *testing.T) {
	over := func(outcome string, edit ...func(*record.QUIC)) *scene {
		c := begin(outcome, "open")
		c.Transport, c.TCP = "quic", nil
		c.QUIC = &record.QUIC{Version: "2"}
		for _, e := range edit {
			e(c.QUIC)
		}
		return c
	}
	closed := func(code uint64) func(*record.QUIC) {
		return func(q *record.QUIC) {
			q.Close = &record.QUICClose{Packet: record.Packet{Number: 5}, From: server, Code: code, Reason: "busy"}
		}
	}
	run(t, []example{
		{
			name:  "no version in common",
			c:     over(failed).hello().step(server, "version_negotiation", func(s *record.Step) { s.Note = "1" }),
			cause: QUICNoSharedVersion, confidence: certain, says: []string{"version 2, the server 1", "packet 5: server sent Version Negotiation"},
		},
		{name: "a transport error", c: over(failed, closed(2)).hello(), cause: QUICClosed, confidence: certain, says: []string{"CONNECTION_REFUSED", `"busy"`}},
		{
			name: "an alert", c: over(failed, closed(0x178)).hello(func(h *ch) { h.ALPN = []string{"h3"} }).alert(server, 120, "no_application_protocol"),
			cause: NoSharedALPN, confidence: certain,
		},
		{
			name: "silence",
			c: over(aborted).hello().with(func(c *record.Connection) {
				c.Server.Packets, c.Client.Packets, c.Capture.OneSided = 0, 4, client
			}),
			cause: QUICUnanswered, confidence: likely, says: []string{"network: let UDP to port 443 through"},
		},
	})
}
