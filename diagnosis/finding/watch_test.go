package finding

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

const second = int64(1e9)

var (
	client = netip.MustParseAddrPort("192.0.2.7:40000")
	server = netip.MustParseAddrPort("198.51.100.1:443")
	backup = netip.MustParseAddrPort("198.51.100.2:443")
)

// sight is a connection of these tests: the time in seconds, the server, and its certificate.
type sight struct {
	at     int64
	server netip.AddrPort
	leaf   *record.Certificate
}

func issuedBy(issuer, key, hash string) *record.Certificate {
	return &record.Certificate{Issuer: record.Some(issuer), KeyAlgorithm: key, SHA256: hash}
}

func TestCertificateDiffers(t *testing.T) {
	usual := issuedBy("CN=R10,O=Some CA,C=US", "ECDSA", "a")
	renewed := issuedBy(`CN=R11,O=Some CA,C=US`, "ECDSA", "b")
	rsa := issuedBy("CN=G2,O=Other CA", "RSA", "c")
	other := issuedBy(`CN=Proxy\,O=no,O=Corp\, Inc.`, "ECDSA", "d")
	selfSigned := issuedBy("CN=app.example", "RSA", "e")
	selfSigned.SelfSigned = record.Some(true)

	tests := []struct {
		name   string
		sights []sight
		want   []string // the details
	}{
		{"one", []sight{{1, server, usual}}, nil},
		{"renewed by another intermediate", []sight{{1, server, usual}, {2, server, renewed}, {3, server, usual}}, nil},
		{"another CA for another kind of key", []sight{{1, server, usual}, {2, server, rsa}, {3, server, usual}}, nil},
		{"another CA on another server", []sight{{1, server, usual}, {2, backup, other}, {3, server, usual}}, nil},
		{"the CA was changed", []sight{{1, server, other}, {2, server, usual}, {3, server, usual}}, nil},
		{"and as many", []sight{{1, server, usual}, {2, server, usual}, {3, server, other}, {4, server, other}}, nil},
		{"self-signed before", []sight{{1, server, selfSigned}, {2, server, usual}, {3, server, usual}}, nil},
		{"another CA in between", []sight{{1, server, usual}, {2, server, other}, {3, server, renewed}}, []string{
			`2 connections see a certificate issued by Some CA, 1 see one that is issued by Corp\, Inc.: this may be interception, or a second CA in use`,
		}},
		{"self-signed after", []sight{{1, server, usual}, {2, server, usual}, {3, backup, selfSigned}}, []string{
			`2 connections see a certificate issued by Some CA, 1 see one that is issued by CN=app.example and leads to no known root: this may be interception, or a second CA in use`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var w Watch
			for _, s := range test.sights {
				w.Connection(&Observation{Time: s.at * second, Client: client, Server: s.server, ServerName: "app.example", Leaf: s.leaf, UID: s.leaf.SHA256})
			}
			var got []string
			for _, f := range w.Findings() {
				if f.Code != certificateDiffers.Code || f.Subject != "app.example" || f.UID == "" {
					t.Errorf("%+v", f)
				}
				got = append(got, f.Detail)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFloods(t *testing.T) {
	var w Watch
	for i := range int64(halfOpenAllowed) {
		w.HalfOpen(i*second/20, client.Addr(), server)  // 20 in a second
		w.HalfOpen(i*second/9, client.Addr(), backup)   // never enough in 10 seconds
		w.HalfOpen(i*second/40, backup.Addr(), backup)  // and later, after a rest:
		w.HalfOpen(1000*second, backup.Addr(), backup)  // all at once
		w.HalfOpen(-100*second, server.Addr(), backup)  // before 1970
		w.HalfOpen(i*20*second, netip.Addr{}, server)   // hardly any
		w.HalfOpen(-i*second/20, client.Addr(), client) // backwards
	}
	for i := range int64(handshakesAllowed) {
		w.Connection(&Observation{Time: i * second / 100, Client: netip.AddrPortFrom(client.Addr(), uint16(i)), Server: server})
	}
	got := map[string]string{}
	order := []string{}
	for _, f := range w.Findings() {
		got[f.Code+" "+f.Subject] = f.Detail
		order = append(order, f.Severity)
	}
	want := map[string]string{
		"half_open_flood 192.0.2.7 to 198.51.100.1:443":    "100 half-open connections, up to 100 within 10 seconds, up to 20 in one second",
		"half_open_flood 192.0.2.7 to 192.0.2.7:40000":     "100 half-open connections, up to 100 within 10 seconds, up to 20 in one second",
		"half_open_flood 198.51.100.2 to 198.51.100.2:443": "200 half-open connections, up to 100 within 10 seconds, up to 100 in one second",
		"half_open_flood 198.51.100.1 to 198.51.100.2:443": "100 half-open connections, up to 100 within 10 seconds, up to 100 in one second",
		"handshake_flood 192.0.2.7 to 198.51.100.1:443":    "300 TLS connections, up to 300 within 10 seconds, up to 100 in one second",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"medium", "medium", "medium", "medium", "low"}, order); diff != "" {
		t.Error(diff)
	}
}

func TestWatchIsBounded(t *testing.T) {
	var w Watch
	leaf := issuedBy("O=Some CA", "RSA", "a")
	see := func(i int, t int64) {
		source := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		w.Connection(&Observation{
			Time: t, Client: netip.AddrPortFrom(source, 1), Server: server, ServerName: fmt.Sprint(i), Leaf: leaf,
		})
	}
	for i := range maxEnds + 10 {
		see(i, second)
	}
	if got := len(w.handshakes.sources); got != maxEnds {
		t.Errorf("%d sources are watched", got)
	}
	if got := len(w.issuers.names); got != maxNames {
		t.Errorf("%d names are watched", got)
	}
	if got, want := w.Dropped(), int64(10+maxEnds+10-maxNames); got != want {
		t.Errorf("%d were dropped, want %d", got, want)
	}
	see(maxEnds+20, 100*second)
	if got := len(w.handshakes.sources); got != 1 {
		t.Errorf("%d sources are watched after a rest", got)
	}
	if got := w.Findings(); got != nil {
		t.Errorf("found %v", got)
	}
}

func TestWatchAllocatesNothing(t *testing.T) {
	var w Watch
	leaf, other := issuedBy("CN=R1,O=Some CA", "RSA", "a"), issuedBy("CN=R2,O=Some CA", "RSA", "b")
	o := Observation{Client: client, Server: server, ServerName: "app.example", Leaf: leaf}
	n := testing.AllocsPerRun(100, func() {
		o.Time += second / 50
		o.Leaf, other = other, o.Leaf
		w.Connection(&o)
		w.HalfOpen(o.Time, client.Addr(), server)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkWatch(b *testing.B) {
	var w Watch
	o := Observation{Client: client, Server: server, ServerName: "app.example", Leaf: issuedBy("CN=R1,O=Some CA", "RSA", "a")}
	b.ReportAllocs()
	for b.Loop() {
		o.Time += second / 50
		w.Connection(&o)
	}
}
