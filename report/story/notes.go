package story

import (
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// notes tells what a reader of the steps must know about the capture and the network.
func notes(c *record.Connection) []string {
	var n []string
	add := func(is bool, text string) {
		if is {
			n = append(n, text)
		}
	}
	p := c.Capture
	spokeTLS := c.ClientHello != nil || c.ServerHello != nil
	add(p.OneSided != "", "only the "+short(p.OneSided)+"'s packets are in the capture")
	add(p.MidStream.Value, "the capture begins in the middle of this connection")
	add(p.MissingBytes.Value > 0, counted(p.MissingBytes.Value, "byte")+" of the handshake are not in the capture, though they arrived")
	add(p.Snapped.Value, "packets were cut short when they were captured: capture with a larger snap length")
	add(c.StartTLS != "" && spokeTLS, "the connection began as "+short(c.StartTLS)+" and changed to TLS")
	if c.First != nil && spokeTLS && c.StartTLS == "" && c.Proxy == nil {
		n = append(n, "outside of TLS, "+spoken(c.First))
	}
	if c.Proxy != nil {
		n = append(n, strings.TrimSpace("through a proxy ("+short(c.Proxy.Kind)+") to "+short(c.Proxy.Target)))
	}
	if c.Link != nil && len(c.Link.Tunnels) > 0 {
		n = append(n, "inside "+list(c.Link.Tunnels, ", "))
	}
	add(c.EarlyData == "rejected", "the server did not take the early data")
	n = append(n, network(c.TCP)...)
	add(c.StepsTruncated > 0, counted(c.StepsTruncated, "more step")+" are not told")
	add(c.AlertsTruncated > 0, counted(c.AlertsTruncated, "more alert")+" are not told")
	return n
}

// network tells what became of segments on the way.
func network(t *record.TCP) []string {
	if t == nil {
		return nil
	}
	var n []string
	count := func(by *record.BySide, format string) {
		if by == nil {
			return
		}
		if v := by.Client.Value; v > 0 {
			n = append(n, fmt.Sprintf(format, v, "client"))
		}
		if v := by.Server.Value; v > 0 {
			n = append(n, fmt.Sprintf(format, v, "server"))
		}
	}
	count(t.Unacknowledged, "%d bytes of the %s's were never acknowledged")
	count(t.Retransmitted, "%d segments of the %s's were sent again")
	count(t.OutOfOrder, "%d segments of the %s's came out of order")
	count(t.Duplicated, "%d segments of the %s's are in the capture twice")
	if t.Conflicts > 0 {
		n = append(n, counted(t.Conflicts, "segment")+" differ from others at the same place")
	}
	return n
}
