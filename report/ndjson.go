package report

import "github.com/tlssniff/tlssniff/record"

// ndjson writes whole records, one JSON object a line, as connections end.
type ndjson struct{ stream }

func (ndjson) Encode(dst []byte, c *record.Connection) []byte {
	return append(c.AppendJSON(dst), '\n')
}
