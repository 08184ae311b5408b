package report

import (
	"bytes"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/olekukonko/ll"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// heading is a column's title, and how the column gives way where there is little room.
type heading struct {
	title string
	// min is how narrow the column becomes while others have more to spare, and
	// floor how narrow where that is not enough. A column without is never cut.
	min, floor int
	// end says that a text's end tells more than its beginning, so that is what is kept.
	end bool
	// number says that texts stand at the column's right.
	number bool
}

// grid is a table that is ready to be drawn: all its texts are clean.
type grid struct {
	options  Options
	headings []heading
	rows     [][]string
	// paint colours a text of a row; nil leaves all as it is.
	paint func(row int, text string) string
}

// columnGap is the space between two columns.
const columnGap = "  "

// draw writes the rows under their headings, without spaces at the ends of lines.
func (g *grid) draw(w io.Writer) error {
	widths := g.widths()
	out := newGrid(w)
	if err := out.Start(); err != nil {
		return err
	}
	line := make([]any, len(g.headings))
	for i, h := range g.headings {
		title := g.cut(h.title, widths[i], false)
		line[i] = h.place(title, widths[i]-runewidth.StringWidth(title))
	}
	out.Header(line...)
	for r, row := range g.rows {
		for i, h := range g.headings {
			text := g.cut(row[i], widths[i], h.end)
			room := widths[i] - runewidth.StringWidth(text)
			if g.paint != nil {
				text = g.paint(r, text)
			}
			line[i] = h.place(text, room)
		}
		if err := out.Append(line...); err != nil {
			return err
		}
	}
	return out.Close()
}

// widths returns how wide each column is: as its widest text, or less where that is too much.
func (g *grid) widths() []int {
	widths := make([]int, len(g.headings))
	for i, h := range g.headings {
		widths[i] = len(h.title)
	}
	for _, row := range g.rows {
		for i := range widths {
			widths[i] = max(widths[i], runewidth.StringWidth(row[i]))
		}
	}
	if !g.options.Wide {
		squeeze(widths, g.options.Width, func(i int) int { return g.headings[i].min })
		squeeze(widths, g.options.Width, func(i int) int { return g.headings[i].floor })
	}
	return widths
}

// squeeze makes columns narrower until all fit, always the one with most to
// spare above its least width. Where that is 0, the column stays as it is.
func squeeze(widths []int, total int, least func(i int) int) {
	sum := len(columnGap) * (len(widths) - 1)
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

// newGrid returns a table without any lines or wrapping.
func newGrid(w io.Writer) *tablewriter.Table {
	return tablewriter.NewTable(w,
		tablewriter.WithRenderer(new(sideBySide)),
		tablewriter.WithStreaming(tw.StreamConfig{Enable: true}),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithTrimSpace(tw.Off),
	)
}

// sideBySide renders rows whose texts are as wide as their columns: side by side, and nothing else.
type sideBySide struct {
	w    io.Writer
	line []byte
	err  error
}

// Start begins a table.
func (c *sideBySide) Start(w io.Writer) error {
	c.w = w
	return nil
}

// Row writes a line, without spaces at its end.
func (c *sideBySide) Row(texts []string, _ tw.Formatting) {
	c.line = c.line[:0]
	for i, text := range texts {
		if i > 0 {
			c.line = append(c.line, columnGap...)
		}
		c.line = append(c.line, text...)
	}
	c.line = append(bytes.TrimRight(c.line, " "), '\n')
	if c.err == nil {
		_, c.err = c.w.Write(c.line)
	}
}

// Header writes the titles.
func (c *sideBySide) Header(lines [][]string, f tw.Formatting) {
	for _, titles := range lines {
		c.Row(titles, f)
	}
}

// Footer, Line and Logger are for what this table does not have.
func (*sideBySide) Footer([][]string, tw.Formatting) {}
func (*sideBySide) Line(tw.Formatting)               {}
func (*sideBySide) Logger(*ll.Logger)                {}

// Config says that a row can be written as soon as it is there.
func (*sideBySide) Config() tw.Rendition { return tw.Rendition{Streaming: true} }

// Close returns what went wrong.
func (c *sideBySide) Close() error { return c.err }

// cut shortens a text to its column.
func (g *grid) cut(s string, columns int, end bool) string {
	ellipsis := "..."
	if g.options.Unicode {
		ellipsis = "…"
	}
	if end {
		return shortenStart(s, columns, ellipsis)
	}
	return shorten(s, columns, ellipsis)
}

// place puts a text to its side of a column in which it leaves some room.
func (h *heading) place(text string, room int) string {
	spaces := strings.Repeat(" ", max(room, 0))
	if h.number {
		return spaces + text
	}
	return text + spaces
}
