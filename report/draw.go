package report

import (
	"bytes"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/tlssniff/tlssniff/record"
)

// column is one column of the drawn table.
type column struct {
	title string
	text  func(t *table, cells *[cells]string) string
	// from is the width of the terminal from which on the column is shown; 0 is always.
	from int
	// min is how narrow the column becomes while others have more to spare, and
	// floor how narrow where that is not enough. A column without is never cut.
	min, floor int
	// end says that a text's end tells more than its beginning, so that is what is kept.
	end bool
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
	{title: "OUTCOME", text: show(cellOutcome)},
	{title: "TIME", text: (*table).startText, from: 100},
	{title: "CLIENT", text: (*table).clientText, min: 15, floor: 8, end: true},
	{title: "SERVER", text: (*table).serverText, min: 15, floor: 10, end: true},
	{title: "VERSION", text: show(cellVersion), from: versionFrom, min: 9, floor: 7},
	{title: problemTitle, text: (*table).detail, min: 18, floor: 16},
	{title: "GROUP", text: show(cellGroup), from: 140, min: 8, floor: 8},
	{title: "ALPN", text: show(cellALPN), from: 160, min: 6, floor: 6},
	{title: "MS", text: durationText, from: 160},
	{title: "PACKETS", text: show(cellPackets), from: 120},
	{title: "CERTIFICATE", text: show(cellCertificate), from: 180, min: 12, floor: 12},
	{title: "EXPIRES", text: show(cellExpires), from: 180},
	{title: "JA4", text: show(cellJA4), from: wide},
	{title: "UID", text: show(cellUID), from: wide},
}

const problemTitle = "PROBLEM OR CIPHER SUITE"

// problemWidth is as wide as a problem may make its column: "reset by server after ClientHello" fits.
const problemWidth = 33

// show makes a column of a cell as it is.
func show(c cell) func(*table, *[cells]string) string {
	return func(_ *table, cells *[cells]string) string { return cells[c] }
}

// gap is the space between two columns.
const gap = 2

// draw writes the rows.
func (t *table) draw(w io.Writer) error {
	t.dated = t.days() > 1
	shown := t.shown()
	texts := make([][]string, len(t.rows))
	widths := make([]int, len(shown))
	for i, c := range shown {
		widths[i] = len(c.title)
	}
	for i, r := range t.rows {
		cells := r.split()
		texts[i] = make([]string, len(shown))
		for j, c := range shown {
			texts[i][j] = c.text(t, &cells)
			widths[j] = max(widths[j], runewidth.StringWidth(texts[i][j]))
		}
	}
	if !t.options.Wide {
		t.squeeze(widths, shown)
	}
	return t.render(w, shown, widths, texts)
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

// squeeze makes columns narrower until all fit.
func (t *table) squeeze(widths []int, shown []column) {
	squeeze(widths, t.options.Width, func(i int) int { return shown[i].min })
	squeeze(widths, t.options.Width, func(i int) int { return shown[i].floor })
}

// squeeze makes columns narrower until all fit, always the one with most to
// spare above its least width. Where that is 0, the column stays as it is.
func squeeze(widths []int, total int, least func(i int) int) {
	sum := gap * (len(widths) - 1)
	for _, w := range widths {
		sum += w
	}
	for ; sum > total; sum-- {
		widest, most := -1, 0
		for i, w := range widths {
			if spare := w - least(i); least(i) > 0 && spare > most {
				widest, most = i, spare
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

// render lays the rows out, without spaces at the ends of lines.
func (t *table) render(w io.Writer, shown []column, widths []int, texts [][]string) error {
	var b bytes.Buffer
	out := newGrid(&b)
	line := make([]any, len(shown))
	for i, c := range shown {
		line[i] = fill(t.cut(c.title, widths[i], false), widths[i])
	}
	out.Header(line...)
	for r, row := range texts {
		outcome := t.rows[r].cell(cellOutcome)
		for i := range row {
			text := t.cut(row[i], widths[i], shown[i].end)
			line[i] = t.paint(outcome, text) + fill("", widths[i]-runewidth.StringWidth(text))
		}
		if err := out.Append(line...); err != nil {
			return err
		}
	}
	if err := out.Render(); err != nil {
		return err
	}
	for line := range bytes.Lines(b.Bytes()) {
		if _, err := w.Write(append(bytes.TrimRight(line, " \n"), '\n')); err != nil {
			return err
		}
	}
	return nil
}

// newGrid returns a table without any lines or wrapping.
func newGrid(w io.Writer) *tablewriter.Table {
	return tablewriter.NewTable(w,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Symbols:  tw.NewSymbolCustom("space").WithColumn(strings.Repeat(" ", gap)),
			Settings: tw.Settings{Lines: tw.LinesNone, Separators: tw.Separators{ShowHeader: tw.Off, ShowFooter: tw.Off, BetweenRows: tw.Off, BetweenColumns: tw.On}},
		})),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAlignment(tw.AlignLeft),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithPadding(tw.Padding{Left: "", Right: "", Overwrite: true}),
		tablewriter.WithTrimSpace(tw.Off),
	)
}

// cut shortens a text to its column.
func (t *table) cut(s string, columns int, end bool) string {
	ellipsis := "..."
	if t.options.Unicode {
		ellipsis = "…"
	}
	if end {
		return shortenStart(s, columns, ellipsis)
	}
	return shorten(s, columns, ellipsis)
}

// fill pads text to a column's width.
func fill(s string, width int) string { return runewidth.FillRight(s, width) }

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
