package connection

import (
	"crypto/tls"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/tlssniff/tlssniff/record"
)

// one follows segments that make one connection.
func one(t testing.TB, segments []segment) *record.Connection {
	t.Helper()
	records := follow(segments)
	if len(records) != 1 {
		t.Fatalf("%d records, want one", len(records))
	}
	return records[0]
}

// ccs takes ChangeCipherSpec out of a history: when it comes beside the other
// side's is a matter of chance.
var ccs = strings.NewReplacer("i", "", "I", "")

func TestOutcomes(t *testing.T) {
	client, server := configs(t)
	for _, c := range []struct {
		name   string
		change func(client, server *tls.Config)
		want   record.Connection
	}{
		{"TLS 1.3", func(_, _ *tls.Config) {},
			record.Connection{Outcome: "established", Version: "TLS 1.3", KeyExchangeGroup: "X25519MLKEM768", PostQuantum: record.Some(true), Resumption: "none", ClientAuth: "hidden", History: "Cs"}},
		{"TLS 1.2", func(_, s *tls.Config) { s.MaxVersion = tls.VersionTLS12 },
			record.Connection{Outcome: "established", Version: "TLS 1.2", KeyExchangeGroup: "x25519", PostQuantum: record.Some(false), Resumption: "none", ClientAuth: "not_requested", ALPN: record.Some("http/1.1"), History: "CsxknG"}},
		{"mutual TLS 1.2", func(_, s *tls.Config) {
			s.MaxVersion, s.ClientAuth = tls.VersionTLS12, tls.RequireAndVerifyClientCert
		}, record.Connection{Outcome: "established", Version: "TLS 1.2", KeyExchangeGroup: "x25519", PostQuantum: record.Some(false), Resumption: "none", ClientAuth: "sent", ALPN: record.Some("http/1.1"), History: "CsxkrnXGY"}},
		{"mutual TLS 1.3", func(_, s *tls.Config) { s.ClientAuth = tls.RequireAndVerifyClientCert },
			record.Connection{Outcome: "established", Version: "TLS 1.3", KeyExchangeGroup: "X25519MLKEM768", PostQuantum: record.Some(true), Resumption: "none", ClientAuth: "hidden", History: "Cs"}},
		{"no client certificate, TLS 1.3", func(k, s *tls.Config) {
			s.ClientAuth, k.Certificates = tls.RequireAndVerifyClientCert, nil
		}, record.Connection{Outcome: "failed", Version: "TLS 1.3", KeyExchangeGroup: "X25519MLKEM768", PostQuantum: record.Some(true), Resumption: "none", ClientAuth: "hidden", History: "Cs"}},
		{"HelloRetryRequest", func(_, s *tls.Config) { s.CurvePreferences = []tls.CurveID{tls.CurveP384} },
			record.Connection{Outcome: "established", Version: "TLS 1.3", KeyExchangeGroup: "secp384r1", PostQuantum: record.Some(false), Resumption: "none", ClientAuth: "hidden", History: "CjCs"}},
		{"untrusted certificate, TLS 1.3", func(k, _ *tls.Config) { k.RootCAs = nil },
			record.Connection{Outcome: "failed", Version: "TLS 1.3", KeyExchangeGroup: "X25519MLKEM768", PostQuantum: record.Some(true), Resumption: "none", ClientAuth: "hidden", History: "Cs"}},
		{"untrusted certificate, TLS 1.2", func(k, s *tls.Config) { k.RootCAs, s.MaxVersion = nil, tls.VersionTLS12 },
			record.Connection{Outcome: "failed", Version: "TLS 1.2", KeyExchangeGroup: "x25519", PostQuantum: record.Some(false), Resumption: "none", ClientAuth: "not_requested", ALPN: record.Some("http/1.1"), History: "CsxknL"}},
		{"no shared version", func(k, s *tls.Config) { k.MaxVersion, s.MinVersion = tls.VersionTLS12, tls.VersionTLS13 },
			record.Connection{Outcome: "failed", History: "Cl"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k, s := client.Clone(), server.Clone()
			c.change(k, s)
			got := one(t, converse(t, k, s).segments(1400))
			short := record.Connection{Outcome: got.Outcome, Version: got.Version, KeyExchangeGroup: got.KeyExchangeGroup, PostQuantum: got.PostQuantum,
				Resumption: got.Resumption, ClientAuth: got.ClientAuth, ALPN: got.ALPN, History: ccs.Replace(got.History)}
			if d := cmp.Diff(c.want, short); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestResumption(t *testing.T) {
	for _, c := range []struct {
		name, want string
		version    uint16
	}{{"TLS 1.3", "psk", tls.VersionTLS13}, {"TLS 1.2", "session_ticket", tls.VersionTLS12}} {
		t.Run(c.name, func(t *testing.T) {
			client, server := configs(t)
			client.ClientSessionCache, server.MaxVersion = tls.NewLRUClientSessionCache(4), c.version
			first := one(t, converse(t, client, server).segments(1400))
			again := one(t, converse(t, client, server).segments(1400))
			if first.Resumption != "none" || again.Resumption != c.want || again.Outcome != "established" {
				t.Errorf("first %q, then %q and %q; want none, then %q and established", first.Resumption, again.Resumption, again.Outcome, c.want)
			}
		})
	}
}

// whereAndWhen are the fields that may differ with the way that the same bytes travelled.
var whereAndWhen = cmp.Options{
	cmpopts.IgnoreTypes(record.Packet{}, record.Time(0), record.Milliseconds(0), record.Endpoint{}, &record.TCP{}, record.Capture{}, &record.Timing{}),
	cmpopts.IgnoreFields(record.Certificate{}, "JSON"),
	cmpopts.SortSlices(func(a, b record.Step) bool { return a.From < b.From }),
	cmpopts.SortSlices(func(a, b record.Alert) bool { return a.From < b.From }),
	// That it came before the ServerHello, and what its size means, is known by the order.
	cmpopts.IgnoreFields(record.Step{}, "Note", "Message"),
}

// TestTheWayOfTheSegmentsDoesNotMatter holds that cutting, doubling and
// shuffling a connection's segments gives the same record.
func TestTheWayOfTheSegmentsDoesNotMatter(t *testing.T) {
	client, server := configs(t)
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		server.MaxVersion = version
		c := converse(t, client, server)
		want := one(t, c.segments(1400))
		rapid.Check(t, func(t *rapid.T) {
			segments := travel(t, c.segments(rapid.IntRange(20, 3000).Draw(t, "size")))
			got := follow(segments)
			if len(got) != 1 {
				t.Fatalf("%d records, want one", len(got))
			}
			// What the sides did in between each other depends on the way.
			got[0].History, want.History = "", ""
			if version == tls.VersionTLS13 { // where records only count as steps until the Finished is seen
				got[0].Steps, want.Steps = nil, nil
			}
			if d := cmp.Diff(want, got[0], whereAndWhen...); d != "" {
				t.Fatal(d)
			}
		})
	}
}

// travel doubles some segments and swaps some with others that are near. What answers
// what stays as it is: TLS 1.3 hides what else would tell an answer from what it answers. The first SYN
// and the last three stay where they are: what comes before a connection or after it is not of it.
func travel(t *rapid.T, segments []segment) []segment {
	var out []segment
	for i, s := range segments {
		out = append(out, s)
		if i > 2 && i < len(segments)-3 && rapid.IntRange(0, 9).Draw(t, "double") == 0 {
			out = append(out, s)
		}
	}
	for i := 3; i < len(out)-3; i++ {
		if rapid.IntRange(0, 4).Draw(t, "swap") == 0 {
			j := min(len(out)-4, i+rapid.IntRange(1, 5).Draw(t, "by"))
			answered := slices.ContainsFunc(out[i:j+1], func(s segment) bool {
				return s.fromClient != out[i].fromClient && len(s.payload) > 0
			})
			if !answered {
				out[i], out[j] = out[j], out[i]
			}
		}
	}
	return out
}

// FuzzConnection feeds both sides with anything, in segments of any length.
func FuzzConnection(f *testing.F) {
	client, server := configs(f)
	for _, w := range converse(f, client, server).writes {
		f.Add(w.b, w.b, uint8(100))
	}
	f.Add([]byte("\x80\x2e\x01\x00\x02"), []byte("GET / HTTP/1.1\r\n\r\n"), uint8(3))
	f.Fuzz(func(t *testing.T, fromClient, fromServer []byte, size uint8) {
		c := conversation{writes: []write{{true, fromClient}, {false, fromServer}, {true, fromServer}, {false, fromClient}}}
		segments := c.segments(int(size) + 1)
		rested := followIn(restless(), segments)
		for i, r := range follow(segments) {
			if len(r.AppendJSON(nil)) == 0 {
				t.Error("a record without text")
			}
			if d := cmp.Diff(r, rested[i]); d != "" {
				t.Errorf("rest changes the record (-want +got)\n%s", d)
			}
		}
	})
}
