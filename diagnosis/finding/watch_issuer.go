package finding

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// What bounds the memory of the issuers that names are seen with.
const (
	maxNames            = 1 << 15
	maxNameLength       = 253 // of DNS (RFC 1035, section 2.3.4)
	maxIssuersOfName    = 4
	maxIssuerLength     = 256 // what is longer is told apart by its beginning
	maxAddressesOfIssue = 4
)

var certificateDiffers = Definition{
	Code: "certificate_differs", Severity: Medium,
	Title:       "A server's certificate comes from another issuer than usual",
	Explanation: "Most connections to this name see a certificate of one issuer, and some see one of another: from the same address at the same time, or one that nobody vouches for. It may be interception (a proxy, malware, or an attacker on the way), or a second CA in use. Compare the clients that see the unusual one with the others, and ask who runs the server.",
	Reference:   "RFC 5280, section 6.1; RFC 7258",
}

// issuerWatch remembers who issues the certificates of each name. The zero value is ready for use.
//
// A name has several certificates for good reasons: renewal, one key of each
// kind, several servers, a change of the CA. So it is the issuer's organisation that
// counts, for each kind of key, and the address that it is seen at.
type issuerWatch struct {
	names   map[string][]issue
	dropped int64
}

// issue is what is known of the certificates of a name that one issuer issued for one kind of key.
type issue struct {
	issuer, key string
	doubtful    bool   // self-signed, or leading to no known root
	latest      string // hash of the certificate seen last, so that it is known again without a look at its issuer
	count       int64
	first, last int64
	addresses   []netip.Addr // of the servers, the first few
	uid         string       // of the first connection
}

// see takes note of a connection that shows a certificate.
func (w *issuerWatch) see(o *Observation) {
	known, named := w.names[o.ServerName]
	if at := indexOf(known, o); at >= 0 {
		known[at].see(o)
		return
	}
	if !named && len(w.names) >= maxNames || len(known) >= maxIssuersOfName || len(o.ServerName) > maxNameLength {
		w.dropped++
		return
	}
	if w.names == nil {
		w.names = make(map[string][]issue)
	}
	next := issue{
		issuer: strings.Clone(issuerOf(o.Leaf)), key: o.Leaf.KeyAlgorithm, doubtful: doubtful(o),
		first: o.Time, last: o.Time, uid: o.UID,
	}
	next.see(o)
	w.names[o.ServerName] = append(known, next)
}

func indexOf(known []issue, o *Observation) int {
	for i := range known {
		if known[i].latest == o.Leaf.SHA256 && known[i].doubtful == doubtful(o) {
			return i
		}
	}
	issuer := issuerOf(o.Leaf)
	return slices.IndexFunc(known, func(k issue) bool {
		return k.issuer == issuer && k.key == o.Leaf.KeyAlgorithm && k.doubtful == doubtful(o)
	})
}

func (k *issue) see(o *Observation) {
	k.count++
	k.first, k.last = min(k.first, o.Time), max(k.last, o.Time)
	k.latest = o.Leaf.SHA256
	if address := o.Server.Addr(); len(k.addresses) < maxAddressesOfIssue && !slices.Contains(k.addresses, address) {
		k.addresses = append(k.addresses, address)
	}
}

func doubtful(o *Observation) bool { return o.Untrusted || o.Leaf.SelfSigned.Value }

// issuerOf returns the organisation that issued a certificate, or where it says none the issuer's
// whole name: a CA's intermediates have different names.
func issuerOf(c *record.Certificate) string {
	issuer := c.Issuer.Value
	for rest := issuer; rest != ""; {
		attribute := rest[:attributeEnd(rest)]
		if organisation, ok := strings.CutPrefix(attribute, "O="); ok {
			issuer = organisation
			break
		}
		rest = rest[min(len(attribute)+1, len(rest)):]
	}
	return issuer[:min(maxIssuerLength, len(issuer))]
}

// attributeEnd returns where the first attribute of a name ends (RFC 4514, section 2).
func attributeEnd(name string) int {
	for i := 0; i < len(name); i++ {
		switch name[i] {
		case '\\':
			i++ // what follows is escaped
		case ',', '+':
			return i
		}
	}
	return len(name)
}

func (w *issuerWatch) findings() []RunFinding {
	var all []RunFinding
	for name, known := range w.names {
		usual := usualOf(known)
		for i := range known {
			if other := &known[i]; other.differs(usual) {
				all = append(all, differs(name, usual, other))
			}
		}
	}
	return all
}

// usualOf returns what most connections to a name see; of several, what was seen first.
func usualOf(known []issue) *issue {
	usual := &known[0]
	for i := range known {
		if k := &known[i]; k.count > usual.count || k.count == usual.count && k.first < usual.first {
			usual = k
		}
	}
	return usual
}

// differs reports whether an issue can't be explained by what is usual for the name.
func (k *issue) differs(usual *issue) bool {
	if k.issuer == usual.issuer || k.first < usual.first {
		return false // the latter: the name changed its issuer
	}
	if k.doubtful != usual.doubtful {
		return k.doubtful
	}
	atOnce := k.first <= usual.last && k.count < usual.count
	return atOnce && k.key == usual.key && slices.ContainsFunc(k.addresses, func(a netip.Addr) bool {
		return slices.Contains(usual.addresses, a)
	})
}

func differs(name string, usual, other *issue) RunFinding {
	doubt := ""
	if other.doubtful && !usual.doubtful {
		doubt = " and leads to no known root"
	}
	return RunFinding{
		Finding: certificateDiffers.finding(fmt.Sprintf(
			"%d connections see a certificate issued by %s, %d see one that is issued by %s%s: this may be interception, or a second CA in use",
			usual.count, usual.issuer, other.count, other.issuer, doubt)),
		Subject: name,
		Count:   other.count,
		First:   record.Time(other.first),
		Last:    record.Time(other.last),
		UID:     other.uid,
	}
}
