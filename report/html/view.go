package html

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// Bounds of what the summary shows of each kind.
const (
	shownCauses   = 12
	shownServers  = 3 // of a cause
	shownFindings = 12
	shownBars     = 8
)

// view is what the page's template is filled with.
type view struct {
	Script template.HTML
	Title  string
	*Summary
	Total    int64
	Headline []outcomeCount
	Causes   []cause
	// MoreFailures are those of causes that are not shown.
	MoreFailures int64
	Worst        []findingLine
	MoreFindings int
	Timeline     *timePlot
	Plots        []plot
	Plain        []plainFailure
	Notes        []string
}

// outcomeCount is how many connections had an outcome, with the words for it.
type outcomeCount struct {
	N             int64
	Outcome, Name string
	Link          template.URL
}

// cause is why connections did not succeed, and at which servers most.
type cause struct {
	Title, Outcome  string // the outcome is that of the first
	N               int64
	Servers         []Failure
	MoreServers     int64
	Summary, Advice string // of the first
	Link, First     template.URL
}

type findingLine struct {
	Severity, Title, Detail string
	N                       int64
	Link                    template.URL
}

// plainFailure is a failure as a row of plain HTML.
type plainFailure struct{ Time, Client, Server, Outcome, Problem, Summary, Packets string }

// view puts together what is seen of the page.
func (p *Page) view(s *Summary) *view {
	v := &view{Script: assets.Script, Title: p.title(), Summary: s, Total: total(s.Outcomes)}
	for _, o := range outcomes {
		if n := of(s.Outcomes, o.Outcome); n > 0 {
			o.N, o.Link = n, link("outcome", o.Outcome)
			v.Headline = append(v.Headline, o)
		}
	}
	p.failures(v)
	findings(v)
	v.Timeline = p.seen.time.plot()
	v.Plots = p.plots(s)
	for i := range p.seen.failures {
		v.Plain = append(v.Plain, plainOf(&p.seen.failures[i]))
	}
	v.Notes = p.omitted.notes()
	if n := p.seen.uncounted; n > 0 {
		v.Notes = append(v.Notes, fmt.Sprintf("The plot of certificates counts the first %s; %s connections with others are not in it.", grouped(maxCertificates), grouped(n)))
	}
	return v
}

// outcomes in the order in which they matter.
var outcomes = []outcomeCount{
	{Outcome: record.OutcomeFailed, Name: "failed"},
	{Outcome: record.OutcomeAborted, Name: "aborted"},
	{Outcome: record.OutcomeNotTLS, Name: "not TLS"},
	{Outcome: record.OutcomeIncomplete, Name: "incomplete"},
	{Outcome: record.OutcomeEstablished, Name: "established"},
}

// title names the captures.
func (p *Page) title() string {
	names := make([]string, len(p.seen.sources))
	for i, source := range p.seen.sources {
		names[i] = filepath.Base(source)
	}
	text := strings.Join(names, ", ")
	if p.seen.more {
		text += " and others"
	}
	return text
}

// failures fills in why connections did not succeed: by cause, the most frequent
// first, and what the capture does not tell behind what it does.
func (p *Page) failures(v *view) {
	places := make(map[string]int)
	for _, f := range v.Failures {
		if f.Cause == "" {
			v.MoreFailures += f.N
			continue
		}
		i, known := places[f.Cause]
		if !known {
			i = len(v.Causes)
			places[f.Cause] = i
			e := p.seen.examples[f.Cause]
			v.Causes = append(v.Causes, cause{Title: f.Title, Outcome: e.outcome, Summary: e.summary, Advice: e.advice, Link: link("cause", f.Cause), First: link("open", e.uid)})
		}
		c := &v.Causes[i]
		c.N += f.N
		if len(c.Servers) < shownServers {
			c.Servers = append(c.Servers, f)
		} else {
			c.MoreServers++
		}
	}
	slices.SortStableFunc(v.Causes, func(a, b cause) int {
		return cmp.Or(cmp.Compare(a.unclear(), b.unclear()), -cmp.Compare(a.N, b.N))
	})
	for _, c := range v.Causes[min(shownCauses, len(v.Causes)):] {
		v.MoreFailures += c.N
	}
	v.Causes = v.Causes[:min(shownCauses, len(v.Causes))]
}

// unclear is 1 where the capture does not tell how it ended.
func (c *cause) unclear() int {
	if c.Outcome == record.OutcomeIncomplete {
		return 1
	}
	return 0
}

// findings fills in the worst of what was found; what is only good to know is left to the table.
func findings(v *view) {
	for _, a := range v.Across {
		v.Worst = append(v.Worst, findingLine{Severity: a.Severity, Title: a.Title, Detail: strings.TrimSuffix(a.Subject+": "+a.Detail, ": ")})
	}
	for _, f := range v.Findings {
		if f.Severity != "info" {
			v.Worst = append(v.Worst, findingLine{Severity: f.Severity, Title: f.Title, N: f.N, Link: link("finding", f.Code)})
		}
	}
	if more := len(v.Worst) - shownFindings; more > 0 {
		v.Worst, v.MoreFindings = v.Worst[:shownFindings], more
	}
}

// link is an address in the page that filters the table.
func link(pairs ...string) template.URL {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return template.URL("#" + q.Encode())
}

func plainOf(e *entry) plainFailure {
	return plainFailure{
		Time:    time.UnixMilli(e.number(cellStart)).UTC().Format("2006-01-02 15:04:05.000"),
		Client:  e.cells[cellClient],
		Server:  strings.TrimSpace(e.cells[cellName] + " " + e.server()),
		Outcome: strings.ReplaceAll(e.cells[cellOutcome], "_tls", " TLS"),
		Problem: e.cells[cellProblem],
		Summary: e.cells[cellSummary],
		Packets: e.cells[cellFirst] + "–" + e.cells[cellLast],
	}
}

// notes tells what the page leaves out.
func (o *omitted) notes() []string {
	var notes []string
	if o.established > 0 {
		notes = append(notes, fmt.Sprintf("%s more established connections are counted above but not listed; --format ndjson has them all.", grouped(o.established)))
	}
	if o.others > 0 {
		notes = append(notes, fmt.Sprintf("%s more connections that were not established are counted above but not listed; --format ndjson has them all.", grouped(o.others)))
	}
	if o.stories > 0 {
		notes = append(notes, fmt.Sprintf("The step-by-step story is kept for every listed connection that was not established and for the first %s established ones; tlssniff explain tells the other %s.", grouped(maxTold), grouped(o.stories)))
	}
	return notes
}

// grouped writes a number with its thousands apart.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
