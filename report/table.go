package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// maxRows is how many rows the table keeps. Of more, the established ones are
// counted only: nobody reads so many, and those that failed are what matters.
const maxRows = 100_000

// table is the report for a person at a terminal: one line a connection,
// failures on top, then a summary.
type table struct {
	w       io.Writer
	options Options
	order   func(a, b row) int
	rows    []row
	omitted int64
	dated   bool // the rows are of several days
}

func newTable(w io.Writer, o Options) (Reporter, error) {
	if o.Live {
		return line{stream{w}}, nil
	}
	if o.Width <= 0 {
		o.Width = 80
	}
	order, err := orderBy(o.Sort)
	if err != nil {
		return nil, err
	}
	return &table{w: w, options: o, order: order}, nil
}

func (*table) Streaming() bool { return false }

func (*table) Encode(dst []byte, c *record.Connection) []byte { return encodeRow(dst, c) }

func (t *table) Write(encoded []byte) error {
	r := row(encoded)
	if len(t.rows) >= maxRows && r.cell(cellOutcome) == record.OutcomeEstablished {
		t.omitted++
		return nil
	}
	t.rows = append(t.rows, r)
	return nil
}

func (t *table) Close(s *Summary) error {
	slices.SortStableFunc(t.rows, t.order)
	var b strings.Builder
	if len(t.rows) > 0 {
		if err := t.draw(&b); err != nil {
			return err
		}
	}
	if t.omitted > 0 {
		fmt.Fprintf(&b, "and %s more established connections, which --format ndjson shows\n", grouped(t.omitted))
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	s.write(&b, t.options)
	_, err := io.WriteString(t.w, b.String())
	return err
}

// sortKeys are what a table can be ordered by.
var sortKeys = []struct {
	name  string
	order func(a, b row) int
}{
	{"start", byNumber(cellStart)},
	{"duration", byNumber(cellDuration)},
	{"outcome", bySeverity},
	{"client", byText(cellClient)},
	{"server", byText(cellServer)},
	{"name", byText(cellName)},
	{"version", byText(cellVersion)},
	{"suite", byText(cellSuite)},
}

// SortKeys names what a table can be ordered by.
func SortKeys() []string {
	names := make([]string, len(sortKeys))
	for i, k := range sortKeys {
		names[i] = k.name
	}
	return names
}

// orderBy returns the order of a key; rows that are equal keep that of their first packets.
func orderBy(key string) (func(a, b row) int, error) {
	if key == "" {
		return bySeverity, nil
	}
	name, reverse := strings.CutPrefix(key, "-")
	for _, k := range sortKeys {
		if k.name == name {
			if reverse {
				return func(a, b row) int { return k.order(b, a) }, nil
			}
			return k.order, nil
		}
	}
	return nil, fmt.Errorf("a table can't be sorted by %q: it is one of %s", name, strings.Join(SortKeys(), ", "))
}

func byText(c cell) func(a, b row) int {
	return func(a, b row) int { return cmp.Compare(a.cell(c), b.cell(c)) }
}

func byNumber(c cell) func(a, b row) int {
	return func(a, b row) int {
		x, _ := strconv.ParseInt(a.cell(c), 10, 64)
		y, _ := strconv.ParseInt(b.cell(c), 10, 64)
		return cmp.Compare(x, y)
	}
}

// severity orders outcomes, the one to look at first first.
var severity = []string{record.OutcomeFailed, record.OutcomeAborted, "not TLS", record.OutcomeIncomplete, record.OutcomeEstablished}

func bySeverity(a, b row) int {
	return cmp.Compare(slices.Index(severity, a.cell(cellOutcome)), slices.Index(severity, b.cell(cellOutcome)))
}
