package selection

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

var now = time.Date(2026, 6, 1, 13, 0, 0, 0, time.UTC)

func TestCriteria(t *testing.T) {
	tests := []struct {
		criteria Criteria
		want     bool
	}{
		{Criteria{Server: []string{"2001:db8::20"}}, true},
		{Criteria{Server: []string{"2001:DB8:0::20"}}, true},
		{Criteria{Server: []string{"[2001:db8::20]:443"}}, true},
		{Criteria{Server: []string{"[2001:db8::20]:444"}}, false},
		{Criteria{Server: []string{"2001:db8::/32"}}, true},
		{Criteria{Server: []string{"192.0.2.10"}}, false},
		{Criteria{Server: []string{"192.0.2.99", "app.example."}}, true},
		{Criteria{Server: []string{"app.example:443"}}, true},
		{Criteria{Server: []string{"app.example:8443"}}, false},
		{Criteria{Server: []string{"*.example"}}, true},
		{Criteria{Client: []string{"192.0.2.10"}}, true},
		{Criteria{Client: []string{"::ffff:192.0.2.10"}}, true},
		{Criteria{Client: []string{"192.0.2.10:50000"}}, true},
		{Criteria{Client: []string{"192.0.2.10:50001", "192.0.3.0/24"}}, false},
		{Criteria{Names: []string{"APP.example"}}, true},
		{Criteria{Names: []string{"*.app.example", "example"}}, false},
		{Criteria{Names: []string{"*.example"}}, true},
		{Criteria{Since: "2026-06-01"}, true},
		{Criteria{Since: "2026-06-01T12:00:00Z", Until: "2026-06-01T14:00:00.000000001+02:00"}, true},
		{Criteria{Until: "2026-06-01 12:00"}, false},
		{Criteria{Since: "2026-06-01 12:00:01"}, false},
		{Criteria{Since: "1h"}, true},
		{Criteria{Since: "59m"}, false},
		{Criteria{Since: "2d", Until: "30m"}, true},
		{Criteria{Server: []string{"app.example"}, Client: []string{"192.0.2.11"}}, false},
		{Criteria{Server: []string{"app.example"}, Where: `outcome == "failed"`}, true},
		{Criteria{Server: []string{"app.example"}, Where: `outcome == "aborted"`}, false},
	}
	for _, test := range tests {
		test.criteria.Now = now
		s, err := New(test.criteria)
		if err != nil {
			t.Errorf("%+v: %v", test.criteria, err)
		} else if got := s.Match(failed()); got != test.want {
			t.Errorf("%+v: %v", test.criteria, got)
		}
	}
}

// A name is not asked for where none was sent.
func TestNoName(t *testing.T) {
	c := failed()
	c.ServerName = record.Optional[string]{}
	for _, criteria := range []Criteria{{Names: []string{"*.example"}}, {Server: []string{"app.example"}}} {
		if s, err := New(criteria); err != nil || s.Match(c) {
			t.Errorf("%+v: %v, or it is selected", criteria, err)
		}
	}
}

func TestWrongCriteria(t *testing.T) {
	tests := []struct {
		criteria Criteria
		want     string
	}{
		{Criteria{Server: []string{"192.0.2.1/24"}}, "server: 192.0.2.1/24 has bits set beyond its /24: the network is 192.0.2.0/24"},
		{Criteria{Server: []string{"192.0.2.1:https"}}, `server: "192.0.2.1:https": its port is no number up to 65535`},
		{Criteria{Server: []string{"a b"}}, `server: "a b" is no server: it is as 192.0.2.20, 192.0.2.0/24, 192.0.2.20:443, server.example or *.example`},
		{Criteria{Server: []string{""}}, `server: "" is no server: it is as 192.0.2.20, 192.0.2.0/24, 192.0.2.20:443, server.example or *.example`},
		{Criteria{Client: []string{"app.example"}}, `client: "app.example" is no address: it is as 192.0.2.10, 192.0.2.0/24, 192.0.2.10:50000 or [2001:db8::1]:50000`},
		{Criteria{Names: []string{"*"}}, `sni: "*" is no name: it is as server.example, or *.example for all names below`},
		{Criteria{Names: []string{"www.*.example"}}, `sni: "www.*.example" is no name: it is as server.example, or *.example for all names below`},
		{Criteria{Since: "noon"}, `since: "noon" is no time: it is as 2026-01-02, 2026-01-02T15:04:05Z, or an age as 90m, 2h or 7d`},
		{Criteria{Until: "-2h"}, `until: "-2h" is no time: it is as 2026-01-02, 2026-01-02T15:04:05Z, or an age as 90m, 2h or 7d`},
		{Criteria{Since: "3000-01-01"}, `since: "3000-01-01" is no time: it is as 2026-01-02, 2026-01-02T15:04:05Z, or an age as 90m, 2h or 7d`},
		{Criteria{Since: "1h", Until: "2h"}, "until: it ends before it begins: nothing is from 2026-06-01T12:00:00.000000000Z on and before 2026-06-01T11:00:00.000000000Z"},
		{Criteria{Where: "outcom", Since: "noon"}, `where: "outcom" is no field of a record: did you mean "outcome"?`},
	}
	for _, test := range tests {
		test.criteria.Now = now
		if _, err := New(test.criteria); err == nil || err.Error() != test.want {
			t.Errorf("%+v: %v\nwant %s", test.criteria, err, test.want)
		}
	}
}

func TestNothingAsked(t *testing.T) {
	if s, err := New(Criteria{Now: now}); s != nil || err != nil {
		t.Errorf("%v, %v", s, err)
	}
	s, err := New(Criteria{Where: "true", Until: "2026-01-01"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"where", "until"}, s.Asked()); diff != "" {
		t.Error(diff)
	}
}

func TestNeedsDiagnosis(t *testing.T) {
	for where, want := range map[string]bool{
		`diagnosis.cause == "x"`: true, `outcome == "failed" or diagnosis == nil`: true, `outcome == "diagnosis"`: false,
	} {
		if s, err := New(Criteria{Where: where}); err != nil || s.NeedsDiagnosis() != want {
			t.Errorf("%s: %v, or not %v", where, err, want)
		}
	}
}

// What never became a connection has an address and a time, and nothing else.
func TestHalfOpen(t *testing.T) {
	start, client, server := failed().Start, netip.MustParseAddr("192.0.2.10"), netip.MustParseAddrPort("192.0.2.20:443")
	for _, test := range []struct {
		criteria Criteria
		want     bool
	}{
		{Criteria{Server: []string{"192.0.2.20"}, Client: []string{"192.0.2.10"}, Since: "2h"}, true},
		{Criteria{Server: []string{"192.0.2.20:444"}}, false},
		{Criteria{Client: []string{"192.0.2.11"}}, false},
		{Criteria{Client: []string{"192.0.2.10:50000"}}, false},
		{Criteria{Until: "2h"}, false},
		{Criteria{Server: []string{"app.example"}}, false},
		{Criteria{Names: []string{"app.example"}}, false},
		{Criteria{Where: "true"}, false},
	} {
		test.criteria.Now = now
		if s, err := New(test.criteria); err != nil || s.MatchHalfOpen(start, client, server) != test.want {
			t.Errorf("%+v: %v, or not %v", test.criteria, err, test.want)
		}
	}
}
