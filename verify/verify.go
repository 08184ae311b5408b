// Package verify checks chains of certificates against roots, at a time and for
// a name, as a client would, and keeps what it checked: a chain that many
// connections show is verified once. It knows nothing of connections.
package verify

import (
	"crypto/x509"
	"errors"
	"slices"
	"time"

	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/record"
)

// The values of record.Verification's Status.
const (
	Trusted   = "trusted"
	Untrusted = "untrusted"
	Unchecked = "unchecked" // there were no roots to check against
)

// The values of record.Verification's Errors, in the order in which they stand there.
const (
	Expired         = "expired"
	NotYetValid     = "not_yet_valid"
	SelfSigned      = "self_signed"
	UnknownIssuer   = "unknown_issuer"
	IncompleteChain = "incomplete_chain"
	NameMismatch    = "name_mismatch"
	WrongUsage      = "wrong_usage"
	WeakKeyUsed     = "weak_key"
	WeakSigned      = "weak_signature"
	Revoked         = "revoked"
	Malformed       = "malformed"
)

var order = []string{Expired, NotYetValid, SelfSigned, UnknownIssuer, IncompleteChain, NameMismatch, WrongUsage, WeakKeyUsed, WeakSigned, Revoked, Malformed}

// maxChain is how many certificates of a chain are looked at.
const maxChain = 16

// question is what is asked about a chain.
type question struct {
	chain   []*certificate.Entry
	server  bool
	name    string
	named   bool
	revoked bool // a stapled response says so
}

// Verifier checks chains against roots. It has one owner.
type Verifier struct {
	roots *Roots
	cache cache
}

// New returns a Verifier.
func New(roots *Roots) *Verifier { return &Verifier{roots: roots, cache: newCache()} }

// Server checks a server's chain, leaf first, at a time, for the name that the client
// asked for, if it did. The result is shared: it must not be written to. It is nil where there is no certificate.
func (v *Verifier) Server(chain []*certificate.Entry, name string, named bool, at time.Time, staple *record.OCSP) *record.Verification {
	return v.verify(question{chain: chain, server: true, name: name, named: named, revoked: staple != nil && staple.Status == "revoked"}, at)
}

// Client checks a client's chain, as Server does a server's.
func (v *Verifier) Client(chain []*certificate.Entry, at time.Time) *record.Verification {
	return v.verify(question{chain: chain}, at)
}

func (v *Verifier) verify(q question, at time.Time) *record.Verification {
	if len(q.chain) == 0 {
		return nil
	}
	if len(q.chain) > maxChain {
		q.chain = q.chain[:maxChain]
	}
	if known := v.cache.get(&q, at); known != nil {
		return known
	}
	j := judgement{question: q, at: at, roots: v.roots}
	result := j.judge()
	from, until := j.holds()
	v.cache.put(&q, from, until, result)
	return result
}

// judgement is one chain being checked.
type judgement struct {
	question
	at     time.Time
	roots  *Roots
	path   []*x509.Certificate // leaf to root, nil where none was found
	errors []string
}

func (j *judgement) judge() *record.Verification {
	leaf := j.chain[0]
	v := &record.Verification{Roots: j.roots.name}
	switch {
	case leaf.X509 == nil:
		j.add(Malformed)
		if leaf.Certificate.SelfSigned.Value {
			j.add(SelfSigned)
		}
	case j.findPath(), j.roots.pool == nil && !leaf.Certificate.SelfSigned.Value:
	default:
		v.MissingIssuer = j.unanchored()
	}
	if leaf.Certificate.ParseError != "" {
		j.add(Malformed)
	}
	j.checkTimes()
	j.checkUse()
	if j.server && j.named && !Matches(leaf.Certificate, j.name) {
		j.add(NameMismatch)
	}
	j.checkStrength()
	if j.revoked {
		j.add(Revoked)
	}
	v.Chain = j.subjects()
	slices.SortFunc(j.errors, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) })
	v.Errors = j.errors
	switch {
	case len(j.errors) > 0:
		v.Status = Untrusted
	case j.path == nil:
		v.Status = Unchecked
	default:
		v.Status = Trusted
	}
	return v
}

func (j *judgement) add(e string) {
	if !slices.Contains(j.errors, e) {
		j.errors = append(j.errors, e)
	}
}

// findPath looks for a way from the leaf to a root, whatever the time: that a
// certificate has expired does not make its issuer unknown.
func (j *judgement) findPath() bool {
	if j.roots.pool == nil {
		return false
	}
	leaf := j.chain[0].X509
	between := x509.NewCertPool()
	for _, e := range j.chain[1:] {
		if e.X509 != nil {
			between.AddCert(e.X509)
		}
	}
	for _, at := range []time.Time{j.at, leaf.NotAfter.Add(-time.Second), leaf.NotBefore.Add(time.Second)} {
		paths, err := leaf.Verify(x509.VerifyOptions{
			Roots: j.roots.pool, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
		})
		if err == nil {
			j.path = paths[0]
			return true
		}
		var invalid x509.CertificateInvalidError
		if errors.As(err, &invalid) {
			j.invalid(invalid.Reason)
		}
	}
	return false
}

// invalid takes a reason why a path is none, other than that there is no root at its end.
func (j *judgement) invalid(reason x509.InvalidReason) {
	switch reason {
	case x509.NotAuthorizedToSign, x509.TooManyIntermediates, x509.IncompatibleUsage:
		j.add(WrongUsage)
	case x509.CANotAuthorizedForThisName, x509.NameConstraintsWithoutSANs, x509.UnconstrainedName:
		j.add(NameMismatch)
	}
}

// unanchored says why no path leads from the leaf to a root, and returns the
// name of the certificate that is missing, if that is why.
func (j *judgement) unanchored() (missing string) {
	leaf := j.chain[0].Certificate
	top := Top(j.certificates())
	root := slices.ContainsFunc(j.chain, func(e *certificate.Entry) bool { return e.Certificate.SelfSigned.Value })
	switch {
	case leaf.SelfSigned.Value:
		j.add(SelfSigned)
	case j.roots.issued(j.chain, top) && slices.ContainsFunc(j.certificates(), WeakSignature):
		// The issuer is known: it is the weak signature that crypto/x509 refuses.
	case !root && top == leaf && !j.roots.issued(j.chain, top):
		j.add(IncompleteChain)
		return leaf.Issuer.Value
	case !root && len(j.chain) > 1 && !j.follows(top):
		j.add(IncompleteChain)
		return top.Issuer.Value
	default:
		j.add(UnknownIssuer)
	}
	return ""
}

// follows reports whether all certificates that were sent are on the way to top: others behind a gap say that
// one between was forgotten.
func (j *judgement) follows(top *record.Certificate) bool {
	return slices.ContainsFunc(j.chain[1:], func(e *certificate.Entry) bool { return e.Certificate == top })
}

// issued reports whether a root has the name of a certificate's issuer.
func (r *Roots) issued(chain []*certificate.Entry, c *record.Certificate) bool {
	for _, e := range chain {
		if e.Certificate == c && e.X509 != nil {
			return r.subjects[string(e.X509.RawIssuer)]
		}
	}
	return false
}

// certificates returns what is to be read of the chain.
func (j *judgement) certificates() []*record.Certificate {
	all := make([]*record.Certificate, len(j.chain))
	for i, e := range j.chain {
		all[i] = e.Certificate
	}
	return all
}

// checkTimes looks at the leaf and at what is on the path; a root's own time is its client's affair.
func (j *judgement) checkTimes() {
	leaf := j.chain[0].Certificate
	j.checkTime(leaf.NotBefore, leaf.NotAfter)
	if j.path == nil {
		for _, e := range j.chain[1:] {
			if !e.Certificate.SelfSigned.Value {
				j.checkTime(e.Certificate.NotBefore, e.Certificate.NotAfter)
			}
		}
		return
	}
	for _, c := range j.path[1:max(1, len(j.path)-1)] {
		j.checkTime(record.Some(c.NotBefore), record.Some(c.NotAfter))
	}
}

func (j *judgement) checkTime(from, until record.Optional[time.Time]) {
	if until.Present && j.at.After(until.Value) {
		j.add(Expired)
	}
	if from.Present && j.at.Before(from.Value) {
		j.add(NotYetValid)
	}
}

// checkUse looks at the leaf's extended key usage, and at who signs though it is no CA.
func (j *judgement) checkUse() {
	wanted := "clientAuth"
	if j.server {
		wanted = "serverAuth"
	}
	if uses := j.chain[0].Certificate.ExtendedKeyUsage; len(uses) > 0 && !slices.Contains(uses, wanted) && !slices.Contains(uses, "anyExtendedKeyUsage") {
		j.add(WrongUsage)
	}
	if j.path != nil {
		return
	}
	for _, c := range Lead(j.certificates())[1:] {
		if !c.IsCA.Value && !c.SelfSigned.Value {
			j.add(WrongUsage)
		}
	}
}

func (j *judgement) checkStrength() {
	for _, e := range j.chain {
		if WeakKey(e.Certificate) {
			j.add(WeakKeyUsed)
		}
		if WeakSignature(e.Certificate) {
			j.add(WeakSigned)
		}
	}
}

// subjects names the certificates of the path, or those that were sent, as far as they lead.
func (j *judgement) subjects() (names []string) {
	if j.path != nil {
		for _, c := range j.path {
			name, err := certificate.Name(c.RawSubject)
			if err != nil {
				name = c.Subject.String()
			}
			names = append(names, name)
		}
		return names
	}
	for _, c := range Lead(j.certificates()) {
		names = append(names, c.Subject.Value)
	}
	return names
}

// holds returns the times between which the judgement is the same.
func (j *judgement) holds() (from, until int64) {
	from, until = -1<<63, 1<<63-1
	edge := func(t time.Time) {
		// Times that no capture has overflow; they bound nothing.
		if t.Year() < 1700 || t.Year() > 2250 {
			return
		}
		if n := t.UnixNano(); n <= j.at.UnixNano() {
			from = max(from, n)
		} else {
			until = min(until, n)
		}
	}
	for _, e := range j.chain {
		if c := e.Certificate; c.NotBefore.Present && c.NotAfter.Present {
			edge(c.NotBefore.Value)
			edge(c.NotAfter.Value.Add(1))
		}
	}
	for _, c := range j.path {
		edge(c.NotBefore)
		edge(c.NotAfter.Add(1))
	}
	return from, until
}
