package finding

import (
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

const (
	// heartbeatPadding must follow a heartbeat's payload at least (RFC 6520, section 4).
	heartbeatPadding = 16
	// heartbeatSlack is how much longer than its request an encrypted response may be:
	// padding is free, but nobody sends much.
	heartbeatSlack = 256
)

var (
	heartbleed = Definition{
		Code: "heartbleed", Severity: Critical,
		Title:       "A heartbeat claims more bytes than it carries",
		Explanation: "This is how Heartbleed reads a peer's memory with keys and passwords in it, and how scanners try whether it can be read (by leaving out the padding). A sound peer says nothing. If an answer came, as the detail says, update the side that answered at once, replace its keys and certificates, and take its secrets for known. If not, somebody is trying.",
		Reference:   "CVE-2014-0160; RFC 6520, section 4",
	}
	heartbleedSuspected = Definition{
		Code: "heartbleed_suspected", Severity: High,
		Title:       "An encrypted heartbeat is answered with much more than it carries",
		Explanation: "A response repeats its request and should be as long. One that is much longer is what Heartbleed looks like inside a finished connection. Check the version of OpenSSL on the side that answered; if it is 1.0.1 to 1.0.1f, take its keys for known.",
		Reference:   "CVE-2014-0160; RFC 6520, section 4",
	}
	heartbeatMessages = Definition{
		Code: "heartbeat", Severity: Info,
		Title:       "Heartbeats were sent",
		Explanation: "Hardly anything but scanners sends them over TCP. If nothing of yours does, see who the sender is.",
		Reference:   "RFC 6520",
	}
	heartbeatAccepted = Definition{
		Code: "heartbeat_accepted", Severity: Info,
		Title:       "The server takes heartbeats",
		Explanation: "The extension does no harm in itself, but few servers other than those with OpenSSL 1.0.1 to 1.1.0 take it, and of these the first had Heartbleed. Check the server's version, and build it without heartbeats.",
		Reference:   "RFC 6520; CVE-2014-0160",
	}
)

// heartbeats looks at the heartbeat extension and messages.
func (f *finder) heartbeats() {
	if f.ServerHello != nil && f.ServerHello.Heartbeat != "" {
		f.add(&heartbeatAccepted, f.ServerHello.Heartbeat)
	}
	sent := 0
	var lie, grown, asked *record.Step
	var last [2]*record.Step // of each side, its last encrypted heartbeat
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.Message != "heartbeat" {
			continue
		}
		sent++
		switch {
		case s.Claims.Present:
			if lie == nil && lies(s) {
				lie = s
			}
		default:
			if other := last[1-sideOf(s)]; grown == nil && other != nil && s.Length > other.Length+heartbeatSlack {
				grown, asked = s, other
			}
			last[sideOf(s)] = s
		}
	}
	if sent == 0 {
		return
	}
	f.add(&heartbeatMessages, fmt.Sprintf("%d seen", sent))
	if lie != nil {
		f.add(&heartbleed, f.lieDetail(lie))
	}
	if grown != nil {
		f.add(&heartbleedSuspected, fmt.Sprintf("the %s answers %d bytes with %d (packet %d)", grown.From, asked.Length, grown.Length, grown.Number))
	}
}

// lies reports whether a heartbeat that can be read is a request for more than it has.
func lies(s *record.Step) bool {
	return s.Claims.Value > s.Length-tlsparse.HeartbeatHeaderLen-heartbeatPadding && !strings.HasPrefix(s.Note, "response")
}

func sideOf(s *record.Step) int {
	if s.From == "server" {
		return 1
	}
	return 0
}

// lieDetail says what a heartbeat claimed, and what came back.
func (f *finder) lieDetail(lie *record.Step) string {
	detail := fmt.Sprintf("the %s claims %d bytes, and padding, in a message of %d (packet %d)", lie.From, lie.Claims.Value, lie.Length, lie.Number)
	answer := 0
	for i := range f.Steps {
		if s := &f.Steps[i]; s.Message == "heartbeat" && s.From != lie.From && s.Number >= lie.Number {
			answer += s.Length
		}
	}
	switch {
	case answer > 0:
		return detail + fmt.Sprintf("; it is answered with %d bytes", answer)
	case f.StepsTruncated > 0:
		return detail
	}
	return detail + "; no answer is seen"
}
