package diagnosis

import (
	"fmt"
	"slices"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
)

// Codes of alerts (RFC 8446, section 6, and the registry).
const (
	unexpectedMessage     = 10
	badRecordMAC          = 20
	recordOverflow        = 22
	decompressionFailure  = 30
	handshakeFailure      = 40
	noCertificate         = 41
	badCertificate        = 42
	unsupportedCert       = 43
	certificateRevoked    = 44
	certificateExpired    = 45
	certificateUnknown    = 46
	illegalParameter      = 47
	unknownCA             = 48
	accessDenied          = 49
	decodeError           = 50
	decryptError          = 51
	exportRestriction     = 60
	protocolVersion       = 70
	insufficientSecurity  = 71
	internalErrorAlert    = 80
	inappropriateFallback = 86
	userCanceled          = 90
	noRenegotiation       = 100
	missingExtension      = 109
	unsupportedExtension  = 110
	certUnobtainable      = 111
	unrecognizedName      = 112
	badStatusResponse     = 113
	badCertHashValue      = 114
	unknownPSKIdentity    = 115
	certificateRequired   = 116
	noApplicationProtocol = 120
	echRequired           = 121
)

// offers is the evidence of what a client offered.
func (f *facts) offers(what string, values []string) string {
	return fmt.Sprintf("%s: client offers %s %s", f.at(f.ClientHello.Packet), what, list(values))
}

// versions returns the versions that the client offers, the newest first.
func (f *facts) versions() []string {
	h := f.ClientHello
	if len(h.SupportedVersions) > 0 {
		return slices.DeleteFunc(slices.Clone(h.SupportedVersions), func(v string) bool { return v == "GREASE" })
	}
	return []string{h.LegacyVersion + " and below"}
}

// sharedVersion is for alert protocol_version (RFC 8446, section 6.2), and for a
// ServerHello below what the client takes.
func sharedVersion(f *facts) *verdict {
	if f.code != protocolVersion {
		return nil
	}
	v := &verdict{cause: NoSharedVersion, confidence: certain}
	if f.alert.From == server {
		v.summary = "The server speaks none of the TLS versions that the client offers."
		if f.ClientHello != nil {
			offered := f.versions()
			v.summary = fmt.Sprintf("The client offers %s; the server refuses that.", list(offered))
			v.evidence = append(v.evidence, f.offers("versions", offered))
		}
		v.evidence = append(v.evidence, f.said())
		if chosen := f.known.Versions(); len(chosen) > 0 {
			v.evidence = append(v.evidence, fmt.Sprintf("this server chose %s in %s", chosen[0].Value, elsewhere(chosen[0].Where)))
			v.advice = append(v.advice, fmt.Sprintf("client: enable %s, which this server is seen to speak", list(chosen.Values())))
		}
		return v
	}
	if f.ServerHello == nil {
		return nil
	}
	v.summary = fmt.Sprintf("The server chose %s, which the client does not accept.", f.Version)
	v.evidence = []string{
		f.offers("versions", f.versions()),
		fmt.Sprintf("%s: server chose %s", f.at(f.ServerHello.Packet), f.Version),
		f.said(),
	}
	v.advice = []string{
		fmt.Sprintf("server: enable a version newer than %s", f.Version),
		fmt.Sprintf("client: only if the server can't be changed, allow %s", f.Version),
	}
	return v
}

const fallbackSCSV = "TLS_FALLBACK_SCSV"

// fallback is for a client that fell back and was told (RFC 7507).
func fallback(f *facts) *verdict {
	if f.code != inappropriateFallback {
		return nil
	}
	v := &verdict{
		cause: InappropriateFallback, confidence: certain,
		summary:  "The client fell back to an older version and said so, and the server speaks a newer one.",
		evidence: []string{f.said()},
	}
	if h := f.ClientHello; h != nil {
		v.summary = fmt.Sprintf("The client fell back to %s and said so, and the server speaks a newer version.", knowledge.Highest(h))
		said := "without " + fallbackSCSV
		if slices.Contains(h.CipherSuites, fallbackSCSV) {
			said = "with " + fallbackSCSV
		}
		v.evidence = append([]string{fmt.Sprintf("%s: client offers %s at most, %s", f.at(h.Packet), knowledge.Highest(h), said)}, v.evidence...)
	}
	return v
}

// downgrade is for a ServerHello whose random says that the server could have
// done better than it was asked for (RFC 8446, section 4.1.3).
func downgrade(f *facts) *verdict {
	if f.ServerHello == nil || f.ServerHello.DowngradeSentinel == "" || !f.complains(client, illegalParameter) {
		return nil
	}
	if f.ClientHello == nil || knowledge.Rank(knowledge.Highest(f.ClientHello)) <= knowledge.Rank(f.Version) {
		return nil
	}
	return &verdict{
		cause: DowngradeDetected, confidence: certain,
		summary: fmt.Sprintf("Client and server could both do better than %s: somebody between them changed the ClientHello, and the client noticed.", f.Version),
		evidence: []string{
			fmt.Sprintf("%s: client offers %s", f.at(f.ClientHello.Packet), list(f.versions())),
			fmt.Sprintf("%s: server chose %s and marked its random as one that could do more", f.at(f.ServerHello.Packet), f.Version),
			f.said(),
		},
	}
}

// alpn is for no application protocol in common (RFC 7301, section 3.2).
func alpn(f *facts) *verdict {
	if f.code != noApplicationProtocol {
		return nil
	}
	v := &verdict{
		cause: NoSharedALPN, confidence: certain,
		summary: "The server takes none of the application protocols (ALPN) that the client offers.",
	}
	if h := f.ClientHello; h != nil && h.ALPN != nil {
		v.summary = fmt.Sprintf("The client offers the application protocol %s (ALPN), which the server does not take.", list(h.ALPN))
		v.evidence = append(v.evidence, f.offers("ALPN", h.ALPN))
	}
	v.evidence = append(v.evidence, f.said())
	if chosen := f.known.ALPN(); len(chosen) > 0 {
		v.evidence = append(v.evidence, fmt.Sprintf("this server chose %s in %s", chosen[0].Value, elsewhere(chosen[0].Where)))
		v.advice = append(v.advice, "client: offer "+list(chosen.Values()))
	}
	return v
}

// serverName is for a name that the server does not serve (RFC 6066, section 3).
func serverName(f *facts) *verdict {
	if !f.complains(server, unrecognizedName) || f.ClientHello == nil || !f.ServerName.Present {
		return nil
	}
	v := &verdict{
		cause: UnrecognizedName, confidence: certain,
		summary:  fmt.Sprintf("The server does not serve the name %s.", f.ServerName.Value),
		evidence: []string{fmt.Sprintf("%s: client wants %s", f.at(f.ClientHello.Packet), f.ServerName.Value), f.said()},
	}
	for _, c := range f.known.Chains {
		if c.Named {
			v.evidence = append(v.evidence, fmt.Sprintf("it served %s in %s", c.Name, elsewhere(c.Where)))
			break
		}
	}
	return v
}

// noServerName is for a client that names no server at one that serves by name.
func noServerName(f *facts) *verdict {
	if f.ClientHello == nil || f.ServerName.Present || f.ClientHello.ParseError != "" ||
		!f.complains(server, handshakeFailure, unrecognizedName, internalErrorAlert, accessDenied) || f.ServerHello != nil {
		return nil
	}
	v := &verdict{
		cause: MissingServerName, confidence: possible,
		summary:  "The client does not say which server it wants (no SNI), and this server needs to know.",
		evidence: []string{f.at(f.ClientHello.Packet) + ": client sends no server_name extension", f.said()},
	}
	named := false
	for _, o := range f.known.Accepted {
		if !o.Named {
			return nil // it serves clients without a name as well
		}
		if !named {
			named = true
			v.evidence = append(v.evidence, "the same server serves a client that names it in "+elsewhere(o.Where))
		}
	}
	switch {
	case f.code == unrecognizedName:
		v.confidence = certain
	case named:
		v.confidence = likely
	default:
		return nil
	}
	return v
}

// namedExtension is for alert missing_extension (RFC 8446, section 9.2).
func namedExtension(f *facts) *verdict {
	if f.code != missingExtension {
		return nil
	}
	v := &verdict{
		cause: MissingExtension, confidence: certain,
		summary:  fmt.Sprintf("The %s misses an extension that the %s must send.", f.alert.From, peer(f.alert.From)),
		evidence: []string{f.said()},
	}
	if h := f.ClientHello; h != nil && f.alert.From == server {
		if missing := missingFrom(h.Extensions); len(missing) > 0 {
			v.summary = fmt.Sprintf("The ClientHello lacks %s, which TLS 1.3 requires.", list(missing))
			v.evidence = append([]string{fmt.Sprintf("%s: ClientHello without %s", f.at(h.Packet), list(missing))}, v.evidence...)
		}
	}
	return v
}

// missingFrom returns what TLS 1.3 requires of a ClientHello and this one lacks.
func missingFrom(extensions []string) (missing []string) {
	has := func(name string) bool { return slices.Contains(extensions, name) }
	for _, name := range []string{"supported_groups", "signature_algorithms", "key_share"} {
		if !has(name) && !(name == "signature_algorithms" && has("pre_shared_key")) {
			missing = append(missing, name)
		}
	}
	return missing
}

// securityExtension is for a client that leaves because the server's hello lacks
// what it insists on (RFC 7627, section 5.3; RFC 5746, section 3.4).
func securityExtension(f *facts) *verdict {
	s, h := f.ServerHello, f.ClientHello
	if s == nil || h == nil || !f.complains(client, handshakeFailure) || f.tls13() {
		return nil
	}
	lacks := func(name, why string) *verdict {
		return &verdict{
			cause: MissingExtension, confidence: likely,
			summary: fmt.Sprintf("The server does not support %s, and the client insists on it (%s).", name, why),
			evidence: []string{
				fmt.Sprintf("%s: client offers %s", f.at(h.Packet), name),
				fmt.Sprintf("%s: ServerHello without %s", f.at(s.Packet), name),
				f.said(),
			},
		}
	}
	switch {
	case !s.RenegotiationInfo.Value:
		return lacks("renegotiation_info", "without it renegotiation can be attacked")
	case h.ExtendedMasterSecret.Value && !s.ExtendedMasterSecret.Value:
		return lacks("extended_master_secret", "without it sessions can be mixed up")
	}
	return nil
}

// renegotiation is for a second handshake on a connection that was refused.
func renegotiation(f *facts) *verdict {
	if f.Renegotiations.Value == 0 && f.code != noRenegotiation {
		return nil
	}
	v := &verdict{
		cause: RenegotiationRefused, confidence: likely,
		summary: "The client asked for a new handshake on the open connection (renegotiation), and the server refused.",
	}
	if f.code == noRenegotiation {
		v.confidence = certain
	}
	if s := f.lastStep(client, nil); s != nil {
		v.evidence = append(v.evidence, fmt.Sprintf("%s: client begins another handshake inside the encrypted connection", f.at(s.Packet)))
	}
	if f.alert != nil {
		v.evidence = append(v.evidence, f.said())
	}
	if end := f.end(); end != "" {
		v.evidence = append(v.evidence, end)
	}
	return v
}

// preSharedKey is for a key that one side does not know, or that both know differently
// (RFC 8446, section 4.2.11; RFC 4279, section 2).
func preSharedKey(f *facts) *verdict {
	if f.code == unknownPSKIdentity {
		return &verdict{
			cause: PSKRejected, confidence: certain,
			summary:  "The server does not know the identity of the client's pre-shared key.",
			evidence: []string{f.said()},
		}
	}
	switch {
	case f.complains(server, illegalParameter, decryptError) && f.unanswered() && f.ClientHello.PSKIdentities.Value > 0:
		return &verdict{
			cause: PSKRejected, confidence: likely,
			summary: "The client proves a pre-shared key (PSK binder) that is not the server's: the keys differ.",
			evidence: []string{
				fmt.Sprintf("%s: client offers a pre-shared key (%d)", f.at(f.ClientHello.Packet), f.ClientHello.PSKIdentities.Value),
				f.said(),
			},
		}
	case f.complains(server, badRecordMAC, decryptError, handshakeFailure) && f.suite().KeyExchange.PSK && f.step(client, "client_key_exchange") != nil:
		return &verdict{
			cause: PSKRejected, confidence: likely,
			summary: "The keys differ: the client's pre-shared key, or its identity, is not what the server has.",
			evidence: []string{
				fmt.Sprintf("%s: server chose %s, whose keys come from a pre-shared key", f.at(f.ServerHello.Packet), f.CipherSuite),
				f.said(),
			},
		}
	}
	return nil
}

// encryptedClientHello is for a client that insists on Encrypted ClientHello, which
// the server did not take (RFC 9849, section 6.1.6).
func encryptedClientHello(f *facts) *verdict {
	v := &verdict{
		cause: ECHRejected, confidence: likely,
		summary: "The client insists on Encrypted ClientHello, and the server did not take it: its key is old, or the server has none.",
	}
	switch {
	case f.code == echRequired:
		v.confidence = certain
	case f.ECH != "present" || f.alert == nil || !f.alert.Encrypted || f.alert.From != client:
		return nil
	default:
		done := f.fits(client, "finished", "empty_certificate_and_finished")
		if done == nil || !before(done.Packet, f.alert.Packet) {
			return nil
		}
		v.evidence = append(v.evidence,
			fmt.Sprintf("%s: client offers Encrypted ClientHello, outer name %s", f.at(f.ClientHello.Packet), f.ServerName.Or("none")),
			fmt.Sprintf("%s: client finishes the handshake", f.at(done.Packet)))
	}
	v.evidence = append(v.evidence, f.said())
	if f.alert.Encrypted {
		v.evidence = append(v.evidence, f.end())
	}
	return v
}

// weakKeyExchange is for a client that finds the server's parameters too weak.
func weakKeyExchange(f *facts) *verdict {
	bits, weak := f.DHBits.Get()
	weak = weak && bits < 2048
	switch {
	case f.complains(client, insufficientSecurity, exportRestriction):
	case f.complains(client, handshakeFailure, illegalParameter) && weak:
	case f.complains(server, exportRestriction):
	default:
		return nil
	}
	v := &verdict{
		cause: InsufficientSecurity, confidence: certain,
		summary:  fmt.Sprintf("The %s finds what the other side chose too weak.", f.alert.From),
		evidence: []string{f.said()},
	}
	if weak {
		if f.code != insufficientSecurity {
			v.confidence = likely
		}
		v.summary = fmt.Sprintf("The server's Diffie-Hellman group has %d bits, which is too weak for the client.", bits)
		where := f.ServerHello.Packet
		if s := f.step(server, "server_key_exchange"); s != nil {
			where = s.Packet
		}
		v.evidence = append([]string{fmt.Sprintf("%s: server's Diffie-Hellman group has %d bits", f.at(where), bits)}, v.evidence...)
		v.advice = []string{"server: use elliptic curves (ECDHE), or a Diffie-Hellman group of 2048 bits or more"}
	}
	return v
}
