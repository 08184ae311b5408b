package report

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// lineTime is how a line says when its connection began.
const lineTime = "2006-01-02T15:04:05.000Z"

// line is the table of a live run: a line a connection as it ends. Its columns
// have the width that usual values need, and nothing is cut.
type line struct{ w io.Writer }

func (line) Streaming() bool { return true }

func (line) Encode(dst []byte, c *record.Connection) []byte {
	r := row(encodeRow(nil, c)).split()
	start, _ := strconv.ParseInt(r[cellStart], 10, 64)
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %-11s  %-21s  %-21s  %-28s  %-7s  %-26s  %s",
		time.Unix(0, start).UTC().Format(lineTime), r[cellOutcome], r[cellClient], r[cellServer],
		cmp.Or(r[cellName], "-"), cmp.Or(r[cellVersion], "-"), cmp.Or(suiteShort(r[cellSuite]), "-"), r[cellProblem])
	return append(append(dst, strings.TrimRight(b.String(), " ")...), '\n')
}

func (l line) Write(encoded []byte) error {
	_, err := l.w.Write(encoded)
	return err
}

func (line) Close(*Summary) error { return nil }
