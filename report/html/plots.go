package html

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
)

// plot is a list of bars, one below the other, each a link that filters the table.
type plot struct {
	ID, Title, Note string
	Bars            []bar
}

// bar is one value. Width is in hundredths of the longest.
type bar struct {
	Label, Tag string
	N          int64
	Width      string
	Class      string
	Link       template.URL
}

// plots draws what was agreed on, and how long certificates last.
func (p *Page) plots(s *Summary) []plot {
	all := []plot{
		{ID: "versions", Title: "Versions", Bars: bars("version", s.Versions)},
		{ID: "suites", Title: "Cipher suites", Bars: bars("suite", s.Suites)},
		p.keyExchange(s),
		{ID: "expiry", Title: "Server certificates by expiry", Bars: p.expiry()},
	}
	var shown []plot
	for _, one := range all {
		if len(one.Bars) > 0 {
			shown = append(shown, one)
		}
	}
	return shown
}

// bars draws counts: the first few, and the others in one.
func bars(key string, counts []Count) []bar {
	var all []bar
	var rest int64
	for i, c := range counts {
		if i >= shownBars && len(counts) > shownBars+1 {
			rest += c.N
			continue
		}
		all = append(all, bar{Label: c.Value, N: c.N, Link: link(key, c.Value)})
	}
	if rest > 0 {
		all = append(all, bar{Label: fmt.Sprintf("%d others", len(counts)-shownBars), N: rest})
	}
	scale(all)
	return all
}

// scale makes the longest bar as wide as there is room.
func scale(bars []bar) {
	longest := int64(1)
	for _, b := range bars {
		longest = max(longest, b.N)
	}
	for i := range bars {
		bars[i].Width = strconv.FormatFloat(share(bars[i].N, longest), 'f', 1, 64)
	}
}

// share returns a part in hundredths. What is not nothing can be seen.
func share(n, of int64) float64 {
	if n == 0 || of == 0 {
		return 0
	}
	return math.Max(100*float64(n)/float64(of), 0.8)
}

// keyExchange draws the groups, with those marked that hold against a quantum computer.
func (p *Page) keyExchange(s *Summary) plot {
	one := plot{ID: "groups", Title: "Key exchange", Bars: bars("group", s.Groups)}
	for i := range one.Bars {
		if p.seen.groups[one.Bars[i].Label] {
			one.Bars[i].Tag, one.Bars[i].Class = "post-quantum", "strong"
		}
	}
	if keyed := p.seen.keyed; keyed > 0 {
		one.Note = fmt.Sprintf("Post-quantum: %s of %s (%s)", grouped(p.seen.postQuantum), grouped(keyed), percent(p.seen.postQuantum, keyed))
	}
	return one
}

// percent writes a share so that a little is not nothing, and nearly all not all.
func percent(n, of int64) string {
	switch p := 100 * float64(n) / float64(of); {
	case n > 0 && p < 1:
		return "under 1%"
	case n < of && p > 99:
		return "over 99%"
	default:
		return fmt.Sprintf("%.0f%%", p)
	}
}

// expiry draws how long the certificates were still valid.
func (p *Page) expiry() []bar {
	var all []bar
	for i, n := range p.seen.expiry {
		if n == 0 {
			continue
		}
		b := bar{Label: expiries[i].name, N: n, Link: link("expiry", expiries[i].name)}
		if i == 0 {
			b.Class = "bad"
		}
		all = append(all, b)
	}
	scale(all)
	return all
}
