package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/record"
)

const month = 30 * 24 * time.Hour

// agreed makes up an established connection, with what is found in it.
func agreed(n int, server byte, version, suite string, id uint16, offers ...string) *record.Connection {
	c := established(n, fmt.Sprintf("s%d.example", server), version, suite, "x25519")
	c.CipherSuiteID = record.Some(id)
	c.Server.IP = fmt.Sprintf("198.51.100.%d", server)
	c.ClientHello = &record.ClientHello{SupportedVersions: offers, SupportedGroups: []string{"x25519"}}
	c.PostQuantum = record.Some(false)
	c.Findings = finding.Find(nil, c)
	return c
}

// offersKeys lets the client offer post-quantum key exchange, and the server take it or not.
func offersKeys(c *record.Connection, taken bool) *record.Connection {
	c.ClientHello.SupportedGroups = append(c.ClientHello.SupportedGroups, "X25519MLKEM768")
	c.PostQuantum = record.Some(taken)
	return c
}

// audited are connections in which an auditor finds everything.
func audited() []*record.Connection {
	all := []*record.Connection{
		agreed(1, 1, "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", 0xc02f, "TLS 1.2"),
		agreed(2, 1, "TLS 1.2", "TLS_RSA_WITH_RC4_128_SHA", 0x0005, "TLS 1.2"),
		agreed(3, 2, "TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA", 0x002f, "TLS 1.0"),
		agreed(4, 3, "TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA", 0x002f, "TLS 1.2"),
		offersKeys(agreed(5, 4, "TLS 1.3", "TLS_AES_128_GCM_SHA256", 0x1301, "TLS 1.3"), true),
		offersKeys(agreed(6, 5, "TLS 1.3", "TLS_AES_128_GCM_SHA256", 0x1301, "TLS 1.3"), false),
		offersKeys(agreed(7, 4, "TLS 1.3", "TLS_AES_128_GCM_SHA256", 0x1301, "TLS 1.3"), false),
	}
	failed := connection(8, record.OutcomeFailed, "s1.example")
	failed.Client.IP = "192.0.2.99"
	failed.Diagnosis = &record.Diagnosis{Cause: "no_shared_version"}
	failed.ClientHello = &record.ClientHello{LegacyVersion: "SSL 3.0"}
	failed.Findings = finding.Find(nil, failed)
	incomplete := connection(9, record.OutcomeIncomplete, "")
	incomplete.Diagnosis = &record.Diagnosis{Cause: "capture_incomplete"}
	return append(all, failed, incomplete)
}

// auditOf returns what an audit tells of records.
func auditOf(t *testing.T, o Options, ask Audit, records []*record.Connection) string {
	t.Helper()
	return printed(t, run(), records, func(w io.Writer) (Reporter, error) { return NewAudit(w, o, ask) })
}

func TestAuditGolden(t *testing.T) {
	for name, c := range map[string]struct {
		o   Options
		ask Audit
	}{
		"audit-80":         {Options{Width: 80, Unicode: true}, Audit{Format: "table", Within: month}},
		"audit-60":         {Options{Width: 60}, Audit{Format: "table", Within: month}},
		"audit-color":      {Options{Width: 120, Color: true}, Audit{Format: "table", Within: month}},
		"audit-csv":        {Options{}, Audit{Format: "csv", Within: month}},
		"audit-json":       {Options{}, Audit{Format: "json", Within: month}},
		"audit-server":     {Options{Width: 80, Unicode: true}, Audit{Format: "table", By: "server"}},
		"audit-server-120": {Options{Width: 120, Unicode: true}, Audit{Format: "table", By: "server"}},
		"audit-client":     {Options{Width: 80, Unicode: true}, Audit{Format: "table", By: "client"}},
		"audit-suite-csv":  {Options{}, Audit{Format: "csv", By: "suite"}},
		"audit-ja4":        {Options{Width: 80, Unicode: true}, Audit{Format: "table", By: "ja4"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := auditOf(t, c.o, c.ask, audited())
			golden(t, name, got)
			for line := range strings.Lines(got) {
				if n := runewidth.StringWidth(strings.TrimSuffix(line, "\n")); c.ask.Format == "table" && !c.o.Color && n > c.o.Width {
					t.Errorf("%d columns: %s", n, line)
				}
			}
		})
	}
}

// TestAuditSectionsSayWhatMatters names the lines that an auditor looks for.
func TestAuditSectionsSayWhatMatters(t *testing.T) {
	var got struct {
		Connections int64
		Sections    map[string][]struct {
			Value, Severity, Offers, Detail string
			Connections                     int64
		}
	}
	if err := json.Unmarshal([]byte(auditOf(t, Options{}, Audit{Format: "json", Within: month}, audited())), &got); err != nil {
		t.Fatal(err)
	}
	short := make(map[string][]string)
	for name, facts := range got.Sections {
		for _, f := range facts {
			short[name] = append(short[name], strings.Join(strings.Fields(fmt.Sprintln(f.Connections, f.Severity, f.Value, f.Offers)), " "))
		}
	}
	want := map[string][]string{
		"failures":         {"1 no_shared_version"},
		"versions":         {"2 medium TLS 1.0", "3 TLS 1.3", "2 TLS 1.2"},
		"weak_suites":      {"1 medium TLS_RSA_WITH_RC4_128_SHA", "2 low TLS_RSA_WITH_AES_128_CBC_SHA"},
		"weaknesses":       {"7 low certificate_expires_soon"},
		"obsolete_clients": {"1 low 192.0.2.10 TLS 1.0", "1 low 192.0.2.99 SSL 3.0"},
		"obsolete_servers": {"1 medium s3.example 198.51.100.3:443"},
		"post_quantum": {
			"1 s5.example 198.51.100.5:443", "2 s4.example 198.51.100.4:443", "2 s1.example 198.51.100.1:443",
			"1 s2.example 198.51.100.2:443", "1 s3.example 198.51.100.3:443",
		},
		"certificates": {"2 low s1.example", "1 low s2.example", "1 low s3.example", "2 low s4.example", "1 low s5.example"},
	}
	if diff := cmp.Diff(want, short); diff != "" || got.Connections != 9 {
		t.Errorf("%d connections (-want +got):\n%s", got.Connections, diff)
	}
}

func TestServersAreAsReadyAsTheyTakeOffers(t *testing.T) {
	for want, k := range map[string]keys{
		"0 no: 0 of 3 offers taken":     {5, 3, 0},
		"1 partly: 1 of 2 offers taken": {5, 2, 1},
		"2 yes: 1 of 1 offer taken":     {5, 1, 1},
		"3 not known: never offered":    {5, 0, 0},
	} {
		rank, text := (&server{keys: k}).readiness()
		if got := fmt.Sprint(rank, " ", text); got != want {
			t.Errorf("%+v: got %q, want %q", k, got, want)
		}
	}
}

func TestAuditOfNothing(t *testing.T) {
	for by, want := range map[string]string{"": "no TLS connections in 12,345 packets, over 1m30s\n", "server": "no TLS connections in 12,345 packets, over 1m30s\n"} {
		if got := auditOf(t, Options{}, Audit{Format: "table", By: by}, nil); got != want {
			t.Errorf("%s: got %q", by, got)
		}
	}
}

// TestAuditIsClean holds that nothing that was sent reaches a terminal or a spreadsheet as it is.
func TestAuditIsClean(t *testing.T) {
	for _, text := range []string{hostile, "=1+1", separator + partSeparator} {
		c := new(record.Connection)
		poison(reflect.ValueOf(c).Elem(), text)
		for _, by := range append(AuditGroups(), "") {
			for _, format := range []string{"table", "csv"} {
				got := auditOf(t, Options{Wide: true}, Audit{Format: format, By: by, Within: month}, []*record.Connection{c})
				if i := strings.IndexFunc(got, func(r rune) bool { return r != '\r' && r != '\n' && !printable(r) }); i >= 0 {
					t.Errorf("%s by %s: %q holds what a terminal acts on: %q", format, by, text, got[i:])
				}
				if strings.Contains(got, ",=1+1") {
					t.Errorf("by %s: a formula: %s", by, got)
				}
			}
		}
	}
}

func TestAuditIsBounded(t *testing.T) {
	for _, by := range []string{"", "server"} {
		var out bytes.Buffer
		r, err := NewAudit(&out, Options{Width: 100}, Audit{Format: "table", By: by, Within: month})
		if err != nil {
			t.Fatal(err)
		}
		c := connection(1, record.OutcomeEstablished, "")
		for n := range maxCounted + 7 {
			c.Server.IP = fmt.Sprintf("10.%d.%d.%d", n>>16, n>>8&255, n&255)
			if err := r.Write(r.Encode(nil, c)); err != nil {
				t.Fatal(err)
			}
		}
		s := run()
		s.Add(c)
		if err := r.Close(s); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(out.String()), " ")
		if !strings.Contains(text, " not counted ") || !strings.Contains(text, "7 connections") {
			t.Errorf("by %q: nothing is told in\n%s", by, text[max(0, len(text)-300):])
		}
	}
}

func TestAuditHasNoOtherFormsAndGroups(t *testing.T) {
	for want, ask := range map[string]Audit{
		`there is no format "html" for a summary: it is one of table, csv, json`:                          {Format: "html"},
		`connections can't be grouped by "colour": it is one of server, client, sni, ja4, version, suite`: {Format: "table", By: "colour"},
	} {
		if _, err := NewAudit(nil, Options{}, ask); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestFindingsWithSectionsOfTheirOwnExist holds the names that a survey knows findings by.
func TestFindingsWithSectionsOfTheirOwnExist(t *testing.T) {
	for _, code := range []string{codeObsoleteClient, codeNoPostQuantum, codeExpired, codeExpiresSoon} {
		if _, known := finding.Lookup(code); !known {
			t.Errorf("there is no finding %s", code)
		}
	}
}
