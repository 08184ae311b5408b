package record

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextIsEscaped(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"empty":                         {"", `""`},
		"plain":                         {"TLS_AES_128_GCM_SHA256", `"TLS_AES_128_GCM_SHA256"`},
		"quote and backslash":           {`a"b\c`, `"a\"b\\c"`},
		"line ends and tab":             {"a\nb\rc\td", `"a\nb\rc\td"`},
		"escape begins":                 {"\x1b[31m", `"\u001b[31m"`},
		"NUL ends":                      {"a\x00", `"a\u0000"`},
		"DEL":                           {"\x7f", `"\u007f"`},
		"C1 control (CSI)":              {"\u009b31m", `"\u009b31m"`},
		"no HTML escapes":               {"<a href='x'>&", `"<a href='x'>&"`},
		"letters beyond ASCII":          {"bücher.漢字.😀", `"bücher.漢字.😀"`},
		"no-break space is no control":  {"\u00a0", "\"\u00a0\""},
		"right-to-left override":        {"a\u202eb", `"a\u202eb"`},
		"isolate":                       {"\u2066", `"\u2066"`},
		"Arabic letter mark":            {"\u061c", `"\u061c"`},
		"zero width space":              {"pay\u200bpal", `"pay\u200bpal"`},
		"byte order mark":               {"\ufeff", `"\ufeff"`},
		"line separator":                {"\u2028\u2029", `"\u2028\u2029"`},
		"replacement character as sent": {"\ufffd", "\"\ufffd\""},
		"no UTF-8":                      {"a\xffb", `"a\ufffdb"`},
		"UTF-8 cut short":               {"\xe6\xbc", `"\ufffd\ufffd"`},
		"surrogate in UTF-8":            {"\xed\xa0\x80", `"\ufffd\ufffd\ufffd"`},
		"overlong slash":                {"\xc0\xaf", `"\ufffd\ufffd"`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(appendString(nil, c.in)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestEveryByteIsEscapedWhereverItStands(t *testing.T) {
	for c := range 256 {
		for at := range 18 {
			s := strings.Repeat("a", at) + string([]byte{byte(c)}) + strings.Repeat("z", 17-at)
			var want []byte
			for i := range s {
				if plain[s[i]] {
					want = append(want, s[i])
				} else {
					want, _ = appendRune(want, s[i:])
				}
			}
			if got := string(appendString(nil, s)); got != `"`+string(want)+`"` {
				t.Fatalf("%q is %s, want %q", s, got, want)
			}
		}
	}
}

// FuzzAppendString checks that any text is encoded as valid JSON of the same
// value, in which there is nothing that a terminal acts on.
func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "example.com", "a\"b\\c", "\x1b]0;x\x07", "\u009b\u202e\u2028", "\xff\xe2\x80", "漢😀\ufffd", "\x00\x7f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := appendString([]byte("x"), s)
		if b[0] != 'x' {
			t.Fatalf("what was before is gone: %q", b)
		}
		b = b[1:]
		if !utf8.Valid(b) {
			t.Fatalf("no UTF-8: %q", b)
		}
		for _, r := range string(b) {
			if r < 0x20 || r == 0x7f || r >= 0x80 && harmful(r) {
				t.Fatalf("%U in %q", r, b)
			}
		}
		var got string
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%v in %q", err, b)
		}
		if want := replaced(s); got != want {
			t.Fatalf("%q is read back as %q, want %q", s, got, want)
		}
	})
}

// replaced puts U+FFFD for every byte that is no UTF-8.
func replaced(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
	}
	return b.String()
}
