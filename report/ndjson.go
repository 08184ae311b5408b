package report

import (
	"io"

	"github.com/tlssniff/tlssniff/record"
)

// ndjson writes whole records, one JSON object a line, as connections end.
type ndjson struct{ w io.Writer }

func (ndjson) Streaming() bool { return true }

func (ndjson) Encode(dst []byte, c *record.Connection) []byte {
	return append(c.AppendJSON(dst), '\n')
}

func (n ndjson) Write(encoded []byte) error {
	_, err := n.w.Write(encoded)
	return err
}

func (ndjson) Close(*Summary) error { return nil }
