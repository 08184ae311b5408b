package story

import (
	"cmp"
	"strings"

	"github.com/mattn/go-runewidth"
)

// fold breaks clean text into lines of at most so many columns, between words
// where it can, else behind a comma, as distinguished names have them. There is always one line.
func fold(text string, columns int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(text, " ") {
		if line != "" && runewidth.StringWidth(line)+1+runewidth.StringWidth(word) > columns {
			lines = append(lines, line)
			line = ""
		}
		for runewidth.StringWidth(word) > columns {
			head := runewidth.Truncate(word, columns, "")
			if head == "" { // a character that is wider than the line
				break
			}
			head = head[:cmp.Or(strings.LastIndexByte(head, ',')+1, len(head))]
			lines = append(lines, head)
			word = word[len(head):]
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
