package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// summary returns a summary's text at 80 columns.
func summary(s *Summary) string {
	var b strings.Builder
	s.write(&b, Options{Width: 80})
	return b.String()
}

func TestSummaryIsWritten(t *testing.T) {
	add := func(s *Summary, records ...*record.Connection) *Summary {
		for _, c := range records {
			s.Add(c)
		}
		return s
	}
	notTLS := connection(1, record.OutcomeNotTLS, "")
	for name, c := range map[string]struct {
		in   *Summary
		want string
	}{
		"nothing":           {&Summary{}, "no TLS connections in 0 packets\n"},
		"one packet":        {&Summary{Packets: 1, Files: 1}, "no TLS connections in 1 packet\n"},
		"no TLS":            {run(), "no TLS connections in 12,345 packets, over 1m30s\n"},
		"only other things": {add(run(), notTLS), "1 connection: 1 not TLS\n  read          12,345 packets in 1 file, over 1m30s\n"},
		"alert and cause": {
			add(&Summary{Packets: 2, Files: 2}, incident()[5]),
			"1 connection: 1 failed\n  read          2 packets in 2 files\n" +
				"  failures      1 of 1 to 198.51.100.80:443: no common version\n  alerts        protocol_version from server (1)\n",
		},
		"never open": {
			&Summary{Packets: 2, Refused: 1234, HalfOpen: 1},
			"no TLS connections in 2 packets\n  never open    1,234 refused, 1 half open\n",
		},
		"indicators": {
			&Summary{Packets: 2, Indicators: 1234, Lists: 2},
			"no TLS connections in 2 packets\n  indicators    1,234 looked for, from 2 lists\n",
		},
		"all left out": {
			&Summary{Packets: 2, LeftOut: 1234, Criteria: []string{"server", "since", "until"}},
			"no TLS connections selected by --server, --since and --until in 2 packets: 1,234\n                left out\n",
		},
		"some left out": {
			add(&Summary{Packets: 2, Files: 1, LeftOut: 1, Criteria: []string{"where"}}, notTLS),
			"1 connection: 1 not TLS\n  read          2 packets in 1 file\n  left out      1 more connection not selected by --where\n",
		},
		"losses": {
			&Summary{Packets: 2, Losses: []Loss{{"packets cut short", 1000, "capture with -s 0"}, {"bytes skipped", 7, ""}}},
			"no TLS connections in 2 packets\n  not read      1,000 packets cut short: capture with -s 0\n  not read      7 bytes skipped\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, summary(c.in)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSummaryNamesTheMostFrequentOnly(t *testing.T) {
	var s Summary
	for i, version := range strings.Fields("a b c d e f g") {
		for range 10 - i {
			s.Add(&record.Connection{Outcome: record.OutcomeEstablished, Version: version})
		}
	}
	if got, want := summary(&s), "versions      a (10), b (9), c (8), d (7), e (6), 2 more\n"; !strings.Contains(got, want) {
		t.Errorf("%q is not in\n%s", want, got)
	}
}

func TestSummaryNamesFewOfManyExpiredCertificates(t *testing.T) {
	var s Summary
	for n := range 1000 {
		c := established(n, fmt.Sprintf("%03d.example", n), "", "", "")
		c.Certificates.Server[0].NotAfter = record.Some(epoch.Std().Add(-time.Hour))
		s.Add(c)
	}
	if got, want := strings.Join(strings.Fields(summary(&s)), " "), "expired when seen: 000.example, 001.example, 002.example, 003.example, 004.example, 995 more"; !strings.Contains(got, want) {
		t.Errorf("%q is not in\n%.2000s", want, got)
	}
}

func TestNamelessCertificateIsKnownByItsHash(t *testing.T) {
	c := established(1, "", "", "", "")
	c.Certificates.Server[0].Certificate = &record.Certificate{SHA256: "5a5a", CommonName: record.Some(""), SelfSigned: record.Some(true)}
	var s Summary
	s.Add(c)
	if got, want := summary(&s), "1 server certificate; self-signed: 5a5a\n"; !strings.Contains(got, want) {
		t.Errorf("%q is not in\n%s", want, got)
	}
}

func TestMergedSummariesAreAsOne(t *testing.T) {
	one, parts := run(), []*Summary{{}, {}, {}}
	for i, c := range incident() {
		one.Add(c)
		parts[i%len(parts)].Add(c)
	}
	merged := run()
	for _, part := range parts {
		merged.Merge(part)
	}
	if diff := cmp.Diff(summary(one), summary(merged)); diff != "" {
		t.Errorf("(-one +merged):\n%s", diff)
	}
}

func TestSummaryNamesTheCausesThatManyServersShare(t *testing.T) {
	var s Summary
	for i := range 4 * shownFailures {
		c := failed(i, "", "handshake_failure", "server")
		c.Server.Port = uint16(1000 + i)
		c.Diagnosis = &record.Diagnosis{Cause: "no_shared_alpn"}
		if i%4 == 0 {
			c.Diagnosis.Cause = "proxy_refused"
		}
		s.Add(c)
	}
	s.failures.ungroups = 2
	if got, want := strings.Join(strings.Fields(summary(&s)), " "), "and 32 more: no_shared_alpn (23), proxy_refused (7), others (2)"; !strings.Contains(got, want) {
		t.Errorf("%q is not in %s", want, got)
	}
}

func TestCountsOfManyValuesAreBounded(t *testing.T) {
	var c counts
	for n := range 3 * maxCounted {
		c.add(fmt.Sprint(n), 1)
	}
	if len(c.by) > maxCounted+1 || c.total != 3*maxCounted || c.of(others) != 2*maxCounted {
		t.Errorf("%d values, %d in all, %d others", len(c.by), c.total, c.of(others))
	}
	if top := c.top(); top[len(top)-1] != others {
		t.Errorf("values that are not told apart are not last: %v", top[:1])
	}
}

func TestLoseTellsOnlyOfLosses(t *testing.T) {
	var s Summary
	s.Lose("packets", 0, "")
	s.Lose("bytes", 3, "hint")
	if diff := cmp.Diff([]Loss{{"bytes", 3, "hint"}}, s.Losses); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNumbersReadNaturally(t *testing.T) {
	for n, want := range map[int64]string{0: "0 packets", 1: "1 packet", 2: "2 packets", 999: "999 packets", 1000: "1,000 packets", 1234567: "1,234,567 packets", -1234: "-1,234 packets", -123: "-123 packets"} {
		if got := plural(n, "packet"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		1_499_999: "1ms", 999 * time.Millisecond: "999ms", 1_234 * time.Millisecond: "1.2s",
		61_400 * time.Millisecond: "1m1s", 26 * time.Hour: "26h0m0s", 72 * time.Hour: "3 days",
	} {
		if got := duration(record.Time(d)); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestSummaryGroupsFailuresByServerAndCauseWorstFirst(t *testing.T) {
	var s, other Summary
	for i := range 40 {
		c := established(i, "www.example.com", "", "", "")
		switch {
		case i%4 == 0:
			c.Outcome, c.Diagnosis = record.OutcomeFailed, &record.Diagnosis{Cause: "client_certificate_missing"}
		case i%20 == 1:
			c.Outcome, c.Diagnosis = record.OutcomeFailed, &record.Diagnosis{Cause: "no_shared_alpn"}
		}
		if i < 20 {
			s.Add(c)
		} else {
			other.Add(c)
		}
	}
	s.Merge(&other)
	got := strings.Join(strings.Fields(summary(&s)), " ")
	if want := ":443: client_certificate_missing 2 of 40 to "; !strings.Contains(got, want) || !strings.Contains(got, "failures 10 of 40 to ") {
		t.Errorf("%s", got)
	}
}
