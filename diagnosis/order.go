package diagnosis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// follows says what may come right before a message of TLS 1.2 and below, whoever
// sent it (RFC 5246, section 7.3); "" stands for the beginning. A message that is not here may stand anywhere.
var follows = map[string][]string{
	"client_hello":         {"", "hello_request", "hello_verify_request", "hello_retry_request", "change_cipher_spec"},
	"server_hello":         {"client_hello", "change_cipher_spec"},
	"certificate":          {"server_hello", "server_hello_done", "supplemental_data", "encrypted_extensions"},
	"certificate_status":   {"certificate"},
	"server_key_exchange":  {"certificate", "certificate_status", "server_hello"},
	"certificate_request":  {"certificate", "certificate_status", "server_key_exchange", "server_hello"},
	"server_hello_done":    {"certificate", "certificate_status", "server_key_exchange", "certificate_request"},
	"client_key_exchange":  {"server_hello_done", "certificate"},
	"certificate_verify":   {"client_key_exchange"},
	"new_session_ticket":   {"encrypted_handshake", "server_hello", "change_cipher_spec", "finished"},
	"finished":             {"change_cipher_spec"},
	"hello_retry_request":  {"client_hello"},
	"hello_verify_request": {"client_hello"},
}

// misplacedMessage is for a message that may not come where it came, and for a
// side that says that one did (RFC 8446, section 6.2: unexpected_message).
func misplacedMessage(f *facts) *verdict {
	if f.alert == nil || f.alert.Encrypted || f.HelloRetryRequest != nil {
		return nil
	}
	s, previous := f.misplaced()
	if s != nil && f.alert.From == peer(s.From) && f.complains(f.alert.From, unexpectedMessage, handshakeFailure, illegalParameter, decodeError) {
		v := &verdict{
			cause: UnexpectedMessage, confidence: certain,
			summary:  fmt.Sprintf("The %s sent %s out of place: after %s.", s.From, s.Message, after(previous)),
			evidence: []string{fmt.Sprintf("%s: %s from the %s, after %s", f.at(s.Packet), s.Message, s.From, after(previous)), f.said()},
		}
		if f.code != unexpectedMessage {
			v.confidence = likely
		}
		return v
	}
	if f.code != unexpectedMessage || f.unanswered() && f.alert.From == server && f.before != nil && f.before.Message == "client_hello" && f.steps(client, "client_hello") == 1 {
		return nil // some stacks say so of an offer that they can't meet
	}
	v := &verdict{
		cause: UnexpectedMessage, confidence: likely,
		summary:  fmt.Sprintf("The %s says that a message of the %s came out of place.", f.alert.From, peer(f.alert.From)),
		evidence: []string{f.said()},
	}
	if f.before != nil {
		v.evidence = append([]string{fmt.Sprintf("%s: the last before it is %s", f.at(f.before.Packet), f.before.Message)}, v.evidence...)
	}
	return v
}

func after(previous string) string {
	if previous == "" {
		return "nothing"
	}
	return previous
}

// misplaced returns the first message that may not come where it came, and what came before it.
func (f *facts) misplaced() (*record.Step, string) {
	if f.tls13() || f.Capture.MidStream.Value || f.holes() != "" {
		return nil, ""
	}
	changed := map[string]bool{}
	previous := ""
	for i := range f.Steps {
		s := &f.Steps[i]
		switch {
		case s.Message == "alert" || s.Message == "heartbeat" || strings.HasPrefix(s.Message, "encrypted_alert"):
			continue
		case s.Message == "missing_bytes" || s.Message == "not_a_record" || s.Message == "application_data":
			return nil, ""
		case s.Message == "change_cipher_spec":
			if s.From == client && !changed[server] && f.ServerHello != nil && f.Resumption == "none" && f.step(client, "client_key_exchange") == nil {
				return s, previous
			}
			changed[s.From] = true
		default:
			if allowed, ruled := follows[s.Message]; ruled && !slices.Contains(allowed, previous) && !(s.Message == "finished" && changed[s.From]) {
				return s, previous
			}
		}
		previous = s.Message
	}
	return nil, ""
}
