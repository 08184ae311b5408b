package diagnosis

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/verify"
)

// serverComplaints are the alerts with which stacks refuse a server's certificate,
// whatever its fault: GnuTLS and Go say 42 to nearly all, Java 46, Erlang 40.
var serverComplaints = []int{badCertificate, unsupportedCert, certificateRevoked, certificateExpired, certificateUnknown, unknownCA, accessDenied, certUnobtainable, badStatusResponse, badCertHashValue}

// serverCertificate is for a client that refuses the server's certificate.
func serverCertificate(f *facts) *verdict {
	hidden := f.hidesRefusal()
	switch {
	case f.complains(client, serverComplaints...), hidden:
	case f.complains(client, handshakeFailure, insufficientSecurity) && len(f.chain(server)) > 0:
	default:
		return nil
	}
	chain := f.shown(client)
	if chain == nil {
		if f.blind(server) {
			return f.unseen(server)
		}
		return f.refusedUnseen()
	}
	v := chain.fault(f)
	if v == nil {
		switch {
		case hidden || f.code == handshakeFailure || f.code == insufficientSecurity:
			return nil // it can have another reason
		default:
			v = chain.faultless(f)
		}
	}
	v.evidence = append(v.evidence, f.said())
	if hidden || chain.elsewhere != "" {
		v.confidence = min(v.confidence, likely)
	}
	return v
}

// hidesRefusal reports whether a client left with an encrypted alert in place of
// its flight, as one does that does not like what the server showed.
func (f *facts) hidesRefusal() bool {
	return f.alert != nil && f.alert.Encrypted && f.alert.From == client && f.ServerHello != nil &&
		f.Renegotiations.Value == 0 && f.fits(client, record.FitsFinished, record.FitsEmptyAndFinished) == nil &&
		f.step(client, "client_key_exchange") == nil
}

// blind reports whether the capture lacks packets that may hold a side's certificate.
func (f *facts) blind(side string) bool {
	return f.Capture.OneSided == peer(side) || f.Capture.MissingBytes.Value > 0 || f.Capture.Snapped.Value || f.Capture.MidStream.Value
}

// presented is a chain that a side presented, here or in another connection.
type presented struct {
	certificates []*record.Certificate
	at           string // where it was shown
	elsewhere    string // the connection, where it was another one
	name         string
	named        bool
}

// shown returns the chain that the other side of a complaint presented: in this
// connection, else as another connection to the same server shows it.
func (f *facts) shown(complainer string) *presented {
	p := &presented{name: f.ServerName.Value, named: f.ServerName.Present}
	if chain := f.chain(peer(complainer)); len(chain) > 0 {
		for _, c := range chain {
			p.certificates = append(p.certificates, c.Certificate)
		}
		p.at = f.at(chain[0].Packet)
		return p
	}
	if complainer != client || f.ServerHello == nil || !f.tls13() {
		return nil
	}
	known, ok := f.known.Latest(p.name, p.named)
	if !ok {
		return nil
	}
	p.certificates = known.Certificates
	p.elsewhere = elsewhere(known.Where)
	p.at = p.elsewhere
	return p
}

func (p *presented) leaf() *record.Certificate { return p.certificates[0] }

// title names a certificate for a sentence.
func title(c *record.Certificate) string {
	return cmp.Or(c.Subject.Value, c.CommonName.Value, "SHA-256 "+c.SHA256)
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 MST") }

// fault returns what is wrong with a server's chain for the client that refused
// it, or nil. What every client minds comes first, unless the alert names another fault.
func (p *presented) fault(f *facts) *verdict {
	var found []*verdict
	for _, check := range []func(*facts) *verdict{p.expired, p.notYetValid, p.revoked, p.mismatch, p.wrongUsage, p.weak, p.untrusted} {
		if v := check(f); v != nil {
			found = append(found, v)
		}
	}
	if len(found) == 0 {
		return nil
	}
	names := faultsOf[f.code]
	slices.SortStableFunc(found, func(a, b *verdict) int {
		return cmp.Or(int(rank(b, names)-rank(a, names)), int(b.confidence-a.confidence))
	})
	best := found[0]
	for _, other := range found[1:] {
		best.evidence = append(best.evidence, other.evidence...)
		if best.confidence == certain && other.confidence == certain && rank(best, names) == rank(other, names) {
			best.confidence = likely
		}
	}
	return best
}

// faultsOf are the faults that an alert's name means.
var faultsOf = map[int][]string{
	certificateExpired:   {ServerCertificateExpired, ServerCertificateNotYetValid},
	certificateRevoked:   {ServerCertificateRevoked},
	unknownCA:            {ServerCertificateSelfSigned, ServerChainIncomplete, ServerCertificateUnknownCA},
	unsupportedCert:      {ServerCertificateWrongUsage, ServerCertificateWeak},
	insufficientSecurity: {ServerCertificateWeak},
}

func rank(v *verdict, names []string) int {
	if slices.Contains(names, v.cause) {
		return 1
	}
	return 0
}

// expired checks every certificate that was shown: an intermediate expires too.
func (p *presented) expired(f *facts) *verdict {
	now := f.Start.Std()
	for _, c := range p.certificates {
		if !c.NotAfter.Present || !c.NotAfter.Value.Before(now) || c != p.leaf() && c.SelfSigned.Value {
			continue
		}
		what := "server's certificate"
		if c != p.leaf() {
			what = "intermediate certificate that the server sends"
		}
		return &verdict{
			cause: ServerCertificateExpired, confidence: certain,
			summary: fmt.Sprintf("The %s %s expired %s before the connection (%s).", what, title(c), ago(now.Sub(c.NotAfter.Value)), day(c.NotAfter.Value)),
			evidence: []string{
				fmt.Sprintf("%s: certificate %s was valid until %s; the capture's clock says %s", p.at, title(c), day(c.NotAfter.Value), day(now)),
			},
			advice: []string{"server: renew the certificate " + title(c) + " and reload the server"},
		}
	}
	return nil
}

func (p *presented) notYetValid(f *facts) *verdict {
	now := f.Start.Std()
	for _, c := range p.certificates {
		if !c.NotBefore.Present || !c.NotBefore.Value.After(now) {
			continue
		}
		return &verdict{
			cause: ServerCertificateNotYetValid, confidence: certain,
			summary: fmt.Sprintf("The server's certificate %s is valid only from %s, %s after the connection.", title(c), day(c.NotBefore.Value), ago(c.NotBefore.Value.Sub(now))),
			evidence: []string{
				fmt.Sprintf("%s: certificate %s is valid from %s; the capture's clock says %s", p.at, title(c), day(c.NotBefore.Value), day(now)),
			},
		}
	}
	return nil
}

// ago says how long a time is, as roughly as people do.
func ago(d time.Duration) string {
	count := func(n int, unit string) string {
		if n == 1 {
			return "1 " + unit
		}
		return fmt.Sprintf("%d %ss", n, unit)
	}
	switch {
	case d >= 48*time.Hour:
		return count(int(d.Hours()/24), "day")
	case d >= 2*time.Hour:
		return count(int(d.Hours()), "hour")
	}
	return count(max(1, int(d.Minutes())), "minute")
}

func (p *presented) revoked(f *facts) *verdict {
	stapled := p.elsewhere == "" && f.OCSP != nil && f.OCSP.Status == "revoked"
	if !stapled && f.code != certificateRevoked {
		return nil
	}
	v := &verdict{
		cause: ServerCertificateRevoked, confidence: certain,
		summary: fmt.Sprintf("The server's certificate %s is revoked.", title(p.leaf())),
	}
	if stapled {
		v.evidence = append(v.evidence, fmt.Sprintf("the OCSP response that the server staples says revoked (this update %s)", day(f.OCSP.ThisUpdate.Value)))
	}
	return v
}

func (p *presented) mismatch(f *facts) *verdict {
	leaf := p.leaf()
	if !p.named || verify.Matches(leaf, p.name) {
		return nil
	}
	names := slices.Concat(leaf.DNSNames, leaf.IPAddresses)
	if len(names) == 0 && leaf.CommonName.Present {
		names = []string{leaf.CommonName.Value}
	}
	return &verdict{
		cause: ServerNameMismatch, confidence: certain,
		summary:  fmt.Sprintf("The client wants %s, and the server's certificate is for %s.", p.name, list(names)),
		evidence: []string{fmt.Sprintf("%s: certificate %s is for %s; the client asked for %s", p.at, title(leaf), list(names), p.name)},
		advice: []string{
			"server: present a certificate that has " + p.name + " among its names",
			"client: connect by a name that the certificate has",
		},
	}
}

func (p *presented) wrongUsage(*facts) *verdict {
	leaf := p.leaf()
	if len(leaf.ExtendedKeyUsage) == 0 || shares(leaf.ExtendedKeyUsage, []string{"serverAuth", "anyExtendedKeyUsage"}) {
		return nil
	}
	return &verdict{
		cause: ServerCertificateWrongUsage, confidence: certain,
		summary:  fmt.Sprintf("The server's certificate %s is not meant for servers: its extended key usage is %s.", title(leaf), list(leaf.ExtendedKeyUsage)),
		evidence: []string{fmt.Sprintf("%s: certificate %s has extended key usage %s, without serverAuth", p.at, title(leaf), list(leaf.ExtendedKeyUsage))},
	}
}

// weak checks keys and signatures. Many clients do not mind, so it is never certain.
func (p *presented) weak(*facts) *verdict {
	for _, c := range p.certificates {
		what := ""
		switch {
		case verify.WeakKey(c):
			what = fmt.Sprintf("a key of %d bits", c.KeyBits.Value)
		case verify.WeakSignature(c):
			what = "a signature by " + c.SignatureAlgorithm
		default:
			continue
		}
		return &verdict{
			cause: ServerCertificateWeak, confidence: likely,
			summary:  fmt.Sprintf("The server's certificate %s has %s, which is too weak for the client.", title(c), what),
			evidence: []string{fmt.Sprintf("%s: certificate %s has %s", p.at, title(c), what)},
		}
	}
	return nil
}

// untrusted says where a chain ends: in itself, in a certificate that was not sent,
// or at a root that the client does not hold.
func (p *presented) untrusted(f *facts) *verdict {
	leaf := p.leaf()
	top := verify.Top(p.certificates)
	root := slices.ContainsFunc(p.certificates, func(c *record.Certificate) bool { return c.SelfSigned.Value })
	named := f.code == unknownCA
	v := &verdict{confidence: likely}
	switch {
	case leaf.SelfSigned.Value:
		v.cause = ServerCertificateSelfSigned
		v.summary = fmt.Sprintf("The server's certificate %s is self-signed, and the client does not hold it as trusted.", title(leaf))
		v.evidence = []string{fmt.Sprintf("%s: certificate %s is its own issuer", p.at, title(leaf))}
		if named {
			v.confidence = certain
		}
	case top == leaf && !root && !f.rootIssued():
		v.cause = ServerChainIncomplete
		v.summary = fmt.Sprintf("The server sends its certificate without that of its issuer, %s, so the client can't build the chain to a root.", leaf.Issuer.Value)
		v.evidence = []string{fmt.Sprintf("%s: the server sends %s alone; its issuer %s is not among the certificates sent", p.at, title(leaf), leaf.Issuer.Value)}
		v.advice = []string{"server: add the intermediate " + leaf.Issuer.Value + " to the chain file"}
		if where, ok := f.base.Issuer(leaf.Issuer.Value); ok {
			v.evidence = append(v.evidence, fmt.Sprintf("the missing certificate is shown in %s", elsewhere(where)))
		}
	case named || root && f.code >= 0 && f.code != handshakeFailure && f.code != insufficientSecurity && !f.trusted():
		v.cause = ServerCertificateUnknownCA
		v.summary = fmt.Sprintf("The client does not know the CA at the end of the server's chain (%s).", end(top))
		v.evidence = []string{fmt.Sprintf("%s: the chain of %s leads to %s", p.at, title(leaf), end(top))}
		v.advice = []string{
			"client: add the root " + end(top) + " to its trust store, if it is meant to be trusted",
			"server: use a certificate of a CA that its clients know",
		}
		switch {
		case !named:
			v.confidence = possible
		case top.SelfSigned.Value:
			v.confidence = certain
		}
	default:
		return nil
	}
	return v
}

// end is the name of the root that a chain leads to.
func end(top *record.Certificate) string {
	if top.SelfSigned.Value {
		return title(top)
	}
	return top.Issuer.Or("an unnamed issuer")
}

// trusted reports whether the chain leads to one of the roots that it was verified against.
func (f *facts) trusted() bool { return f.Verification != nil && f.Verification.Status == "trusted" }

// rootIssued reports whether verification found a root right above the leaf, so that nothing is missing.
func (f *facts) rootIssued() bool {
	return f.Verification != nil && len(f.Verification.Chain) == 2 && !slices.Contains(f.Verification.Errors, "incomplete_chain")
}

// faultless is for a chain that was refused though nothing is wrong with it.
func (p *presented) faultless(f *facts) *verdict {
	leaf := p.leaf()
	if f.code == certificateExpired {
		return &verdict{
			cause: ClientClockWrong, confidence: certain,
			summary:  "The client says that the certificate has expired, and it has not: the client's clock is wrong.",
			evidence: []string{fmt.Sprintf("%s: certificate %s is valid from %s to %s; the capture's clock says %s", p.at, title(leaf), day(leaf.NotBefore.Value), day(leaf.NotAfter.Value), day(f.Start.Std()))},
			advice:   []string{"client: set the clock (NTP)"},
		}
	}
	return &verdict{
		cause: ServerCertificateRejected, confidence: likely,
		summary: fmt.Sprintf("The client refuses the server's certificate %s (%s), and nothing in it shows why.", title(leaf), f.alert.Description),
		evidence: []string{
			fmt.Sprintf("%s: certificate %s is in its time, and for the name that was asked for", p.at, title(leaf)),
			"what the wire can't show: which CAs the client holds, its clock, a pin, a revocation list",
		},
	}
}

// refusedUnseen is for a certificate that was refused and that TLS 1.3 hides.
func (f *facts) refusedUnseen() *verdict {
	v := &verdict{cause: ServerCertificateRejected, confidence: likely, evidence: []string{f.said()}}
	hidden := "TLS 1.3 hides the certificate, and no other connection in the capture shows it"
	switch {
	case f.alert.Encrypted:
		return nil // hiddenComplaint has it
	case f.code == certificateExpired:
		v.cause, v.summary = ServerCertificateExpired, "The client says that the server's certificate has expired."
	case f.code == certificateRevoked:
		v.cause, v.summary = ServerCertificateRevoked, "The client says that the server's certificate is revoked."
	case f.code == unknownCA:
		v.cause, v.summary = ServerCertificateUnknownCA, "The client does not know the CA that the server's certificate leads to."
	default:
		v.summary = fmt.Sprintf("The client refuses the server's certificate (%s).", f.alert.Description)
	}
	v.evidence = append(v.evidence, hidden)
	return v
}

// unseen is for a certificate that was refused and that the capture lacks.
func (f *facts) unseen(side string) *verdict {
	return &verdict{
		cause: CaptureIncomplete, confidence: certain,
		summary:  fmt.Sprintf("The %s refuses the %s's certificate (%s), and the capture does not hold that certificate.", peer(side), side, f.alert.Description),
		evidence: []string{f.said(), f.lacking()},
	}
}
