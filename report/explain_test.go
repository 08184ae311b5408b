package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// told returns the stories of records, or the error in place of them.
func told(t *testing.T, e Explain, records []*record.Connection) (string, error) {
	t.Helper()
	var out bytes.Buffer
	r, err := NewExplain(&out, Options{Width: 80}, e)
	if err != nil {
		return "", err
	}
	for _, c := range records {
		if err := r.Write(r.Encode(nil, c)); err != nil {
			t.Fatal(err)
		}
	}
	err = r.Close(run())
	return out.String(), err
}

// heads returns the titles of stories, without the lines around them.
func heads(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "==") {
			all = append(all, strings.Trim(line, "= \n"))
		}
	}
	return all
}

func TestExplainTellsFailuresFirst(t *testing.T) {
	text, err := told(t, Explain{}, incident())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"connection 2 of 9: failed: certificate_expired from client",
		"connection 6 of 9: failed: no common version",
		"connection 7 of 9: failed: handshake_failure from server",
		"connection 8 of 9: failed: no_application_protocol from server",
		"connection 3 of 9: aborted: reset by server after ClientHello",
		"connection 4 of 9: not TLS: client speaks http",
		"connection 5 of 9: incomplete: 2896 bytes not captured",
		"connection 1 of 9: established",
		"connection 9 of 9: established",
	}
	if d := cmp.Diff(want, heads(text)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestExplainTellsAsManyAsItMay(t *testing.T) {
	text, err := told(t, Explain{Limit: 2}, incident())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(heads(text)); n != 2 {
		t.Errorf("%d are told", n)
	}
	if want := "and 7 more connections: --conn tells one"; !strings.Contains(text, want) {
		t.Errorf("%q is not in\n%s", want, text)
	}
}

func TestExplainKeepsNoMoreThanItTells(t *testing.T) {
	r, err := NewExplain(new(bytes.Buffer), Options{}, Explain{Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 100 {
		if err := r.Write(r.Encode(nil, connection(n, record.OutcomeEstablished, ""))); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 5 {
		if err := r.Write(r.Encode(nil, failed(n, "", "unknown_ca", "client"))); err != nil {
			t.Fatal(err)
		}
	}
	kept := r.(*explain).kept
	if len(kept) != 1 || len(kept[record.OutcomeFailed]) != 3 {
		t.Errorf("%d established and %d failed are kept", len(kept[record.OutcomeEstablished]), len(kept[record.OutcomeFailed]))
	}
}

func TestExplainPicks(t *testing.T) {
	records := incident()
	for i, c := range records {
		c.UID = fmt.Sprintf("%02xabc%019d", 0xa0+i, i)
		c.Server.IP = fmt.Sprintf("2001:db8::%x", i+1)
	}
	for conn, want := range map[string][]string{
		"3":                   {"connection 3 of 9: aborted: reset by server after ClientHello"},
		"a4":                  {"connection 5 of 9: incomplete: 2896 bytes not captured"},
		records[4].UID:        {"connection 5 of 9: incomplete: 2896 bytes not captured"},
		"[2001:db8::9]:443":   {"connection 9 of 9: established"},
		"[2001:DB8:0::9]:443": {"connection 9 of 9: established"},
		"192.0.2.10:40008":    {"connection 8 of 9: failed: no_application_protocol from server"},
	} {
		text, err := told(t, Explain{Conn: conn, Limit: 20}, records)
		if err != nil {
			t.Errorf("%s: %v", conn, err)
		}
		if d := cmp.Diff(want, heads(text)); d != "" {
			t.Errorf("%s (-want +got):\n%s", conn, d)
		}
	}
}

func TestExplainSaysWhatItCannotPick(t *testing.T) {
	records := incident()
	for i, c := range records {
		c.UID = fmt.Sprintf("a%023d", i)
	}
	for conn, want := range map[string]string{
		"10":             "--conn 10: there is no such connection among 9 connections",
		"ffff":           "--conn ffff: there is no such connection",
		"192.0.2.1:1":    "--conn 192.0.2.1:1: there is no such connection",
		"a0":             "--conn a0: several uids begin like this, as a00000000000000000000000 and a00000000000000000000001",
		"0":              "it is a number from 1 on",
		"server.example": "it is a number from 1 on, a uid or its beginning, or IP:PORT",
		"a.example:443":  "it is a number, a uid, or IP:PORT",
		"2001:db8::1":    "an IPv6 address in brackets",
	} {
		text, err := told(t, Explain{Conn: conn}, records)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", conn, err, want)
		}
		if text != "" {
			t.Errorf("%s: something is told:\n%s", conn, text)
		}
	}
}

func TestExplainOfNothingTellsTheSummary(t *testing.T) {
	text, err := told(t, Explain{}, nil)
	if err != nil || !strings.HasPrefix(text, "no TLS connections in 12,345 packets") {
		t.Errorf("%q, %v", text, err)
	}
}

func TestExplainTellsWhatWasNotRead(t *testing.T) {
	var out bytes.Buffer
	r, err := NewExplain(&out, Options{}, Explain{})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Write(r.Encode(nil, connection(1, record.OutcomeFailed, ""))); err != nil {
		t.Fatal(err)
	}
	s := run()
	s.Lose("packets cut short", 3, "capture with a larger snap length")
	if err := r.Close(s); err != nil {
		t.Fatal(err)
	}
	if want := "  not read      3 packets cut short: capture with a larger snap length\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("it does not end with %q:\n%s", want, out.String())
	}
}

// TestExplainSurvivesNamesWithItsSeparator holds that what Clean escapes can't shift the parts.
func TestExplainSurvivesNamesWithItsSeparator(t *testing.T) {
	c := connection(1, "failed\x1f", "a\x1fb\x1b[31m")
	c.UID, c.Client.IP = "\x1f\x1f", "\x1f"
	text, err := told(t, Explain{}, []*record.Connection{c})
	if err != nil || strings.ContainsAny(text, "\x1f\x1b") {
		t.Errorf("%q, %v", text, err)
	}
}
