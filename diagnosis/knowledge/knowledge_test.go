package knowledge

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

var (
	server = netip.MustParseAddrPort("192.0.2.20:443")
	client = netip.MustParseAddr("192.0.2.10")
)

func certificate(subject, hash string) *record.Certificate {
	return &record.Certificate{Subject: record.Some(subject), SHA256: hash}
}

// TestWhatAServerChose keeps each value once, with the connection that showed it first.
func TestWhatAServerChose(t *testing.T) {
	var b Base
	for i, version := range []string{"TLS 1.2", "TLS 1.3", "TLS 1.2", ""} {
		b.Learn(&Lesson{Server: server, Version: version, Answered: version != "", Where: Where{UID: fmt.Sprint("c", i)}})
	}
	got := b.Server(server).Versions()
	if len(got) != 2 || got[0].Value != "TLS 1.2" || *got[0].Where != (Where{UID: "c0"}) || got[1].Value != "TLS 1.3" {
		t.Errorf("versions are %v", got)
	}
	if !b.SpeaksTLS(server) || b.SpeaksTLS(netip.MustParseAddrPort("192.0.2.20:80")) {
		t.Error("the server that was seen and the one that was not are taken for each other")
	}
}

// TestAClientAloneProvesNothing holds that a server to which somebody only tried to speak TLS is not taken for one that does.
func TestAClientAloneProvesNothing(t *testing.T) {
	for history, want := range map[string]bool{"C": false, "": false, "Cs": true, "Cl": true} {
		var b Base
		lesson := Read(&record.Connection{Outcome: record.OutcomeFailed, History: history, Server: record.Endpoint{IP: "192.0.2.10", Port: 443}})
		b.Learn(&lesson)
		if b.SpeaksTLS(lesson.Server) != want {
			t.Errorf("a server with the history %q: %v, want %v", history, !want, want)
		}
	}
}

// TestUnknownServer asks for what was never learnt.
func TestUnknownServer(t *testing.T) {
	var none *Base
	for _, b := range []*Base{none, {}} {
		if s := b.Server(server); s == nil || len(s.Chains) != 0 {
			t.Errorf("an unknown server is %v", s)
		}
		if _, ok := b.Issuer("CN=CA"); ok {
			t.Error("an unknown issuer is known")
		}
	}
}

// TestChainForAName prefers the chain of just that name, and answers for another
// name only where the server has a single leaf.
func TestChainForAName(t *testing.T) {
	a, b, ca := certificate("CN=a", "aa"), certificate("CN=b", "bb"), certificate("CN=CA", "cc")
	var base Base
	show := func(name string, leaf *record.Certificate) {
		l := Lesson{Server: server, Name: name, Named: true, Where: Where{UID: name}}
		l.Chain[0], l.Chain[1] = leaf, ca
		base.Learn(&l)
	}
	show("a.example", a)
	if c, ok := base.Server(server).Latest("other.example", true); !ok || c.Certificates[0] != a {
		t.Error("a server's only chain is not taken for a name that was not asked for")
	}
	show("b.example", b)
	if _, ok := base.Server(server).Latest("other.example", true); ok {
		t.Error("one of two chains is guessed")
	}
	if c, ok := base.Server(server).Latest("b.example", true); !ok || c.Certificates[0] != b || c.Where.UID != "b.example" {
		t.Errorf("the chain for b.example is %v, %v", c, ok)
	}
	if w, ok := base.Issuer("CN=CA"); !ok || w.UID != "a.example" {
		t.Errorf("the issuer was seen in %v, %v", w, ok)
	}
}

// TestAcceptedOffers remembers what came to be established, and nothing else.
func TestAcceptedOffers(t *testing.T) {
	var b Base
	b.Learn(&Lesson{Server: server, Client: client, Highest: "TLS 1.3", Named: true})
	b.Learn(&Lesson{Server: server, Client: client, Highest: "TLS 1.2", Named: true, Established: true, Where: Where{UID: "low"}})
	b.Learn(&Lesson{Server: server, Client: client, Highest: "TLS 1.2", Named: true, Established: true, Where: Where{UID: "again"}})
	got := b.Server(server).Accepted
	if len(got) != 1 || got[0].Highest != "TLS 1.2" || got[0].Where.UID != "low" {
		t.Errorf("accepted offers are %+v", got)
	}
}

// TestBounds fills every store past its bound.
func TestBounds(t *testing.T) {
	var b Base
	at := func(i int) netip.AddrPort {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 443)
	}
	first := at(0)
	for i := range maxServers + 3 {
		b.Learn(&Lesson{Server: at(i), Answered: true})
		b.SpeaksTLS(first) // what is asked for stays
	}
	remembered := len(b.newer) + len(b.older)
	if remembered > maxServers || int64(remembered)+b.Forgotten() != maxServers+3 {
		t.Errorf("%d servers are remembered and %d forgotten", remembered, b.Forgotten())
	}
	if !b.SpeaksTLS(first) || b.SpeaksTLS(at(1)) || !b.SpeaksTLS(at(maxServers+2)) {
		t.Error("the servers that were not asked for the longest are not those that are forgotten")
	}
	forgotten := b.Forgotten()
	for i := range maxIssuers + 2 {
		l := Lesson{Server: first, Client: netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}), Version: fmt.Sprint(i), Established: true}
		l.Chain[0] = certificate(fmt.Sprint("CN=leaf ", i), fmt.Sprint("leaf", i))
		l.Chain[1] = certificate(fmt.Sprint("CN=CA ", i), fmt.Sprint("ca", i))
		b.Learn(&l)
	}
	s := b.Server(first)
	if len(b.known) != maxIssuers || b.Forgotten() != forgotten+2 {
		t.Errorf("%d issuers are remembered, %d things forgotten", len(b.known), b.Forgotten())
	}
	if len(s.Versions()) != maxChoices || len(s.Chains) != maxChains || len(s.Accepted) != maxClients {
		t.Errorf("a server has %d versions, %d chains, %d offers", len(s.Versions()), len(s.Chains), len(s.Accepted))
	}
}

// TestVersions orders versions, and finds the newest and the oldest of an offer.
func TestVersions(t *testing.T) {
	h := &record.ClientHello{LegacyVersion: "TLS 1.2", SupportedVersions: []string{"GREASE", "TLS 1.3", "TLS 1.2", "TLS 1.1"}}
	if Highest(h) != "TLS 1.3" || Lowest(h) != "TLS 1.1" {
		t.Errorf("the offer goes from %q to %q", Lowest(h), Highest(h))
	}
	old := &record.ClientHello{LegacyVersion: "TLS 1.0"}
	if Highest(old) != "TLS 1.0" || Lowest(old) != "" {
		t.Errorf("the offer of an old client goes from %q to %q", Lowest(old), Highest(old))
	}
	if Rank("TLS 1.3 (draft-23)") != Rank("DTLS 1.3") || Rank("0x7a12") != 0 {
		t.Error("versions are ranked wrong")
	}
}

// TestSegmented measures a ClientHello against the server's MSS.
func TestSegmented(t *testing.T) {
	c := &record.Connection{ClientHello: &record.ClientHello{Length: 1452}}
	if !Segmented(c) {
		t.Error("1461 bytes fit 1460")
	}
	c.ClientHello.Length = 1451
	if Segmented(c) {
		t.Error("1460 bytes do not fit 1460")
	}
	c.TCP = &record.TCP{MSS: &record.BySide{Server: record.Some[int64](536)}}
	if !Segmented(c) {
		t.Error("1460 bytes fit 536")
	}
}

func BenchmarkLearn(b *testing.B) {
	var base Base
	l := Lesson{Server: server, Client: client, Established: true, Version: "TLS 1.3", Suite: "TLS_AES_128_GCM_SHA256", Group: "x25519", Highest: "TLS 1.3", Name: "a.example", Named: true}
	l.Chain[0], l.Chain[1] = certificate("CN=a", "aa"), certificate("CN=CA", "cc")
	b.ReportAllocs()
	for b.Loop() {
		base.Learn(&l)
	}
}
