package report

import (
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/record"
)

// column is one column of the drawn table.
type column struct {
	heading
	text func(t *table, cells *[cells]string) string
	// from is the width of the terminal from which on the column is shown; 0 is always.
	from int
}

// wide marks columns that only --wide shows.
const wide = 1 << 20

// versionFrom is the width from which on the version has a column of its own.
const versionFrom = 100

// portFrom is the width from which on clients are shown with their ports.
const portFrom = 130

// columns are in the order in which they are drawn. At 80 columns IPv4 addresses
// and the usual problems are whole.
var columns = []column{
	{heading{title: "OUTCOME"}, show(cellOutcome), 0},
	{heading{title: "TIME"}, (*table).startText, 100},
	{heading{title: "CLIENT", min: 15, floor: 8, end: true}, (*table).clientText, 0},
	{heading{title: "SERVER", min: 15, floor: 10, end: true}, (*table).serverText, 0},
	{heading{title: "VERSION", min: 9, floor: 7}, show(cellVersion), versionFrom},
	{heading{title: problemTitle, min: 18, floor: 16}, (*table).detail, 0},
	{heading{title: "GROUP", min: 8, floor: 8}, show(cellGroup), 140},
	{heading{title: "ALPN", min: 6, floor: 6}, show(cellALPN), 160},
	{heading{title: "MS"}, durationText, 160},
	{heading{title: "PACKETS"}, show(cellPackets), 120},
	{heading{title: "CERTIFICATE", min: 12, floor: 12}, show(cellCertificate), 180},
	{heading{title: "EXPIRES"}, show(cellExpires), 180},
	{heading{title: "JA4"}, show(cellJA4), wide},
	{heading{title: "UID"}, show(cellUID), wide},
}

const problemTitle = "PROBLEM OR CIPHER SUITE"

// problemWidth is as wide as a problem may make its column: "reset by server after ClientHello" fits.
const problemWidth = 33

// show makes a column of a cell as it is.
func show(c cell) func(*table, *[cells]string) string {
	return func(_ *table, cells *[cells]string) string { return cells[c] }
}

// draw writes the rows.
func (t *table) draw(w io.Writer) error {
	t.dated = t.days() > 1
	shown := t.shown()
	g := grid{options: t.options, rows: make([][]string, len(t.rows))}
	for _, c := range shown {
		g.headings = append(g.headings, c.heading)
	}
	for i, r := range t.rows {
		cells := r.split()
		g.rows[i] = make([]string, len(shown))
		for j, c := range shown {
			g.rows[i][j] = c.text(t, &cells)
		}
	}
	g.paint = func(row int, text string) string { return t.paint(t.rows[row].cell(cellOutcome), text) }
	return g.draw(w)
}

// shown returns the columns that there is room for.
func (t *table) shown() []column {
	problem := 0
	for _, r := range t.rows {
		problem = max(problem, runewidth.StringWidth(r.cell(cellProblem)))
	}
	var shown []column
	for _, c := range columns {
		if !t.roomy(c.from) {
			continue
		}
		if c.title == problemTitle {
			c.min = max(c.min, min(problem, problemWidth))
		}
		shown = append(shown, c)
	}
	return shown
}

// Colours, as terminals have them.
const (
	red       = "\x1b[31m"
	yellow    = "\x1b[33m"
	plainText = "\x1b[0m"
)

// paint colours a row's text by its outcome. The outcome is there as a word too.
func (t *table) paint(outcome, text string) string {
	if !t.options.Color || text == "" {
		return text
	}
	switch outcome {
	case record.OutcomeEstablished:
		return text
	case record.OutcomeFailed:
		return red + text + plainText
	}
	return yellow + text + plainText
}

// startText shows when a connection began: the date where the rows are of
// several days, the milliseconds where there is room.
func (t *table) startText(r *[cells]string) string {
	layout := time.TimeOnly
	if t.roomy(120) {
		layout += ".000"
	}
	if t.dated || t.options.Wide {
		layout = time.DateOnly + " " + layout
	}
	return started(r[cellStart]).Format(layout)
}

// days counts the days from the first row's to the last one's.
func (t *table) days() int {
	var first, last time.Time
	for i, r := range t.rows {
		day := started(r.cell(cellStart)).Truncate(24 * time.Hour)
		if i == 0 || day.Before(first) {
			first = day
		}
		if i == 0 || day.After(last) {
			last = day
		}
	}
	return 1 + int(last.Sub(first)/(24*time.Hour))
}

func started(nanoseconds string) time.Time {
	n, _ := strconv.ParseInt(nanoseconds, 10, 64)
	return time.Unix(0, n).UTC()
}

// clientText shows the client, its port where there is room.
func (t *table) clientText(r *[cells]string) string {
	if host, _, err := net.SplitHostPort(r[cellClient]); err == nil && !t.roomy(portFrom) {
		return host
	}
	return r[cellClient]
}

// serverText shows the name that the client asked for, else the address, and the
// port unless it is 443.
func (t *table) serverText(r *[cells]string) string {
	if t.options.Wide {
		return strings.TrimSpace(r[cellName] + " " + r[cellServer])
	}
	host, port, err := net.SplitHostPort(r[cellServer])
	if err != nil {
		return r[cellServer]
	}
	if r[cellName] != "" {
		host = r[cellName]
	}
	if port == "443" {
		return host
	}
	return net.JoinHostPort(host, port)
}

// detail shows what went wrong, or the suite where nothing did: after the version,
// where that has no column.
func (t *table) detail(r *[cells]string) string {
	switch {
	case r[cellProblem] != "":
		return r[cellProblem]
	case t.options.Wide:
		return r[cellSuite]
	case !t.roomy(versionFrom):
		return strings.TrimSpace(r[cellVersion] + " " + suiteShort(r[cellSuite]))
	}
	return suiteShort(r[cellSuite])
}

// roomy reports whether what takes a terminal of some width is shown.
func (t *table) roomy(width int) bool { return t.options.Wide || t.options.Width >= width }

func durationText(_ *table, r *[cells]string) string {
	n, _ := strconv.ParseInt(r[cellDuration], 10, 64)
	return strconv.FormatInt(n/1e6, 10)
}
