package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// shownFacts is how many lines of a section a person is shown, unless all are asked for.
const shownFacts = 10

// drawSurvey writes the survey for a person: what there is, then its sections, then what is missing.
func (a *audit) drawSurvey(b *strings.Builder, s *Summary) error {
	l := lines{b: b, width: a.options.Width}
	s.headline(&l)
	if s.Outcomes.total == 0 {
		l.losses(s)
		return nil
	}
	if a.survey.keyed > 0 {
		l.add("post-quantum", fmt.Sprintf("%s of %s whose key exchange shows resist quantum computers; clients offer it in %s",
			grouped(a.survey.postQuantum), plural(a.survey.keyed, "connection"), grouped(a.survey.offered)))
	}
	var none []string
	for _, part := range a.survey.sections(a.ask.AsOf.of(s), a.ask.Within) {
		if len(part.facts) == 0 {
			none = append(none, strings.ReplaceAll(part.name, "_", " "))
			continue
		}
		b.WriteByte('\n')
		if err := a.drawSection(b, &part); err != nil {
			return err
		}
	}
	b.WriteByte('\n')
	if len(none) > 0 {
		l.add("none", strings.Join(none, ", "))
	}
	l.add("more", "tlssniff explain CODE says what a failure or a weakness means and what to do")
	a.drawEnd(&l, s)
	return nil
}

// drawEnd tells what days are counted from, and what is missing.
func (a *audit) drawEnd(l *lines, s *Summary) {
	l.add("expiry", fmt.Sprintf("within %s, counted from %s", spanText(a.ask.Within), a.ask.AsOf.text(s)))
	if now, later := a.ask.AsOf.since(s); later {
		l.add("", fmt.Sprintf("(--as-of now counts from %s)", now.UTC().Format(time.DateOnly)))
	}
	if crowd := a.crowd(); crowd > 0 {
		l.add("not counted", fmt.Sprintf("what is past the first %s of a kind, in %s: pick connections with a filter (-f)", grouped(maxCounted), plural(crowd, "connection")))
	}
	l.losses(s)
}

func (a *audit) crowd() int64 {
	if a.survey != nil {
		return a.survey.crowd
	}
	return a.groups.crowd
}

// factColumns are those of a section's table, behind its values. One that no line has anything for is left out.
var factColumns = []struct {
	heading
	text func(*fact) string
	from int // the width of the terminal from which on it is shown; 0 is always
}{
	{heading{title: "SEVERITY"}, func(f *fact) string { return f.Severity }, 0},
	{heading{title: "SEEN", number: true}, func(f *fact) string { return grouped(f.Connections) }, 0},
	{heading{title: "CLIENTS", number: true}, func(f *fact) string { return many(f.Clients) }, 72},
	{heading{title: "SERVERS", number: true}, func(f *fact) string { return many(f.Servers) }, 72},
	{heading{min: 16, floor: 12}, func(f *fact) string { return f.Detail }, 0},
}

// many writes how many different ones there are, or that there are as many as are told apart.
func many(n int64) string {
	switch {
	case n == 0:
		return ""
	case n >= maxSpread:
		return grouped(n) + "+"
	}
	return grouped(n)
}

func (a *audit) drawSection(b *strings.Builder, part *section) error {
	facts := part.facts
	if !a.options.Wide {
		facts = facts[:min(len(facts), shownFacts)]
	}
	g := grid{options: a.options, headings: []heading{{title: part.value, min: 30, floor: 15}}, rows: make([][]string, len(facts))}
	for i := range facts {
		value := facts[i].Value
		if part.name == "weak_suites" && !a.options.Wide {
			value = suiteShort(value)
		}
		g.rows[i] = []string{value}
	}
	for _, c := range factColumns {
		if c.title == "SEVERITY" && part.plain || !a.options.Wide && a.options.Width < c.from || !slices.ContainsFunc(facts, func(f fact) bool { return c.text(&f) != "" }) {
			continue
		}
		if c.title == "" {
			c.title = part.detail
		}
		g.headings = append(g.headings, c.heading)
		for i := range facts {
			g.rows[i] = append(g.rows[i], c.text(&facts[i]))
		}
	}
	g.paint = func(row int, text string) string { return a.paint(facts[row].Severity, text) }
	if err := g.draw(b); err != nil {
		return err
	}
	if more := len(part.facts) - len(facts); more > 0 {
		fmt.Fprintf(b, "and %s more, which --wide shows\n", grouped(int64(more)))
	}
	return nil
}

// paint colours a line by how bad what it tells is. The severity is there as a word too.
func (a *audit) paint(severity, text string) string {
	if !a.options.Color || text == "" {
		return text
	}
	switch severity {
	case "critical", "high":
		return red + text + plainText
	case "medium":
		return yellow + text + plainText
	}
	return text
}
