package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/verify"
)

// zeekEntries reads a log as Zeek's readers do: an entry is a map from #fields to what is between the tabs.
func zeekEntries(t *testing.T, text string) []map[string]string {
	t.Helper()
	var names []string
	var entries []map[string]string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if fields, found := strings.CutPrefix(line, "#fields\t"); found {
			names = strings.Split(fields, "\t")
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != len(names) {
			t.Fatalf("%d fields, and #fields has %d: %q", len(fields), len(names), line)
		}
		entry := make(map[string]string)
		for i, field := range fields {
			entry[names[i]] = field
		}
		entries = append(entries, entry)
	}
	return entries
}

// zeekFolder writes records into a folder, and returns what its logs hold.
func zeekFolder(t *testing.T, format string, records []*record.Connection) map[string]string {
	t.Helper()
	dir := t.TempDir()
	f, err := NewFolder(format, dir, Rotate{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range records {
		if err := f.Write(f.Encode(nil, c)); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(run()); err != nil {
		t.Fatal(err)
	}
	return files(t, dir)
}

func TestZeekGolden(t *testing.T) {
	logs := zeekFolder(t, "zeek", samples(t))
	golden(t, "zeek-ssl", logs["ssl.log"])
	golden(t, "zeek-x509", logs["x509.log"])
	if diff := cmp.Diff(logs["ssl.log"], print(t, "zeek", Options{}, run(), samples(t))); diff != "" {
		t.Errorf("where there is no folder (-ssl.log +got):\n%s", diff)
	}
}

func TestZeekJSONGolden(t *testing.T) {
	stream := print(t, "zeek-json", Options{}, run(), samples(t))
	golden(t, "zeek-json", stream)
	logs := zeekFolder(t, "zeek-json", samples(t))
	for name, text := range logs {
		for line := range strings.Lines(text) {
			if !strings.Contains(stream, line) {
				t.Errorf("%s holds what the stream does not: %s", name, line)
			}
		}
	}
}

// TestZeekFormsHoldTheSame holds that both of Zeek's forms tell the same.
func TestZeekFormsHoldTheSame(t *testing.T) {
	lines, objects := zeekFolder(t, "zeek", samples(t)), zeekFolder(t, "zeek-json", samples(t))
	for _, name := range []string{"ssl.log", "x509.log"} {
		var want, got []map[string]string
		for _, entry := range zeekEntries(t, lines[name]) {
			for field, value := range entry {
				if value == "-" {
					delete(entry, field)
				}
			}
			want = append(want, entry)
		}
		for line := range strings.Lines(objects[name]) {
			got = append(got, zeekFlat(t, line))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-lines +JSON):\n%s", name, diff)
		}
	}
}

// zeekFlat spells the members of an object as lines have them.
func zeekFlat(t *testing.T, line string) map[string]string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(line))
	d.UseNumber()
	var members map[string]any
	if err := d.Decode(&members); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	delete(members, "_path")
	flat := make(map[string]string)
	for name, member := range members {
		switch v := member.(type) {
		case bool:
			flat[name] = map[bool]string{true: "T", false: "F"}[v]
		case []any:
			var list []string
			for _, item := range v {
				list = append(list, item.(string))
			}
			flat[name] = string(appendZeekVector(nil, list))
		case json.Number:
			flat[name] = v.String()
		case string:
			flat[name] = string(appendZeekText(nil, v, false))
		}
	}
	return flat
}

func TestZeekText(t *testing.T) {
	for in, want := range map[string]string{
		"plain, and so on": "plain, and so on",
		"":                 "(empty)",
		"-":                `\x2d`,
		"--":               "--",
		"(empty)":          `\x28empty)`,
		"a\tb":             `a\x09b`,
		"a\nb\r":           `a\x0ab\x0d`,
		`a\b`:              `a\\b`,
		`\x09`:             `\\x09`,
		"bücher":           "bücher",
		"\xff\u202e\x1b[":  `\xff\xe2\x80\xae\x1b[`,
	} {
		if got := string(appendZeekText(nil, in, false)); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	for want, in := range map[string][]string{
		"(empty)":                   {},
		`a\x2cb,c`:                  {"a,b", "c"},
		`\x2d,(empty),\x28empty)`:   {"-", "", "(empty)"},
		`a\x09b,\\,bücher,\x0a\x0a`: {"a\tb", `\`, "bücher", "\n\n"},
	} {
		if got := string(appendZeekVector(nil, in)); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// TestZeekKeepsWhatWasSentInItsField holds that no text ends a field or an entry, whatever it is.
func TestZeekKeepsWhatWasSentInItsField(t *testing.T) {
	for _, text := range []string{hostile, "a\tb\nc", "#close\t", "-", "(empty)", `\`, ",", "\xff", "0x"} {
		c := new(record.Connection)
		poison(reflect.ValueOf(c).Elem(), text)
		for name, log := range zeekFolder(t, "zeek", []*record.Connection{c, c}) {
			if i := strings.IndexFunc(log, func(r rune) bool { return r != '\t' && r != '\n' && !printable(r) }); i >= 0 {
				t.Errorf("%s of %q holds what a terminal acts on: %q", name, text, log[i:])
			}
			for _, entry := range zeekEntries(t, log) {
				for field, value := range entry {
					if value == "" {
						t.Errorf("%s of %q: %s is nothing at all", name, text, field)
					}
				}
			}
		}
		for line := range strings.Lines(print(t, "zeek-json", Options{}, run(), []*record.Connection{c})) {
			if !json.Valid([]byte(line)) {
				t.Errorf("%q makes %s", text, line)
			}
		}
	}
}

func TestZeekVersion(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		"SSL 2.0":                 "SSLv2",
		"SSL 3.0":                 "SSLv3",
		"TLS 1.0":                 "TLSv10",
		"TLS 1.2":                 "TLSv12",
		"TLS 1.3 (draft-23)":      "TLSv13-draft23",
		"TLS 1.3 (fizz draft-26)": "unknown-64282",
		"DTLS 1.3":                "DTLSv13",
		"0x0305":                  "unknown-773",
	} {
		if got := zeekVersion(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestZeekValidation(t *testing.T) {
	for _, c := range []struct {
		status string
		errors []string
		want   string
	}{
		{verify.Trusted, nil, "ok"},
		{verify.Unchecked, nil, ""},
		{verify.Untrusted, []string{verify.NameMismatch, verify.WeakKeyUsed}, "ok"},
		{verify.Untrusted, []string{verify.Expired, verify.NameMismatch}, "certificate has expired"},
		{verify.Untrusted, []string{verify.NotYetValid}, "certificate is not yet valid"},
		{verify.Untrusted, []string{verify.Expired, verify.SelfSigned}, "self-signed certificate"},
		{verify.Untrusted, []string{verify.IncompleteChain}, "unable to get local issuer certificate"},
		{verify.Untrusted, []string{verify.Expired, verify.UnknownIssuer}, "unable to get local issuer certificate"},
		{verify.Untrusted, []string{verify.SelfSigned, verify.Malformed}, ""},
	} {
		if got := validation(&record.Verification{Status: c.status, Errors: c.errors}); got != c.want {
			t.Errorf("%s %v is %q, want %q", c.status, c.errors, got, c.want)
		}
	}
	if got := validation(nil); got != "" {
		t.Errorf("what was not checked is %q", got)
	}
}

func TestZeekTime(t *testing.T) {
	for want, at := range map[string]time.Time{
		"1709172000.123456":   epoch.Std(),
		"0.000001":            time.Unix(0, 1999),
		"-1.500000":           time.Unix(-2, 5e8),
		"-0.250000":           time.Unix(-1, 75e7),
		"-62135596800.000000": {},
	} {
		if got := string(zeekAt(at).at.append(nil)); got != want {
			t.Errorf("%v is %s, want %s", at, got, want)
		}
	}
}

func TestZeekCertificateIsWrittenOncePerRole(t *testing.T) {
	shown := &record.Certificate{SHA256: "aa"}
	c := connection(1, record.OutcomeEstablished, "")
	c.History = "Csx"
	c.Certificates = &record.Certificates{
		Server: []record.PresentedCertificate{{Certificate: shown}, {Certificate: shown}, {}},
		Client: []record.PresentedCertificate{{Certificate: shown}},
	}
	entries := zeekEntries(t, zeekFolder(t, "zeek", []*record.Connection{c, c, c})["x509.log"])
	var roles []string
	for _, e := range entries {
		roles = append(roles, e["host_cert"]+e["client_cert"])
	}
	if diff := cmp.Diff([]string{"TF", "FF", "TT"}, roles); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestZeekRemembersSoManyCertificates(t *testing.T) {
	var out bytes.Buffer
	r := zeekX509(&out)
	show := func(n int) {
		c := connection(1, record.OutcomeEstablished, "")
		c.Certificates = &record.Certificates{Server: []record.PresentedCertificate{{Certificate: &record.Certificate{SHA256: fmt.Sprint(n)}}}}
		if err := r.Write(r.Encode(nil, c)); err != nil {
			t.Fatal(err)
		}
	}
	for n := range maxZeekKnown + 1 {
		show(n)
	}
	before := out.Len()
	if show(0); out.Len() != before {
		t.Error("one that is known is written again")
	}
	if show(maxZeekKnown); out.Len() == before {
		t.Error("one that there was no room for is not written again")
	}
	s := run()
	if err := r.Close(s); err != nil {
		t.Fatal(err)
	}
	if len(s.Losses) != 1 || s.Losses[0].Count != 2 {
		t.Errorf("the summary tells %v, want the two that were not remembered", s.Losses)
	}
}

func TestZeekLeavesOutWhatIsNoTLS(t *testing.T) {
	plaintext := incident()[3]
	if got := zeekEntries(t, print(t, "zeek", Options{}, run(), []*record.Connection{plaintext})); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestZeekLogsRotate(t *testing.T) {
	dir := t.TempDir()
	f, err := NewFolder("zeek", dir, Rotate{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(sample(t, "tls12-mutual"), sample(t, "tls12-mutual")...) {
		if err := f.Write(f.Encode(nil, c)); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(run()); err != nil {
		t.Fatal(err)
	}
	logs := files(t, dir)
	if len(logs) != 4 {
		t.Errorf("%d files, want two of each log", len(logs))
	}
	for name, log := range logs {
		if !strings.HasPrefix(log, "#separator") || !strings.Contains(log, "\n#close\t") || len(zeekEntries(t, log)) == 0 {
			t.Errorf("%s is no whole log:\n%s", filepath.Base(name), log)
		}
	}
}
