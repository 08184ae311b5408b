package diagnosis

import (
	"fmt"
	"strings"
)

// cryptoErrors are the codes of a CONNECTION_CLOSE that carries a TLS alert (RFC 9001, section 4.8).
const cryptoErrors = 0x100

// transportErrors are QUIC's own (RFC 9000, section 20.1).
var transportErrors = map[uint64]string{
	0x01: "INTERNAL_ERROR: it failed by itself", 0x02: "CONNECTION_REFUSED: it takes no new connections", 0x03: "FLOW_CONTROL_ERROR",
	0x04: "STREAM_LIMIT_ERROR", 0x05: "STREAM_STATE_ERROR", 0x06: "FINAL_SIZE_ERROR", 0x07: "FRAME_ENCODING_ERROR", 0x08: "TRANSPORT_PARAMETER_ERROR",
	0x09: "CONNECTION_ID_LIMIT_ERROR", 0x0a: "PROTOCOL_VIOLATION", 0x0b: "INVALID_TOKEN: the token of a Retry was not good",
	0x0c: "APPLICATION_ERROR", 0x0d: "CRYPTO_BUFFER_EXCEEDED", 0x0e: "KEY_UPDATE_ERROR", 0x0f: "AEAD_LIMIT_REACHED", 0x10: "NO_VIABLE_PATH", 0x11: "VERSION_NEGOTIATION_ERROR",
}

// overQUIC is for what only QUIC has: a Version Negotiation, a close in an Initial, Initials that nobody answers.
func overQUIC(f *facts) *verdict {
	if f.QUIC == nil {
		return nil
	}
	switch closed := f.QUIC.Close; {
	case f.step(server, "version_negotiation") != nil && f.ServerHello == nil:
		s := f.step(server, "version_negotiation")
		v := &verdict{
			cause: QUICNoSharedVersion, confidence: certain,
			summary:  fmt.Sprintf("The client speaks QUIC version %s, the server %s.", f.QUIC.Version, s.Note),
			evidence: []string{fmt.Sprintf("%s: server sent Version Negotiation, with the versions %s", f.at(s.Packet), s.Note)},
		}
		if f.ClientHello != nil {
			v.evidence = append([]string{fmt.Sprintf("%s: client's Initial, of version %s", f.at(f.ClientHello.Packet), f.QUIC.Version)}, v.evidence...)
		}
		return v
	case closed != nil && (closed.Code < cryptoErrors || closed.Code >= 2*cryptoErrors):
		name := transportErrors[closed.Code]
		if name == "" || strings.HasPrefix(f.QUIC.Version, "T") { // Google's versions have codes of their own
			name = fmt.Sprintf("error 0x%x", closed.Code)
		}
		v := &verdict{
			cause: QUICClosed, confidence: certain,
			summary:  fmt.Sprintf("The %s closed the QUIC connection before the handshake was over: %s.", closed.From, name),
			evidence: []string{fmt.Sprintf("%s: %s sent CONNECTION_CLOSE with error 0x%x", f.at(closed.Packet), closed.From, closed.Code)},
		}
		if closed.Reason != "" {
			v.evidence = append(v.evidence, fmt.Sprintf("it says: %q", closed.Reason))
		}
		return v
	case f.Server.Packets == 0 && f.Capture.OneSided == client && f.Client.Packets > 1:
		v := &verdict{
			cause: QUICUnanswered, confidence: likely,
			summary:  fmt.Sprintf("Nobody answers the client's QUIC packets (%d of them).", f.Client.Packets),
			evidence: []string{fmt.Sprintf("packets %d to %d: the client sends, and nothing comes back", f.Capture.FirstPacket, f.Capture.LastPacket)},
			advice: []string{
				fmt.Sprintf("network: let UDP to port %d through, both ways", f.Server.Port),
				"server: see whether it listens for QUIC at all",
			},
		}
		return v
	}
	return nil
}
