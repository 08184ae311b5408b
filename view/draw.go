package view

import (
	"fmt"
	"net"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/monitor"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// How things look. Nothing is told by a colour alone.
var (
	strong  = lipgloss.NewStyle().Bold(true)
	faint   = lipgloss.NewStyle().Faint(true)
	bad     = lipgloss.NewStyle().Foreground(lipgloss.Red)
	unclear = lipgloss.NewStyle().Foreground(lipgloss.Yellow)
	marked  = lipgloss.NewStyle().Reverse(true)
)

// around is how many lines the list leaves to others: seven above it and one below.
const around = 8

// rows is how many connections the screen has room for.
func (s *screen) rows() int { return max(s.height-around, 1) }

// draw returns the screen's lines.
func (s *screen) draw() []string {
	if s.told != nil {
		return s.drawStory()
	}
	now := s.gauge.now()
	lines := []string{
		s.head(),
		s.line(s.packets(now)),
		s.line(s.connections(now)),
		s.line("versions  " + s.most(now.Versions, func(m *monitor.State) map[string]int64 { return m.Versions })),
		s.line("suites    " + s.most(now.Suites, func(m *monitor.State) map[string]int64 { return m.Suites })),
		s.line("causes    " + s.most(now.Causes, func(m *monitor.State) map[string]int64 { return m.Causes })),
		strong.Render(s.line(s.row("OUTCOME", "TIME", "CLIENT", "SERVER", "PROBLEM OR VERSION AND SUITE"))),
	}
	for i := range s.rows() {
		if i += s.top; i < len(s.list) {
			lines = append(lines, s.entry(s.list[i]))
		} else {
			lines = append(lines, "")
		}
	}
	return append(lines, s.foot())
}

// head says what is shown, for how long, and whether it stands still.
func (s *screen) head() string {
	text := "tlssniff live " + s.view.title + "  " + time.Since(s.began).Truncate(time.Second).String()
	switch {
	case s.ending:
		text += "  ENDING"
	case s.paused:
		text += fmt.Sprintf("  PAUSED, %d new", s.added-s.listed)
	}
	return strong.Render(s.line(text))
}

// entry draws one connection.
func (s *screen) entry(e *entry) string {
	line := s.line(s.row(e.Outcome, e.Start.Format(time.TimeOnly), e.Client, server(e), e.Detail()))
	switch {
	case e == s.chosen:
		return marked.Render(runewidth.FillRight(line, s.width))
	case e.Outcome == record.OutcomeFailed:
		return bad.Render(line)
	case e.failed():
		return unclear.Render(line)
	}
	return line
}

// server is the name that the client asked for, else the address; with its port, unless that is 443.
func server(e *entry) string {
	host, port, err := net.SplitHostPort(e.Server)
	if err != nil {
		return e.Server
	}
	if e.Name != "" {
		host = e.Name
	}
	if port == "443" {
		return host
	}
	return net.JoinHostPort(host, port)
}

// timeFrom is the width from which on a connection's time is shown.
const timeFrom = 100

// row lays a connection's texts out. The wider the terminal, the more room the addresses have.
func (s *screen) row(outcome, start, client, server, text string) string {
	addresses := min(max((s.width-54)/2, 15), 40)
	cells := []string{s.fit(outcome, 11)}
	if s.width >= timeFrom {
		cells = append(cells, s.fit(start, 8))
	}
	cells = append(cells, s.fit(client, addresses), s.fit(server, addresses), text)
	return strings.TrimRight(strings.Join(cells, " "), " ")
}

// foot says which keys there are, or what is being typed.
func (s *screen) foot() string {
	switch {
	case s.typing:
		return s.line("filter: " + report.Clean(s.filter) + "_  (enter keeps it, esc drops it)")
	case s.filter != "":
		return faint.Render(s.line(fmt.Sprintf("only %q: %d  / filter  esc all  enter story  p pause  q quit", s.filter, len(s.list))))
	}
	return faint.Render(s.line("up, down choose  enter story  / filter  p pause  q quit"))
}

// line cuts clean text at the screen's edge.
func (s *screen) line(text string) string { return s.cut(text, s.width) }

// fit makes clean text so many columns wide.
func (s *screen) fit(text string, columns int) string {
	return runewidth.FillRight(s.cut(text, columns), columns)
}

func (s *screen) cut(text string, columns int) string {
	ellipsis := "..."
	if s.view.unicode {
		ellipsis = "…"
	}
	if columns <= len(ellipsis) {
		ellipsis = ""
	}
	return runewidth.Truncate(text, columns, ellipsis)
}
