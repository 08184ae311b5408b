package html_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

var update = flag.Bool("update", false, "write the golden files anew")

// own matches what is the same in every page: policy, style and script.
var own = regexp.MustCompile(`(?s)<meta http-equiv.*?>\n|<style>.*?</style>\n|<script type="module">.*?</script>\n`)

// TestPage holds what the page says of samples that failed in different ways.
func TestPage(t *testing.T) {
	var some []*record.Connection
	for _, c := range samples(t) {
		switch filepath.Base(c.Capture.Source) {
		case "alert-certificate-expired.pcap", "hello-retry-request.pcap", "plaintext-http.pcap", "post-quantum.pcap", "tls13-mutual.pcap", "capture-loss.pcap":
			some = append(some, c)
		}
	}
	got := own.ReplaceAllString(made(t, some), "")
	golden := filepath.Join("testdata", "samples.golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Error(d)
	}
}

func TestEmptyPage(t *testing.T) {
	got := made(t, nil)
	if !strings.Contains(got, "No TLS connections") || !strings.HasSuffix(got, "</html>\n") {
		t.Errorf("the page of nothing:\n%s", own.ReplaceAllString(got, ""))
	}
}

// attacks are texts from the wire that must not become anything else.
var attacks = []string{
	`</script><script>alert(1)</script>`,
	`<!--<script>`,
	`"><img src=x onerror=alert(1)>`,
	`'; alert(1); '`,
	`]]></svg><svg onload=alert(1)>`,
	`javascript:alert(1)`,
	`{{.Title}} ${alert(1)} &lt;b&gt;`,
	"\x1f\x1f\x00\x1b[31m\u202e\u2028\xff",
}

// TestHostileText holds that text from the wire opens and ends no element,
// anywhere in the page.
func TestHostileText(t *testing.T) {
	harmless := made(t, []*record.Connection{hostile("harmless")})
	for _, attack := range attacks {
		sameForm(t, harmless, made(t, []*record.Connection{hostile(attack)}), attack)
	}
}

// FuzzPage holds the same of any text.
func FuzzPage(f *testing.F) {
	harmless := made(f, []*record.Connection{hostile("harmless")})
	for _, attack := range attacks {
		f.Add(attack)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.TrimSpace(text) != "" && len(text) < 4096 {
			sameForm(t, harmless, made(t, []*record.Connection{hostile(text)}), text)
		}
	})
}

// sameForm holds that two pages have the same elements.
func sameForm(t *testing.T, want, got, text string) {
	t.Helper()
	if d := cmp.Diff(tags(want), tags(got)); d != "" {
		t.Errorf("%q: %s", text, d)
	}
}

// tag matches all that a browser may take for a tag.
var tag = regexp.MustCompile(`<[!/]?[^\s>]*`)

// tags returns how often each kind of tag is in a page.
func tags(page string) map[string]int {
	counts := make(map[string]int)
	for _, name := range tag.FindAllString(page, -1) {
		counts[name]++
	}
	return counts
}

// TestStoriesAreBounded holds that the stories of established connections are
// kept up to a number, all others are kept, and that the page says so.
func TestStoriesAreBounded(t *testing.T) {
	var all []*record.Connection
	for i := range 1_010 {
		c := hostile("harmless")
		c.UID = fmt.Sprintf("%024x", i)
		if i != 1_005 {
			c.Outcome, c.Diagnosis = record.OutcomeEstablished, nil
		}
		all = append(all, c)
	}
	got := made(t, all)
	if n := strings.Count(got, `{"detail":`); n != 1_001 {
		t.Errorf("there are %d stories, not 1,001", n)
	}
	if want := "for the first 1,000 established ones; tlssniff explain tells the other 9."; !strings.Contains(got, want) {
		t.Errorf("the page does not say %q", want)
	}
}
