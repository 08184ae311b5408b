package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// lineTime is how a line says when its connection began.
const lineTime = "2006-01-02T15:04:05.000Z"

// line is the table of a live run: a line a connection as it ends. Its columns
// have the width that usual values need, and nothing is cut. The name comes last,
// because what it says is of any length.
type line struct{ stream }

func (line) Encode(dst []byte, c *record.Connection) []byte {
	b := BriefOf(c)
	text := fmt.Sprintf("%s  %-11s  %-21s  %-21s  %-34s  %s", b.Start.Format(lineTime), b.Outcome, b.Client, b.Server, cmp.Or(b.Detail(), "-"), b.Name)
	return append(append(dst, strings.TrimRight(text, " ")...), '\n')
}
