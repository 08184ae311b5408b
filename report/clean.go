package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Clean makes text from the wire harmless on a terminal: what is not printable
// there, or turns or hides the direction of writing, is shown as an escape.
func Clean(s string) string {
	clean := true
	for _, r := range s {
		if r == utf8.RuneError || !printable(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case printable(r):
			b.WriteRune(r)
		case r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		i += n
	}
	return b.String()
}

// printable reports whether a character shows what it is. Format characters (Cf), which join, hide, and turn the
// direction of writing, do not, nor does any space but ASCII's.
func printable(r rune) bool { return unicode.IsPrint(r) }

// shorten cuts the end of clean text to fit so many columns, and marks that it did.
func shorten(s string, columns int, ellipsis string) string {
	if runewidth.StringWidth(s) <= columns {
		return s
	}
	if columns <= runewidth.StringWidth(ellipsis) {
		return runewidth.Truncate(s, columns, "")
	}
	return runewidth.Truncate(s, columns, ellipsis)
}

// shortenStart cuts the beginning of clean text to fit so many columns, and marks that it did.
func shortenStart(s string, columns int, ellipsis string) string {
	excess := runewidth.StringWidth(s) - columns
	if excess <= 0 {
		return s
	}
	mark := runewidth.StringWidth(ellipsis)
	if columns <= mark {
		return runewidth.TruncateLeft(s, excess, "")
	}
	return runewidth.TruncateLeft(s, excess+mark, ellipsis)
}
