package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/diagnosis"
	"github.com/tlssniff/tlssniff/record"
)

// A Markdown report is read in a ticket, which has bounds of its own: what is past
// these is counted.
const (
	maxMarkdownFailures = 20
	maxMarkdownGroups   = 1_000 // of failures, counted so that those told are the worst
	maxMarkdownRows     = 200
)

// markdown is the report for a ticket or a chat: what failed, why and what to
// do, then a table, then the summary.
type markdown struct {
	w        io.Writer
	failures []*markdownFailure // by server and cause, in the order in which they were seen
	known    map[failure]*markdownFailure
	more     int64 // failures of groups that there was no room for
	// bad and good are rows of the table; of each no more than it can show.
	bad, good []row
}

// markdownFailure is what failed in the same way at one server, told by the first.
type markdownFailure struct {
	failure
	first row
	told  []string // parts, as Encode has them
	n     int64
}

// Between the parts of an encoded record, and between the items of one of them. No clean text holds either.
const (
	partSeparator = "\x1e"
	itemSeparator = "\x1d"
)

// The parts of an encoded record. One that is not diagnosed has the row alone.
const (
	partRow = iota
	partConfidence
	partSummary
	partEvidence
	partAdvice
)

func newMarkdown(w io.Writer, _ Options) (Reporter, error) {
	return &markdown{w: w, known: make(map[failure]*markdownFailure)}, nil
}

func (*markdown) Streaming() bool { return false }

func (*markdown) Encode(dst []byte, c *record.Connection) []byte {
	dst = encodeRow(dst, c)
	if d := c.Diagnosis; d != nil {
		for _, items := range [][]string{{d.Confidence}, {d.Summary}, d.Evidence, d.Advice} {
			dst = append(dst, partSeparator...)
			for i, item := range items {
				if i > 0 {
					dst = append(dst, itemSeparator...)
				}
				dst = append(dst, Clean(item)...)
			}
		}
	}
	return dst
}

func (m *markdown) Write(encoded []byte) error {
	parts := strings.Split(string(encoded), partSeparator)
	r := row(parts[partRow])
	rows := &m.bad
	if r.cell(cellOutcome) == record.OutcomeEstablished {
		rows = &m.good
	}
	if len(*rows) < maxMarkdownRows {
		*rows = append(*rows, r)
	}
	if len(parts) > partAdvice {
		m.fail(r, parts)
	}
	return nil
}

// fail puts a failure to those like it.
func (m *markdown) fail(r row, parts []string) {
	key := failure{r.cell(cellServer), r.cell(cellProblem)}
	f, known := m.known[key]
	switch {
	case known:
		f.n++
	case len(m.failures) == maxMarkdownGroups:
		m.more++
	default:
		f = &markdownFailure{failure: key, first: r, told: parts, n: 1}
		m.known[key] = f
		m.failures = append(m.failures, f)
	}
}

func (m *markdown) Close(s *Summary) error {
	var b strings.Builder
	b.WriteString("# TLS handshakes\n\n")
	if len(m.failures) > 0 {
		b.WriteString("## What went wrong\n\n")
	}
	slices.SortStableFunc(m.failures, func(a, b *markdownFailure) int { return int(b.n - a.n) })
	told := m.failures[:min(len(m.failures), maxMarkdownFailures)]
	for _, f := range told {
		f.write(&b)
	}
	for _, f := range m.failures[len(told):] {
		m.more += f.n
	}
	if m.more > 0 {
		fmt.Fprintf(&b, "And %s of other causes or at other servers.\n\n", plural(m.more, "more connection"))
	}
	m.table(&b, s)
	text := s.Text(Options{Width: 100})
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	fmt.Fprintf(&b, "## Summary\n\n%stext\n%s%s\n", fence, text, fence)
	_, err := io.WriteString(m.w, b.String())
	return err
}

// write tells the failure, its proof, and what to do.
func (f *markdownFailure) write(b *strings.Builder) {
	title := f.cause
	if cause, known := diagnosis.Lookup(f.cause); known {
		title = cause.Title
	}
	fmt.Fprintf(b, "### %s: %s to %s\n\n", markdownText(title), plural(f.n, "connection"), markdownCode(f.server))
	fmt.Fprintf(b, "%s\n\n", markdownText(f.told[partSummary]))
	fmt.Fprintf(b, "- Cause: %s (%s)\n", markdownCode(f.cause), markdownText(f.told[partConfidence]))
	fmt.Fprintf(b, "- Seen first: %s, client %s, packets %s, uid %s\n",
		markdownTime(f.first), markdownCode(f.first.cell(cellClient)), f.first.cell(cellPackets), markdownCode(f.first.cell(cellUID)))
	writeItems(b, "Evidence", f.told[partEvidence])
	writeItems(b, "What to do", f.told[partAdvice])
	b.WriteByte('\n')
}

// writeItems writes a list under a label, where there is any.
func writeItems(b *strings.Builder, label, items string) {
	if items == "" {
		return
	}
	fmt.Fprintf(b, "- %s:\n", label)
	for item := range strings.SplitSeq(items, itemSeparator) {
		fmt.Fprintf(b, "  - %s\n", markdownText(item))
	}
}

// markdownTime tells when a row's connection began.
func markdownTime(r row) string {
	return started(r.cell(cellStart)).Format(time.DateTime + " UTC")
}

// markdownColumns are those of the table.
var markdownColumns = []struct {
	title string
	cell  cell
}{
	{"Client", cellClient}, {"Server", cellServer}, {"Name", cellName}, {"Version", cellVersion},
	{"Cipher suite", cellSuite}, {"Problem", cellProblem}, {"Packets", cellPackets},
}

// table writes the connections, failures on top, and how many there are besides.
func (m *markdown) table(b *strings.Builder, s *Summary) {
	slices.SortStableFunc(m.bad, bySeverity)
	rows := append(m.bad, m.good[:min(len(m.good), maxMarkdownRows-len(m.bad))]...)
	if len(rows) == 0 {
		return
	}
	b.WriteString("## Connections\n\n| Outcome | Time |")
	for _, column := range markdownColumns {
		b.WriteString(" " + column.title + " |")
	}
	b.WriteString("\n|" + strings.Repeat(" --- |", 2+len(markdownColumns)) + "\n")
	for _, r := range rows {
		fmt.Fprintf(b, "| %s | %s |", markdownText(r.cell(cellOutcome)), markdownTime(r))
		for _, column := range markdownColumns {
			fmt.Fprintf(b, " %s |", strings.ReplaceAll(markdownCode(r.cell(column.cell)), "|", `\|`))
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	if more := s.Outcomes.total - int64(len(rows)); more > 0 {
		fmt.Fprintf(b, "And %s, which `--format csv` shows.\n\n", plural(more, "more connection"))
	}
}
