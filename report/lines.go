package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/record"
)

// shownValues is how many values of one kind a summary names.
const shownValues = 5

// lines writes labelled lines, each wrapped at the width with its text aligned.
type lines struct {
	b     *strings.Builder
	width int
}

// indent is where the text of a labelled line begins.
const indent = 16

// add writes one labelled line, wrapped between words.
func (l *lines) add(label, text string) { l.wrap(label, strings.Fields(text)) }

// wrap writes one labelled line of words, none of which is torn.
func (l *lines) wrap(label string, words []string) {
	fmt.Fprintf(l.b, "  %-*s", indent-2, label)
	l.flow(indent, words)
}

// flow writes words from a column on to the line's end, and goes on at the indent.
func (l *lines) flow(column int, words []string) {
	for i, word := range words {
		n := runewidth.StringWidth(word)
		if i > 0 {
			if column+1+n > l.width {
				l.b.WriteString("\n" + strings.Repeat(" ", indent))
				column = indent
			} else {
				l.b.WriteByte(' ')
				column++
			}
		}
		l.b.WriteString(word)
		column += n
	}
	l.b.WriteByte('\n')
}

// losses writes what was not read, so that nobody takes a report for all that there was.
func (l *lines) losses(s *Summary) {
	for _, loss := range s.Losses {
		l.add("not read", loss.String())
	}
}

// counted writes the values seen most, and how often.
func (l *lines) counted(label string, c *counts) {
	if len(c.by) == 0 {
		return
	}
	l.wrap(label, most(c, c.told))
}

// told names a value, and how often it was seen.
func (c *counts) told(value string) string {
	return fmt.Sprintf("%s (%s)", Clean(value), grouped(c.of(value)))
}

// most returns the values seen most with commas after them, and how many there are besides.
func most(c *counts, text func(value string) string) []string {
	var parts []string
	top := c.top()
	for _, value := range top[:min(len(top), shownValues)] {
		parts = append(parts, text(value))
	}
	if more := len(top) - shownValues; more > 0 {
		parts = append(parts, grouped(int64(more))+" more")
	}
	return commas(parts)
}

// commas puts one after each part but the last.
func commas(parts []string) []string {
	for i := range len(parts) - 1 {
		parts[i] += ","
	}
	return parts
}

// plural counts things in words.
func plural(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(n) + " " + thing + "s"
}

// grouped writes a number with its thousands apart.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// duration writes a span of time no more exactly than a person needs.
func duration(d record.Time) string {
	t := time.Duration(d)
	switch {
	case t < time.Second:
		return t.Round(time.Millisecond).String()
	case t < time.Minute:
		return t.Round(100 * time.Millisecond).String()
	case t < 48*time.Hour:
		return t.Round(time.Second).String()
	}
	return plural(int64(t/(24*time.Hour)), "day")
}
