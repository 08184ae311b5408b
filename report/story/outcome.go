package story

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// title tells who spoke with whom, when and where.
func title(c *record.Connection) []string {
	server := address(c.Server)
	if name := c.ServerName.Value; name != "" {
		server += ", " + short(name)
	}
	lines := []string{
		address(c.Client) + " to " + server,
		c.Start.Std().Format("2006-01-02 15:04:05.000") + " UTC, for " + milliseconds(c.End.Since(c.Start)),
	}
	lines = append(lines, captured(c)...)
	if c.UID != "" {
		lines = append(lines, "uid "+short(c.UID))
	}
	return lines
}

func address(e record.Endpoint) string {
	return net.JoinHostPort(short(e.IP), strconv.Itoa(int(e.Port)))
}

// captured tells which packets of which file the connection is in.
func captured(c *record.Connection) []string {
	at := fmt.Sprintf("packets %d to %d", c.Capture.FirstPacket, c.Capture.LastPacket)
	if len(c.Capture.Sources) < 2 {
		return []string{at + " of " + short(c.Capture.Source)}
	}
	var names []string
	for i, source := range c.Capture.Sources[:min(len(c.Capture.Sources), most)] {
		names = append(names, fmt.Sprintf("%d: %s", i+1, short(source)))
	}
	if more := len(c.Capture.Sources) - most; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return []string{at + " of several files, each packet with its file's number before it", "files " + strings.Join(names, ", ")}
}

// outcome tells in a sentence or two how it ended.
func outcome(c *record.Connection) []string {
	switch c.Outcome {
	case record.OutcomeEstablished:
		return established(c)
	case record.OutcomeFailed:
		return []string{"the handshake failed" + failure(c)}
	case record.OutcomeAborted:
		return []string{"the handshake was given up" + aborted(c)}
	case record.OutcomeIncomplete:
		return []string{"the capture does not show enough to tell"}
	case record.OutcomeNotTLS:
		return notTLS(c)
	case "":
		return nil
	}
	return []string{short(c.Outcome)}
}

// established tells what a handshake came to.
func established(c *record.Connection) []string {
	text := "the handshake was finished"
	if c.Timing != nil && c.Timing.Handshake.Present {
		text += " in " + milliseconds(c.Timing.Handshake.Value)
	}
	var parts []string
	for _, part := range []string{c.Version, suiteName(c.CipherSuite), c.KeyExchangeGroup} {
		if part != "" && part != "dh" {
			parts = append(parts, short(part))
		}
	}
	if c.ALPN.Value != "" {
		parts = append(parts, "ALPN "+short(c.ALPN.Value))
	}
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	lines := []string{text}
	if c.PostQuantum.Value {
		lines = append(lines, "the key exchange withstands quantum computers")
	}
	if n := c.Renegotiations.Value; n > 0 {
		lines = append(lines, counted(n, "more handshake")+" followed on it (renegotiation)")
	}
	return lines
}

// failure names the alert that ended a handshake, or what else was seen.
func failure(c *record.Connection) string {
	var hidden []string // who sent alerts that can't be read
	for i := len(c.Alerts) - 1; i >= 0; i-- {
		a := &c.Alerts[i]
		if a.Encrypted {
			hidden = append(hidden, a.From)
		} else if a.Description != "close_notify" {
			return ": the " + short(a.From) + " sent the alert " + short(a.Description)
		}
	}
	refused := refusal(c)
	switch {
	case refused != "":
		return ": " + refused
	case slices.Contains(hidden, "client") && slices.Contains(hidden, "server"):
		return ": both sides sent encrypted alerts, whose reasons are hidden"
	case len(hidden) > 0:
		return ": the " + short(hidden[0]) + " sent an encrypted alert, whose reason is hidden"
	case c.First != nil:
		return ": " + spoken(c.First)
	}
	return ""
}

// aborted tells how a connection ended that no alert explains.
func aborted(c *record.Connection) string {
	after := ""
	switch {
	case c.ServerHello != nil:
		after = " after the ServerHello"
	case c.ClientHello != nil:
		after = " after the ClientHello"
	}
	switch c.Close {
	case "fin_client", "fin_server":
		if len(c.Alerts) == 0 {
			after += ", and neither side sent an alert"
		}
		return ": the " + c.Close[4:] + " closed" + after
	case "rst_client", "rst_server":
		return ": it was reset from the " + c.Close[4:] + "'s side" + after
	case "timeout":
		return ": both were silent" + after
	}
	return after
}

// notTLS tells what was spoken where TLS was to be expected.
func notTLS(c *record.Connection) []string {
	text := "no TLS was spoken where it was to be expected"
	if refused := refusal(c); refused != "" {
		text += ": " + refused
	} else if c.First != nil {
		text += ": " + spoken(c.First)
	}
	return []string{text}
}
