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
	_, err := t.w.Write(appendCSVLine(nil, names))
	return err
}

// appendCSVLine appends a line of fields.
func appendCSVLine(dst []byte, fields []string) []byte {
	for i, field := range fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCSV(dst, field)
	}
	return append(dst, "\r\n"...)
}

// appendCSV appends one field. A spreadsheet takes text that begins with one of
// "=+-@" for a formula, and runs it: an apostrophe before it makes it text. A number
// below 0 is no formula.
func appendCSV(dst []byte, text string) []byte {
	text = Clean(text)
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) && !negative(text) {
		text = "'" + text
	}
	if !strings.ContainsAny(text, `,"`) {
		return append(dst, text...)
	}
	dst = append(dst, '"')
	dst = append(dst, strings.ReplaceAll(text, `"`, `""`)...)
	return append(dst, '"')
}

// negative reports whether a text is a whole number below 0.
func negative(text string) bool {
	digits, minus := strings.CutPrefix(text, "-")
	return minus && digits != "" && strings.Trim(digits, "0123456789") == ""
}
