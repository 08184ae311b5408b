package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// markup are the characters that mean something to Markdown wherever they stand.
const markup = "\\`*[]<>&|~$"

// markdownText writes clean text so that Markdown shows it as it is. What may come from
// the wire is no markup, no link and no HTML; nor does it call anybody (@team) or point
// to another ticket (#7), which trackers see even where a backslash stands before the sign.
func markdownText(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '@' || r == '#':
			b.WriteString("`" + string(r) + "`")
			continue
		case strings.ContainsRune(markup, r), beginsMarkup(r, s[:i], s[i+len(string(r)):]):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// beginsMarkup reports whether a character means something to Markdown between what is before and after it.
func beginsMarkup(r rune, before, after string) bool {
	switch r {
	case '_':
		return !endsInWord(before) || !beginsWithWord(after)
	case '-', '+', '=':
		return before == "" // a list, a heading's underline
	case '.', ')':
		return strings.Trim(before, "0123456789") == "" || strings.HasSuffix(strings.ToLower(before), "www")
	case ':':
		return strings.HasPrefix(after, "/") // a link, as far as GitHub is concerned
	}
	return false
}

func endsInWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func beginsWithWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// markdownCode writes clean text as code, in which nothing is markup but the backticks around it.
func markdownCode(s string) string {
	if s == "" {
		return ""
	}
	fence := strings.Repeat("`", longestRun(s, '`')+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || strings.TrimSpace(s) != s {
		s = " " + s + " " // CommonMark takes these away again
	}
	return fence + s + fence
}

// longestRun returns how often a character follows itself, where it does most.
func longestRun(s string, c rune) (longest int) {
	run := 0
	for _, r := range s {
		if r != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
