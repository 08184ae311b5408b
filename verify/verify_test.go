package verify

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/record"
)

// now is within the validity of what the tests make, unless they say otherwise.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// identity is a certificate with its key.
type identity struct {
	x509  *x509.Certificate
	key   crypto.Signer
	entry *certificate.Entry
}

var serial int64

// issue makes a certificate that issuer signs, or that signs itself where issuer is nil.
func issue(t testing.TB, name string, issuer *identity, edit ...func(*x509.Certificate)) *identity {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return issueFor(t, key, name, issuer, edit...)
}

func issueFor(t testing.TB, key crypto.Signer, name string, issuer *identity, edit ...func(*x509.Certificate)) *identity {
	t.Helper()
	serial++
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
		NotBefore: now.AddDate(0, -1, 0), NotAfter: now.AddDate(0, 1, 0), BasicConstraintsValid: true,
	}
	for _, e := range edit {
		e(template)
	}
	parent, signer := template, key
	if issuer != nil {
		parent, signer = issuer.x509, issuer.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	e := certificate.Parse(der)
	return &identity{x509: e.X509, key: key, entry: e}
}

func ca(c *x509.Certificate) { c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign }

func server(c *x509.Certificate) {
	c.DNSNames = []string{"www.example.com"}
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
}

// rootsOf writes certificates into a file and reads it as roots.
func rootsOf(t testing.TB, all ...*identity) *Roots {
	t.Helper()
	path := filepath.Join(t.TempDir(), "roots.pem")
	var b []byte
	for _, c := range all {
		b = append(b, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.entry.Certificate.DER})...)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := FileRoots(path)
	if err != nil {
		t.Fatal(err)
	}
	r.name = "roots"
	return r
}

func chainOf(all ...*identity) (chain []*certificate.Entry) {
	for _, c := range all {
		chain = append(chain, c.entry)
	}
	return chain
}

func TestServer(t *testing.T) {
	root := issue(t, "Root", nil, ca)
	other := issue(t, "Other Root", nil, ca)
	twin := issue(t, "Root", nil, ca) // another CA of the same name
	middle := issue(t, "Middle", root, ca)
	lower := issue(t, "Lower", middle, ca)
	stale := issue(t, "Stale", root, ca, func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) })
	noCA := issue(t, "No CA", root)
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	leaf := issue(t, "leaf", middle, server)
	expired := issue(t, "leaf", middle, server, func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) })
	early := issue(t, "leaf", middle, server, func(c *x509.Certificate) { c.NotBefore = now.AddDate(0, 0, 1) })
	selfSigned := issue(t, "www.example.com", nil, server)
	broken := certificate.Parse(append([]byte(nil), leaf.entry.Certificate.DER[:len(leaf.entry.Certificate.DER)-3]...))

	for _, c := range []struct {
		name    string
		chain   []*certificate.Entry
		asked   string
		staple  *record.OCSP
		errors  []string
		path    []string
		missing string
	}{
		{name: "good", chain: chainOf(leaf, middle), path: []string{"CN=leaf", "CN=Middle", "CN=Root"}},
		{name: "with its root", chain: chainOf(leaf, middle, root), path: []string{"CN=leaf", "CN=Middle", "CN=Root"}},
		{name: "out of order, with others", chain: chainOf(leaf, other, middle), path: []string{"CN=leaf", "CN=Middle", "CN=Root"}},
		{name: "expired", chain: chainOf(expired, middle), errors: []string{Expired}, path: []string{"CN=leaf", "CN=Middle", "CN=Root"}},
		{name: "not yet valid", chain: chainOf(early, middle), errors: []string{NotYetValid}, path: []string{"CN=leaf", "CN=Middle", "CN=Root"}},
		{name: "an intermediate that expired", chain: chainOf(issue(t, "leaf", stale, server), stale), errors: []string{Expired}, path: []string{"CN=leaf", "CN=Stale", "CN=Root"}},
		{name: "self-signed", chain: chainOf(selfSigned), errors: []string{SelfSigned}, path: []string{"CN=www.example.com"}},
		{name: "the intermediate is missing", chain: chainOf(leaf), errors: []string{IncompleteChain}, path: []string{"CN=leaf"}, missing: "CN=Middle"},
		{name: "an intermediate between is missing", chain: chainOf(issue(t, "leaf", lower, server), lower), errors: []string{UnknownIssuer}, path: []string{"CN=leaf", "CN=Lower"}},
		{name: "an unknown root", chain: chainOf(issue(t, "leaf", other, server), other), errors: []string{UnknownIssuer}, path: []string{"CN=leaf", "CN=Other Root"}},
		{name: "another CA of that name", chain: chainOf(issue(t, "leaf", twin, server)), errors: []string{UnknownIssuer}, path: []string{"CN=leaf"}},
		{name: "another name", chain: chainOf(leaf, middle), asked: "example.org", errors: []string{NameMismatch}, path: []string{"CN=leaf", "CN=Middle", "CN=Root"}},
		{
			name: "not for servers", errors: []string{WrongUsage}, path: []string{"CN=leaf", "CN=Middle", "CN=Root"},
			chain: chainOf(issue(t, "leaf", middle, server, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }), middle),
		},
		{name: "an issuer that is no CA", chain: chainOf(issue(t, "leaf", noCA, server), noCA), errors: []string{UnknownIssuer, WrongUsage}, path: []string{"CN=leaf", "CN=No CA"}},
		{name: "a short key", chain: chainOf(issueFor(t, short, "leaf", middle, server), middle), errors: []string{WeakKeyUsed}, path: []string{"CN=leaf", "CN=Middle", "CN=Root"}},
		{name: "revoked", chain: chainOf(leaf, middle), staple: &record.OCSP{Status: "revoked"}, errors: []string{Revoked}, path: []string{"CN=leaf", "CN=Middle", "CN=Root"}},
		{name: "broken", chain: []*certificate.Entry{broken}, errors: []string{Malformed}, path: []string{"CN=leaf"}},
		{name: "much is wrong", chain: chainOf(expired), asked: "example.org", staple: &record.OCSP{Status: "revoked"}, errors: []string{Expired, IncompleteChain, NameMismatch, Revoked}, path: []string{"CN=leaf"}, missing: "CN=Middle"},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := c.asked
			if asked == "" {
				asked = "www.example.com"
			}
			want := &record.Verification{Status: Untrusted, Errors: c.errors, Chain: c.path, MissingIssuer: c.missing, Roots: "roots"}
			if c.errors == nil {
				want.Status = Trusted
			}
			v := New(rootsOf(t, root))
			got := v.Server(c.chain, asked, true, now, c.staple)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if again := v.Server(c.chain, asked, true, now.Add(time.Hour), c.staple); again != got {
				t.Error("it was verified again")
			}
		})
	}
}

func TestTheAnswerDependsOnTheTime(t *testing.T) {
	root := issue(t, "Root", nil, ca, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = now.AddDate(-10, 0, 0), now.AddDate(10, 0, 0) })
	leaf := issue(t, "leaf", root, server)
	v := New(rootsOf(t, root))
	for _, c := range []struct {
		at   time.Time
		want []string
	}{
		{now, nil}, {now.AddDate(0, 2, 0), []string{Expired}}, {now.AddDate(0, -2, 0), []string{NotYetValid}}, {now.Add(time.Hour), nil},
		{now.AddDate(0, 1, 0), nil}, {now.AddDate(0, 1, 0).Add(time.Second), []string{Expired}},
	} {
		if got := v.Server(chainOf(leaf), "www.example.com", true, c.at, nil); !cmp.Equal(c.want, got.Errors) {
			t.Errorf("at %v: %v, want %v", c.at, got.Errors, c.want)
		}
	}
}

func TestClient(t *testing.T) {
	root := issue(t, "Root", nil, ca)
	v := New(rootsOf(t, root))
	for _, c := range []struct {
		use  x509.ExtKeyUsage
		want []string
	}{{x509.ExtKeyUsageClientAuth, nil}, {x509.ExtKeyUsageServerAuth, []string{WrongUsage}}} {
		leaf := issue(t, "alice", root, func(t *x509.Certificate) { t.ExtKeyUsage = []x509.ExtKeyUsage{c.use} })
		if got := v.Client(chainOf(leaf), now); !cmp.Equal(c.want, got.Errors) {
			t.Errorf("%v: %v, want %v", c.use, got.Errors, c.want)
		}
	}
	if v.Client(nil, now) != nil {
		t.Error("a verification of nothing")
	}
}

func TestWithoutRoots(t *testing.T) {
	root := issue(t, "Root", nil, ca)
	leaf := issue(t, "leaf", root, server)
	v := New(&Roots{name: "system"})
	if got := v.Server(chainOf(leaf), "www.example.com", true, now, nil); got.Status != Unchecked || got.Errors != nil {
		t.Errorf("%+v", got)
	}
	if got := v.Server(chainOf(leaf), "example.org", true, now, nil); got.Status != Untrusted {
		t.Errorf("%+v", got)
	}
}

func TestRootsThatAreNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.pem")
	for content, want := range map[string]string{"": "x.pem", "-----BEGIN KEY-----\n-----END KEY-----\n": "there is no certificate in it"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := FileRoots(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", content, err)
		}
	}
	if _, err := FileRoots(path + ".none"); err == nil {
		t.Error("a file that is not there")
	}
}

func TestLeadEndsInACircle(t *testing.T) {
	name := func(subject, issuer string) *record.Certificate {
		return &record.Certificate{Subject: record.Some(subject), Issuer: record.Some(issuer)}
	}
	if way := Lead([]*record.Certificate{name("a", "b"), name("b", "c"), name("c", "a")}); len(way) != 3 {
		t.Errorf("%d certificates on the way", len(way))
	}
}

// FuzzVerify checks chains that are broken in any way.
func FuzzVerify(f *testing.F) {
	root := issue(f, "Root", nil, ca)
	leaf := issue(f, "leaf", root, server)
	roots := rootsOf(f, root)
	f.Add(leaf.entry.Certificate.DER, root.entry.Certificate.DER, "www.example.com", int64(0))
	f.Add([]byte("no"), leaf.entry.Certificate.DER, "", now.UnixNano())
	f.Fuzz(func(t *testing.T, a, b []byte, name string, at int64) {
		chain := []*certificate.Entry{certificate.Parse(a), certificate.Parse(b)}
		v := New(roots)
		first := v.Server(chain, name, name != "", time.Unix(0, at).UTC(), nil)
		if first.Status == Trusted && len(first.Errors) > 0 || first.Status == Untrusted && len(first.Errors) == 0 {
			t.Errorf("%+v", first)
		}
		if again := v.Server(chain, name, name != "", time.Unix(0, at).UTC(), nil); !cmp.Equal(first, again) {
			t.Errorf("%+v, then %+v", first, again)
		}
	})
}

func BenchmarkServer(b *testing.B) {
	root := issue(b, "Root", nil, ca)
	middle := issue(b, "Middle", root, ca)
	chain := chainOf(issue(b, "leaf", middle, server), middle)
	roots := rootsOf(b, root)
	b.Run("seen before", func(b *testing.B) {
		v := New(roots)
		b.ReportAllocs()
		for b.Loop() {
			v.Server(chain, "www.example.com", true, now, nil)
		}
	})
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			New(roots).Server(chain, "www.example.com", true, now, nil)
		}
	})
}
