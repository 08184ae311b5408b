package diagnosis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// protests are the alerts with which a side answers what breaks the protocol.
var protests = []int{unexpectedMessage, badRecordMAC, recordOverflow, decompressionFailure, handshakeFailure, badCertificate, illegalParameter, decodeError, decryptError, unsupportedExtension}

// brokenMessage is for a message that breaks its RFC's form.
func brokenMessage(f *facts) *verdict {
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.ParseError == "" || f.repeats(s) || f.alert == nil || f.alert.From != peer(s.From) || !f.complains(f.alert.From, protests...) {
			continue
		}
		v := &verdict{
			cause: MalformedMessage, confidence: certain,
			summary: fmt.Sprintf("The %s's %s breaks the form that its RFC gives it: %s.", s.From, s.Message, s.ParseError),
			evidence: []string{
				fmt.Sprintf("%s: %s of %d bytes: %s", f.at(s.Packet), s.Message, s.Length, s.ParseError),
				f.said(),
			},
		}
		if s.Message == "certificate" && f.code == decodeError {
			// A stack that makes certificates does not make them so: the bytes were changed on the way.
			v.cause, v.confidence = CorruptedRecord, likely
			v.summary = fmt.Sprintf("The %s's certificate message was damaged: %s.", s.From, s.ParseError)
		} else if f.code != decodeError && f.code != illegalParameter {
			v.confidence = likely
		}
		return v
	}
	return nil
}

// brokenRecord is for records that cannot be, and for those that could not be read.
func brokenRecord(f *facts) *verdict {
	garbage := f.step(client, "not_a_record")
	if garbage == nil {
		garbage = f.step(server, "not_a_record")
	}
	switch {
	case f.code == recordOverflow || f.code == decompressionFailure:
		v := &verdict{
			cause: CorruptedRecord, confidence: certain,
			summary:  fmt.Sprintf("The %s sent a record that is longer than one may be.", peer(f.alert.From)),
			evidence: []string{f.said()},
		}
		if f.code == decompressionFailure {
			v.summary = fmt.Sprintf("The %s sent a record that can't be decompressed.", peer(f.alert.From))
		}
		if garbage != nil {
			v.evidence = append([]string{fmt.Sprintf("%s: %s: %s", f.at(garbage.Packet), garbage.From, garbage.Note)}, v.evidence...)
		}
		return v
	case garbage == nil || f.alert != nil && f.alert.From == garbage.From:
		return nil
	}
	v := &verdict{
		cause: MalformedMessage, confidence: likely,
		summary:  fmt.Sprintf("What the %s sent is no TLS: %s.", garbage.From, garbage.Note),
		evidence: []string{fmt.Sprintf("%s: %s", f.at(garbage.Packet), garbage.Note)},
	}
	switch {
	case f.complains(peer(garbage.From), decodeError):
		v.confidence = certain
	case f.alert == nil && !f.closedFirst(peer(garbage.From)):
		v.confidence = possible // nobody minded
	}
	if f.ServerHello != nil {
		v.cause = CorruptedRecord
	}
	if f.alert != nil {
		v.evidence = append(v.evidence, f.said())
	} else if end := f.end(); end != "" {
		v.evidence = append(v.evidence, end)
	}
	return v
}

// repeats reports whether all that is wrong with a message is an extension that stands twice.
func (f *facts) repeats(s *record.Step) bool {
	return s.Message == "client_hello" && strings.HasSuffix(s.ParseError, "stands twice")
}

// duplicateExtension is for an extension that stands twice (RFC 8446, section 4.2).
func duplicateExtension(f *facts) *verdict {
	h := f.ClientHello
	if h == nil || !f.complains(server, illegalParameter, decodeError, handshakeFailure) {
		return nil
	}
	for i, name := range h.Extensions {
		if name != "GREASE" && slices.Contains(h.Extensions[:i], name) {
			return f.illegal(h.Packet, "ClientHello", fmt.Sprintf("the extension %s stands twice", name))
		}
	}
	return nil
}

func (f *facts) illegal(at record.Packet, message, what string) *verdict {
	v := &verdict{
		cause: IllegalParameter, confidence: certain,
		summary:  fmt.Sprintf("The %s's %s is not allowed: %s.", peer(f.alert.From), message, what),
		evidence: []string{fmt.Sprintf("%s: in the %s %s", f.at(at), message, what), f.said()},
	}
	if f.code == handshakeFailure || f.code == protocolVersion {
		v.confidence = likely
	}
	return v
}

// illegalChoice is for a parameter that may not be: in an offer, or in what the server made of it.
func illegalChoice(f *facts) *verdict {
	h, s := f.ClientHello, f.ServerHello
	switch {
	case h == nil:
	case s != nil && f.complains(client, illegalParameter, handshakeFailure, unsupportedExtension, protocolVersion):
		if what := f.choseIllegally(); what != "" {
			return f.illegal(s.Packet, "ServerHello", what)
		}
	case f.unanswered() && f.complains(server, illegalParameter, handshakeFailure, decodeError):
		if what := f.offersIllegally(); what != "" {
			return f.illegal(h.Packet, "ClientHello", what)
		}
	}
	if f.code != illegalParameter && f.code != unsupportedExtension {
		return nil
	}
	if f.unanswered() && h.PSKIdentities.Value > 0 || f.HelloRetryRequest != nil && s == nil {
		return nil // preSharedKey and retry know better
	}
	v := &verdict{
		cause: IllegalParameter, confidence: likely,
		summary:  fmt.Sprintf("The %s finds something in what the %s sent that may not be there, and does not say what.", f.alert.From, peer(f.alert.From)),
		evidence: []string{f.said()},
	}
	if f.before != nil {
		v.summary = fmt.Sprintf("The %s finds a parameter in the %s's %s that may not be, and does not say which.", f.alert.From, f.before.From, f.before.Message)
		told := fmt.Sprintf("%s: %s, %d bytes", f.at(f.before.Packet), f.before.Message, f.before.Length)
		if f.before.Message == "client_hello" && len(h.KeyShares) > 0 {
			told += "; what a server checks there are the key shares (" + list(real(h.KeyShares)) + ")"
		}
		v.evidence = append([]string{told}, v.evidence...)
	}
	return v
}

// choseIllegally returns what a ServerHello chose that was not offered, or "" (RFC 8446, section 4.1.3).
func (f *facts) choseIllegally() string {
	h, s := f.ClientHello, f.ServerHello
	switch {
	case len(h.CipherSuites) > 0 && !slices.Contains(h.CipherSuites, s.CipherSuite):
		return fmt.Sprintf("the cipher suite %s was not offered", s.CipherSuite)
	case s.SelectedVersion != "" && !slices.Contains(h.SupportedVersions, s.SelectedVersion):
		return fmt.Sprintf("the version %s was not offered", s.SelectedVersion)
	case s.KeyShare != "" && !slices.Contains(h.KeyShares, s.KeyShare):
		return fmt.Sprintf("the group %s was not among the client's key shares", s.KeyShare)
	case s.ALPN.Present && !slices.Contains(h.ALPN, s.ALPN.Value):
		return fmt.Sprintf("the application protocol %q was not offered", s.ALPN.Value)
	case s.CompressionMethod != "" && !slices.Contains(h.CompressionMethods, s.CompressionMethod):
		return fmt.Sprintf("the compression method %s was not offered", s.CompressionMethod)
	}
	for _, name := range s.Extensions {
		if !slices.Contains(h.Extensions, name) && name != "renegotiation_info" && name != "cookie" {
			return fmt.Sprintf("the extension %s answers none of the client's", name)
		}
	}
	return ""
}

// offersIllegally returns what a ClientHello of TLS 1.3 may not hold, or "" (RFC 8446, sections 4.1.2 and 4.2).
func (f *facts) offersIllegally() string {
	h := f.ClientHello
	if !slices.Contains(h.SupportedVersions, "TLS 1.3") {
		return ""
	}
	for _, share := range h.KeyShares {
		if h.SupportedGroups != nil && !slices.Contains(h.SupportedGroups, share) {
			return fmt.Sprintf("it has a key share for %s, which is not among its groups", share)
		}
	}
	if i := slices.Index(h.Extensions, "pre_shared_key"); i >= 0 && i != len(h.Extensions)-1 {
		return "pre_shared_key is not the last extension"
	}
	if len(h.SupportedVersions) == 1 && !slices.Equal(h.CompressionMethods, []string{"null"}) {
		return fmt.Sprintf("TLS 1.3 allows no compression, and it offers %s", list(h.CompressionMethods))
	}
	return ""
}

// retry is for a HelloRetryRequest that went wrong (RFC 8446, section 4.1.4).
func retry(f *facts) *verdict {
	if f.HelloRetryRequest == nil || f.ServerHello != nil {
		return nil
	}
	v := &verdict{cause: HelloRetryFailed, confidence: certain}
	hrr := f.HelloRetryRequest
	switch {
	case f.steps(server, "hello_retry_request") > 1:
		v.summary = "The server asked twice for another ClientHello, which it may do once."
		for i := range f.Steps {
			if s := &f.Steps[i]; s.Message == "hello_retry_request" {
				v.evidence = append(v.evidence, f.at(s.Packet)+": server sent a HelloRetryRequest")
			}
		}
	case f.needless() != "":
		v.summary = fmt.Sprintf("The server asked for another ClientHello that changes nothing: %s.", f.needless())
		v.evidence = append(v.evidence, fmt.Sprintf("%s: server asked for a key share of %s", f.at(hrr.Packet), hrr.Group))
	case f.changed() != "":
		v.summary = fmt.Sprintf("The client's second ClientHello changed what it may not: %s.", f.changed())
		v.evidence = append(v.evidence,
			fmt.Sprintf("%s: first ClientHello, with %d cipher suites", f.at(f.FirstClientHello.Packet), len(f.FirstClientHello.CipherSuites)),
			fmt.Sprintf("%s: second ClientHello, with %d; it changed %s", f.at(f.ClientHello.Packet), len(f.ClientHello.CipherSuites), f.changed()))
	default:
		return nil
	}
	if f.alert != nil {
		v.evidence = append(v.evidence, f.said())
	} else if end := f.end(); end != "" {
		v.evidence = append(v.evidence, end)
	}
	return v
}

// needless says why a HelloRetryRequest was not needed, or returns "".
func (f *facts) needless() string {
	hello := f.ClientHello
	if f.FirstClientHello != nil {
		hello = f.FirstClientHello
	}
	group := f.HelloRetryRequest.Group
	switch {
	case hello == nil || group == "":
	case slices.Contains(hello.KeyShares, group):
		return "the client had sent a key share of " + group
	case hello.SupportedGroups != nil && !slices.Contains(hello.SupportedGroups, group):
		return "the client does not have the group " + group
	}
	return ""
}

// changed says what a second ClientHello changed that it must keep, or returns "".
func (f *facts) changed() string {
	a, b := f.FirstClientHello, f.ClientHello
	switch {
	case a == nil:
	case !slices.Equal(a.CipherSuites, b.CipherSuites):
		return "its cipher suites"
	case a.ServerName != b.ServerName:
		return "its server name"
	case !slices.Equal(a.SupportedVersions, b.SupportedVersions):
		return "its versions"
	case !slices.Equal(a.SupportedGroups, b.SupportedGroups):
		return "its groups"
	case !slices.Equal(a.SignatureAlgorithms, b.SignatureAlgorithms):
		return "its signature algorithms"
	case !slices.Equal(a.ALPN, b.ALPN):
		return "its application protocols"
	case a.Random != b.Random:
		return "its random"
	case a.SessionID != b.SessionID:
		return "its session id"
	}
	return ""
}
