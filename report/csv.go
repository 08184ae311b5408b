package report

import (
	"io"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// csvTable writes a line a connection for a spreadsheet (RFC 4180), with the columns of csvColumns.
type csvTable struct {
	w     io.Writer
	begun bool
}

func (*csvTable) Streaming() bool { return false }

func (*csvTable) Encode(dst []byte, c *record.Connection) []byte {
	for i, column := range csvColumns {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCSV(dst, column.text(c))
	}
	return append(dst, "\r\n"...)
}

func (t *csvTable) Write(encoded []byte) error {
	if err := t.begin(); err != nil {
		return err
	}
	_, err := t.w.Write(encoded)
	return err
}

func (t *csvTable) Close(*Summary) error { return t.begin() }

// begin writes the line that names the columns, once.
func (t *csvTable) begin() error {
	if t.begun {
		return nil
	}
	t.begun = true
	names := make([]string, len(csvColumns))
	for i, column := range csvColumns {
		names[i] = column.name
	}
	_, err := io.WriteString(t.w, strings.Join(names, ",")+"\r\n")
	return err
}

// appendCSV appends one field. A spreadsheet takes text that begins with one of
// "=+-@" for a formula, and runs it: an apostrophe before it makes it text.
func appendCSV(dst []byte, text string) []byte {
	text = Clean(text)
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		text = "'" + text
	}
	if !strings.ContainsAny(text, `,"`) {
		return append(dst, text...)
	}
	dst = append(dst, '"')
	dst = append(dst, strings.ReplaceAll(text, `"`, `""`)...)
	return append(dst, '"')
}
