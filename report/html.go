package report

import (
	"cmp"
	"io"

	"github.com/tlssniff/tlssniff/diagnosis"
	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report/html"
)

// htmlPage is the report that people pass on: one page for a browser.
type htmlPage struct{ page *html.Page }

func newHTML(w io.Writer, _ Options) (Reporter, error) { return htmlPage{html.New(w, Clean)}, nil }

func (htmlPage) Streaming() bool { return false }

func (h htmlPage) Encode(dst []byte, c *record.Connection) []byte {
	return h.page.Append(dst, c, problem(c))
}

func (h htmlPage) Write(encoded []byte) error { return h.page.Write(encoded) }

func (h htmlPage) Close(s *Summary) error { return h.page.Close(s.page()) }

// page returns what a page tells of the run.
func (s *Summary) page() *html.Summary {
	p := &html.Summary{
		Read:     s.input() + s.source() + s.span(),
		Outcomes: s.Outcomes.list(), Versions: s.Versions.list(), Suites: s.Suites.list(), Groups: s.Groups.list(),
		Failures: s.failures.page(),
		Findings: s.pageFindings(),
	}
	if s.Packets > 0 || s.Records.Value > 0 {
		p.Started = s.Start.Std().Format("2006-01-02 15:04:05 UTC")
	}
	for i := range s.Across {
		f := &s.Across[i]
		p.Across = append(p.Across, html.Across{Code: f.Code, Severity: f.Severity, Title: f.Title, Subject: Clean(f.Subject), Detail: Clean(f.Detail)})
	}
	if s.Refused > 0 || s.HalfOpen > 0 {
		p.Losses = append(p.Losses, grouped(s.Refused)+" refused and "+grouped(s.HalfOpen)+" half-open connections, which never carried a byte")
	}
	if s.LeftOut > 0 {
		p.Losses = append(p.Losses, s.leftOut())
	}
	for _, loss := range s.Losses {
		p.Losses = append(p.Losses, loss.String())
	}
	return p
}

// list returns the values and how often each was seen, the most frequent first.
func (c *counts) list() []html.Count {
	var all []html.Count
	for _, value := range c.top() {
		all = append(all, html.Count{Value: Clean(value), N: c.of(value)})
	}
	return all
}

// page returns the groups of failures with words for their causes.
func (f *failures) page() []html.Failure {
	var all []html.Failure
	for _, g := range f.worst() {
		cause, _ := diagnosis.Lookup(g.cause)
		all = append(all, html.Failure{Server: Clean(g.server), Cause: Clean(g.cause), Title: cmp.Or(cause.Title, Clean(g.cause)), N: f.by[g], Of: f.of.of(g.server)})
	}
	if f.ungroups > 0 {
		all = append(all, html.Failure{N: f.ungroups})
	}
	return all
}

// pageFindings returns what was found, the worst first.
func (s *Summary) pageFindings() []html.Finding {
	var all []html.Finding
	for severity := finding.Critical + 1; severity > finding.Info; {
		severity--
		some := s.ofSeverity(severity)
		for _, code := range some.top() {
			if d, ok := finding.Lookup(code); ok {
				all = append(all, html.Finding{Code: code, Severity: severity.String(), Title: d.Title, N: some.of(code)})
			}
		}
	}
	return all
}
