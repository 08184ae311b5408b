package diagnosis

import (
	"fmt"
	"slices"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// internalError is for a side that failed by itself.
func internalError(f *facts) *verdict {
	if f.code != internalErrorAlert {
		return nil
	}
	v := &verdict{
		cause: PeerInternalError, confidence: certain,
		summary:  fmt.Sprintf("The %s failed by itself (internal_error): its own log says why, the wire does not.", f.alert.From),
		evidence: []string{f.said()},
		advice:   []string{f.alert.From + ": look into its log at " + f.alert.Time.Std().UTC().Format("15:04:05.000 MST")},
	}
	if f.before != nil {
		v.evidence = append([]string{fmt.Sprintf("%s: the last that the %s got is %s", f.at(f.before.Packet), f.alert.From, f.before.Message)}, v.evidence...)
	}
	return v
}

// canceled is for a side that gave up the handshake for a reason of its own (RFC 8446, section 6.1).
func canceled(f *facts) *verdict {
	if f.code != userCanceled {
		return nil
	}
	return &verdict{
		cause: UserCanceled, confidence: certain,
		summary:  fmt.Sprintf("The %s canceled the handshake.", f.alert.From),
		evidence: []string{f.said()},
	}
}

// hiddenComplaint is for an encrypted alert: only who sent it, and when, can be told.
func hiddenComplaint(f *facts) *verdict {
	if f.alert == nil || !f.alert.Encrypted {
		return nil
	}
	v := &verdict{confidence: likely, evidence: []string{f.said()}}
	if end := f.end(); end != "" {
		v.evidence = append(v.evidence, end)
	}
	flight := f.firstEncrypted(client)
	switch {
	case f.alert.From == client:
		v.cause = ClientRejectedServer
		v.summary = "The client left with an encrypted alert in place of its part of the handshake: it refuses the server's certificate or handshake."
		v.evidence = append(v.evidence, "most often it is the certificate: its name, its time, or its CA; no other connection in the capture shows it")
		v.advice = []string{
			"client: look into its log, or repeat with TLS 1.2 or with SSLKEYLOGFILE set, so that the certificate and the alert can be read",
			"server: check the certificate that it presents for " + f.ServerName.Or("clients that name none"),
		}
	case flight != nil && before(flight.Packet, f.alert.Packet) && f.tls13():
		v.cause = ServerRejectedClient
		v.summary = "The server answered the client's part of the handshake with an encrypted alert: it refuses the client's certificate, most often."
		told := fmt.Sprintf("%s: the client's encrypted flight begins", f.at(flight.Packet))
		if s := f.certificateSized(); s != nil {
			told = fmt.Sprintf("%s: the client sent an encrypted record of %d bytes, large enough for a certificate", f.at(s.Packet), s.Length)
		}
		v.evidence = append([]string{told}, v.evidence...)
	case f.tls13():
		return f.serverGaveUp(v)
	default:
		v.cause = ServerRejectedClient
		v.summary = "The server ended the handshake with an encrypted alert."
	}
	return v
}

// serverGaveUp is for a server of TLS 1.3 that sends an alert before its own flight is over.
func (f *facts) serverGaveUp(v *verdict) *verdict {
	if f.fits(server, record.FitsFinished) != nil {
		v.cause = ServerRejectedClient
		v.summary = "The server ended the handshake with an encrypted alert after its own flight."
		return v
	}
	v.cause, v.confidence = AbortedAfterServerHello, possible
	v.summary = "The server began its answer and gave up with an encrypted alert before it was whole."
	if f.ClientHello == nil {
		return v
	}
	if s := signatures(f); s != nil {
		s.confidence = possible
		s.evidence = append(s.evidence, v.evidence...)
		s.evidence = append(s.evidence, "the server gave up where its certificate would have come")
		return s
	}
	return v
}

// firstEncrypted returns a side's first encrypted step that is no alert by its size, or nil.
func (f *facts) firstEncrypted(side string) *record.Step {
	for i := range f.Steps {
		if s := &f.Steps[i]; s.From == side && s.Message == "encrypted_handshake" && !slices.Contains(s.Fits, record.FitsAlert) {
			return s
		}
	}
	return nil
}

// certificateSized returns the client's encrypted record that can hold a certificate, or nil.
func (f *facts) certificateSized() *record.Step {
	for i := range f.Steps {
		if s := &f.Steps[i]; s.From == client && s.Message == "encrypted_handshake" && s.Length > 200 {
			return s
		}
	}
	return nil
}

// namedComplaint is for an alert that no other rule explains.
func namedComplaint(f *facts) *verdict {
	if f.code < 0 {
		return nil
	}
	v := &verdict{
		cause: Unexplained, confidence: possible,
		summary:  fmt.Sprintf("The %s ended the handshake with %s, and the capture does not show why.", f.alert.From, f.alert.Description),
		evidence: []string{f.said()},
		advice:   []string{fmt.Sprintf("%s: its log at %s says more than the wire does", f.alert.From, f.alert.Time.Std().UTC().Format("15:04:05.000 MST"))},
	}
	if f.before != nil {
		v.evidence = append([]string{fmt.Sprintf("%s: the last that it got is %s", f.at(f.before.Packet), f.before.Message)}, v.evidence...)
	}
	return v
}

// postQuantum reports whether one of the groups is a post-quantum one.
func postQuantum(groups []string) bool {
	return slices.ContainsFunc(groups, tlsparse.PostQuantumName)
}
