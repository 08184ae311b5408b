package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis"
	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/glossary"
)

// explainTerm explains what is no file: a cause, a finding, an alert, a suite, a
// version. It returns false where it knows nothing of it.
func explainTerm(w io.Writer, columns int, args []string) bool {
	p := page{w: w, columns: min(columns, 100)}
	if p.explain(strings.Join(args, " ")); p.entries == 0 {
		for _, term := range args {
			p.explain(term)
		}
	}
	return p.entries > 0
}

// page writes explanations, wrapped at its columns.
type page struct {
	w       io.Writer
	columns int
	entries int
}

func (p *page) explain(term string) {
	code := strings.ToLower(strings.TrimSpace(term))
	if c, ok := diagnosis.Lookup(code); ok {
		p.head("cause", c.Code, c.Title)
		p.text(c.Explanation)
		p.text("Seen: " + c.Seen)
		for _, advice := range c.Advice {
			p.item(advice)
		}
	}
	if d, ok := finding.Lookup(code); ok {
		p.head("finding, "+d.Severity.String(), d.Code, d.Title)
		p.text(d.Explanation)
		p.text("Defined in: " + d.Reference)
	}
	for _, e := range glossary.Explain(term) {
		p.head(e.Kind, e.Name, e.Title)
		for _, text := range e.Text {
			p.text(text)
		}
		p.text("Defined in: " + e.Reference)
	}
}

func (p *page) head(kind, name, title string) {
	if p.entries > 0 {
		fmt.Fprintln(p.w)
	}
	p.entries++
	fmt.Fprintf(p.w, "%s: %s (%s)\n", name, title, kind)
}

func (p *page) text(text string) { p.wrap("  ", "  ", text) }
func (p *page) item(text string) { p.wrap("  - ", "    ", text) }

// wrap writes words, the first line after one indent and the others after another.
func (p *page) wrap(first, other, text string) {
	line := first
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
			line += word
		case len(line)+1+len(word) > p.columns:
			fmt.Fprintln(p.w, line)
			line = other + word
		default:
			line += " " + word
		}
	}
	fmt.Fprintln(p.w, line)
}
