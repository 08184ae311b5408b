package report

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/record"
)

func TestTextIsMadeHarmless(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":                  {"www.example.com", "www.example.com"},
		"letters beyond ASCII":   {"bücher.漢字.😀", "bücher.漢字.😀"},
		"escape begins":          {"\x1b[2J", `\x1b[2J`},
		"line ends and tab":      {"a\r\nb\tc", `a\x0d\x0ab\x09c`},
		"DEL":                    {"\x7f", `\x7f`},
		"C1 control":             {"\u009b2J", `\u009b2J`},
		"right-to-left override": {"\u202egpj.exe", `\u202egpj.exe`},
		"zero width space":       {"pay\u200bpal", `pay\u200bpal`},
		"tag":                    {"a\U000e0041", `a\U000e0041`},
		"no UTF-8":               {"a\xff\xe2\x80", `a\xff\xe2\x80`},
		"the replacement itself": {"\ufffd", "\ufffd"},
		"no-break space":         {"\u00a0", `\u00a0`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Clean(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzClean checks that clean text is harmless, stays as it is, and is cut to what it is to fit.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "example.com", "\x1b]0;x\x07", "\u202e\u200b\u2028", "\xff\xe2\x80", "漢字😀", "a\u0301\u0301", "👩‍👩‍👧"} {
		f.Add(s, 5)
	}
	f.Fuzz(func(t *testing.T, s string, columns int) {
		clean := Clean(s)
		if !utf8.ValidString(clean) {
			t.Fatalf("%q is no UTF-8", clean)
		}
		for _, r := range clean {
			if !unicode.IsPrint(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("%U in %q", r, clean)
			}
		}
		if again := Clean(clean); again != clean {
			t.Fatalf("%q becomes %q", clean, again)
		}
		columns = 1 + (columns&0xff)%40
		for _, ellipsis := range []string{"…", "..."} {
			if got := shorten(clean, columns, ellipsis); runewidth.StringWidth(got) > columns {
				t.Fatalf("%q is cut to %q, which is wider than %d", clean, got, columns)
			}
			if got := shortenStart(clean, columns, ellipsis); runewidth.StringWidth(got) > columns {
				t.Fatalf("%q is cut at its start to %q, which is wider than %d", clean, got, columns)
			}
		}
	})
}

func TestTextIsCutToItsColumn(t *testing.T) {
	for name, c := range map[string]struct {
		in         string
		columns    int
		ellipsis   string
		end, start string
	}{
		"fits":              {"example", 7, "…", "example", "example"},
		"too long":          {"www.example.com", 8, "…", "www.exa…", "…ple.com"},
		"ASCII":             {"www.example.com", 8, "...", "www.e...", "...e.com"},
		"no room for a dot": {"example", 3, "...", "exa", "ple"},
		"two columns each":  {"漢字漢字", 5, "…", "漢字…", "…漢字"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shorten(c.in, c.columns, c.ellipsis); got != c.end {
				t.Errorf("at its end: %q, want %q", got, c.end)
			}
			if got := shortenStart(c.in, c.columns, c.ellipsis); got != c.start {
				t.Errorf("at its start: %q, want %q", got, c.start)
			}
		})
	}
}

// hostile is what an attacker might send to a terminal.
const hostile = "\x1b[2J\x1b]0;x\x07\r\n\t\x1f\u009b\u202e\u200b\u2028\xffend"

// poison puts text into every field that holds any.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		if v.CanSet() {
			v.SetBool(true)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		poison(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		poison(v.Index(0), text)
	case reflect.Struct:
		for _, field := range v.Fields() {
			if field.CanSet() {
				poison(field, text)
			}
		}
	}
}

func TestNothingFromTheWireReachesTheTerminalRaw(t *testing.T) {
	for _, outcome := range []string{record.OutcomeFailed, record.OutcomeEstablished, record.OutcomeNotTLS, record.OutcomeIncomplete, hostile} {
		for _, diagnosed := range []bool{true, false} {
			c := new(record.Connection)
			poison(reflect.ValueOf(c).Elem(), hostile)
			c.Outcome, c.Alerts[0].Encrypted = outcome, false
			if !diagnosed {
				c.Diagnosis = nil
			}
			for _, width := range []int{60, 80, 130, 200} {
				s := run()
				s.Lose(hostile, 1, hostile)
				s.Expired.add(hostile, 1)
				got := print(t, "table", Options{Width: width, Wide: width == 200, Unicode: true}, s, []*record.Connection{c})
				if i := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && !printable(r) || r == utf8.RuneError }); i >= 0 {
					t.Errorf("%s, %d columns: %q", outcome, width, got[max(0, i-20):i+4])
				}
				if rows := strings.Count(got[:strings.Index(got, "\n\n")], "\n"); rows != 1 {
					t.Errorf("%s, %d columns: the table is of %d lines besides its first, want 1:\n%s", outcome, width, rows, got)
				}
			}
		}
	}
}
