package finding

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

var update = flag.Bool("update", false, "write docs/findings.md anew")

const page = "../../docs/findings.md"

func TestDefinitionsAreWhole(t *testing.T) {
	form := regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, d := range Definitions() {
		if !form.MatchString(d.Code) || seen[d.Code] {
			t.Errorf("%s: not snake_case, or there twice", d.Code)
		}
		seen[d.Code] = true
		if d.Title == "" || d.Explanation == "" || d.Reference == "" || d.Severity > Critical {
			t.Errorf("%s: lacks something", d.Code)
		}
		if strings.HasSuffix(d.Title, ".") || !strings.HasSuffix(d.Explanation, ".") {
			t.Errorf("%s: a title is no sentence, an explanation is some", d.Code)
		}
		if found, ok := Lookup(d.Code); !ok || found != d {
			t.Errorf("Lookup(%q) = %v, %v", d.Code, found, ok)
		}
	}
	if _, ok := Lookup("no_such_code"); ok {
		t.Error("Lookup finds what there is not")
	}
}

// Every definition is found by a test of its own, so that none is left that nothing finds.
func TestDefinitionsAreUsed(t *testing.T) {
	used := map[string]bool{
		certificateDiffers.Code: true, halfOpenFlood.Code: true, handshakeFlood.Code: true, // watch_test.go
		indicatorMatch.Code: true, // indicator_test.go
	}
	for _, test := range tls13Tests {
		for _, code := range test.want {
			used[code] = true
		}
	}
	for _, test := range tls12Tests {
		for _, code := range test.want {
			used[code] = true
		}
	}
	for _, d := range Definitions() {
		if !used[d.Code] {
			t.Errorf("%s: no test finds it", d.Code)
		}
	}
}

func TestPageIsUpToDate(t *testing.T) {
	want := findingsPage()
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("go test ./diagnosis/finding -update writes it anew:\n%s", diff)
	}
}

// findingsPage returns docs/findings.md.
func findingsPage() string {
	var b strings.Builder
	b.WriteString(`# Findings

What tlssniff finds weak or remarkable in a connection, whether or not its handshake succeeded. A record's
` + "`findings`" + ` lists them, the worst first, each with its ` + "`code`, `severity`, `title`" + ` and a ` + "`detail`" + ` that says what
was seen. Codes are never renamed or given another meaning. ` + "`--fail-on SEVERITY`" + ` makes a run fail on findings as bad or worse.

| severity | means |
| --- | --- |
| ` + "`critical`" + ` | secrets can be read, or are being read: act today |
| ` + "`high`" + ` | broken, or refused by most peers |
| ` + "`medium`" + ` | weak: plan to change it |
| ` + "`low`" + ` | better changed |
| ` + "`info`" + ` | good to know |

This page is made from the definitions in ` + "`diagnosis/finding`: `go test ./diagnosis/finding -update`" + `.
`)
	for _, f := range registry {
		fmt.Fprintf(&b, "\n## %s\n", f.name)
		for _, d := range f.definitions {
			fmt.Fprintf(&b, "\n### `%s`\n\n**%s** (%s). %s\n\nSee %s.\n", d.Code, d.Title, d.Severity, d.Explanation, d.Reference)
		}
	}
	return b.String()
}

func TestSeverities(t *testing.T) {
	for s := Info; s <= Critical; s++ {
		if got, err := ParseSeverity(s.String()); err != nil || got != s {
			t.Errorf("ParseSeverity(%q) = %v, %v", s, got, err)
		}
	}
	if _, err := ParseSeverity("bad"); err == nil {
		t.Error("a severity that there is not")
	}
	if _, any := Worst(nil); any {
		t.Error("a worst of nothing")
	}
	if worst, _ := Worst([]record.Finding{{Severity: "low"}, {Severity: "high"}, {Severity: "info"}}); worst != High {
		t.Errorf("worst is %s", worst)
	}
}

// The levels are those of the versions as tlsparse names them.
func TestLevels(t *testing.T) {
	for v, want := range map[tlsparse.ProtocolVersion]level{
		tlsparse.VersionSSL20: ssl20, tlsparse.VersionSSL30: ssl30, tlsparse.VersionTLS10: tls10,
		tlsparse.VersionTLS11: tls11, tlsparse.VersionTLS12: tls12, tlsparse.VersionTLS13: tls13,
		tlsparse.VersionDTLS10: tls11, tlsparse.VersionDTLS12: tls12, tlsparse.VersionDTLS13: tls13,
		0x7f17: tls13Draft, 0xfb1a: tls13Draft, 0x0a0a: unknown, 0x0305: unknown,
	} {
		if got := levelOf(v.String()); got != want {
			t.Errorf("levelOf(%q) = %d, want %d", v, got, want)
		}
	}
}

func TestNameMatches(t *testing.T) {
	tests := []struct {
		pattern, host string
		want          bool
	}{
		{"app.example", "APP.example.", true},
		{"*.example", "app.example", true},
		{"*.example", "a.app.example", false},
		{"*.example", "example", false},
		{"*.example", ".example", false},
		{"a*.example", "app.example", false},
		{"*", "app", false},
		{"", "app", false},
	}
	for _, test := range tests {
		if got := nameMatches(test.pattern, test.host); got != test.want {
			t.Errorf("nameMatches(%q, %q) = %v", test.pattern, test.host, got)
		}
	}
}

func TestThereIsRoomForAllFindings(t *testing.T) {
	if n := len(Definitions()); n > maxDefinitions {
		t.Errorf("%d definitions, more than %d", n, maxDefinitions)
	}
}
