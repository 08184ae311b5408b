package report

import (
	"io"

	"github.com/tlssniff/tlssniff/record"
)

// jsonArray writes whole records as one JSON array, a record a line.
type jsonArray struct {
	w     io.Writer
	begun bool
}

func (*jsonArray) Streaming() bool { return false }

func (*jsonArray) Encode(dst []byte, c *record.Connection) []byte { return c.AppendJSON(dst) }

func (a *jsonArray) Write(encoded []byte) error {
	before := ",\n"
	if !a.begun {
		a.begun = true
		before = "[\n"
	}
	if _, err := io.WriteString(a.w, before); err != nil {
		return err
	}
	_, err := a.w.Write(encoded)
	return err
}

func (a *jsonArray) Close(*Summary) error {
	end := "\n]\n"
	if !a.begun {
		end = "[]\n"
	}
	_, err := io.WriteString(a.w, end)
	return err
}
