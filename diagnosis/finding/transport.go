package finding

import (
	"fmt"
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

var (
	tcpConflict = Definition{
		Code: "tcp_conflict", Severity: Medium,
		Title:       "Segments carry different bytes for the same place",
		Explanation: "A sender repeats what it sent, it does not change it. Two versions come from somebody who injects packets, from a middlebox that rewrites them, or from a tool that tries to get past an inspection. Compare the TTLs of the packets.",
		Reference:   "RFC 9293, section 3.10.7.4; RFC 5961",
	}
	streamBroken = Definition{
		Code: "stream_broken", Severity: Low,
		Title:       "A side stopped to speak TLS",
		Explanation: "After TLS began, bytes came that are no TLS record: a broken implementation, something injected on the way, a connection that goes on without TLS, or damage in the capture. See whether others to this server do so too.",
		Reference:   "RFC 8446, section 5.1",
	}
	continuedInClear = Definition{
		Code: "continued_in_clear", Severity: High,
		Title:       "The client asked for TLS, was refused, and went on without",
		Explanation: "Mail, names and passwords that follow can be read by everyone on the way. An attacker who can change packets only has to replace the server's answer. Set the client to require TLS, and see why the server refuses.",
		Reference:   "RFC 3207, section 6; RFC 8314, section 5",
	}
	unknownProtocol = Definition{
		Code: "unknown_protocol", Severity: Info,
		Title:       "A side speaks neither TLS nor anything known",
		Explanation: "Its first bytes are garbage, or of a protocol that is not recognised, where TLS was to be expected. Scanners, misdirected clients and tunnels do so. See who the client is, and whether the port is the right one.",
		Reference:   "RFC 8446, section 5.1",
	}
)

// transport looks at what carried the handshake.
func (f *finder) transport() {
	if f.TCP != nil && f.TCP.Conflicts > 0 {
		f.add(&tcpConflict, fmt.Sprintf("segments that differ: %d", f.TCP.Conflicts))
	}
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.Message == "continued_in_clear" {
			f.add(&continuedInClear, fmt.Sprintf("%s, in packet %d", f.StartTLS, s.Number))
		}
		if s.Message == "not_a_record" {
			f.add(&streamBroken, fmt.Sprintf("the %s, in packet %d", s.From, s.Number))
			break
		}
	}
	if f.First != nil {
		client := f.First.Client == "unknown" && !f.spoke("client")
		server := f.First.Server == "unknown" && !f.spoke("server")
		switch {
		case client && server:
			f.add(&unknownProtocol, "both sides")
		case client:
			f.add(&unknownProtocol, "the client")
		case server:
			f.add(&unknownProtocol, "the server")
		}
	}
}

// spoke reports whether a side spoke TLS, be it after something else.
func (f *finder) spoke(side string) bool {
	return slices.ContainsFunc(f.Steps, func(s record.Step) bool {
		return s.From == side && s.Message != "not_a_record" && s.Message != "missing_bytes"
	})
}
