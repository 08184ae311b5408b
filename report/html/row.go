package html

import "strings"

// columns are what a row of the table's data holds, in the cells' order. The
// page has their names, so that the script finds them by name.
var columns = [cellFindings + 1]struct {
	name string
	form form
}{
	cellUID:         {"uid", literal},
	cellStart:       {"start", number},
	cellDuration:    {"duration", number},
	cellOutcome:     {"outcome", word},
	cellProblem:     {"cause", word},
	cellClient:      {"client", word},
	cellClientPort:  {"clientPort", number},
	cellServer:      {"server", word},
	cellServerPort:  {"serverPort", number},
	cellName:        {"name", word},
	cellVersion:     {"version", word},
	cellSuite:       {"suite", word},
	cellGroup:       {"group", word},
	cellPostQuantum: {"postQuantum", word},
	cellALPN:        {"alpn", word},
	cellTransport:   {"transport", word},
	cellCertificate: {"certificate", word},
	cellExpires:     {"expires", word},
	cellExpiry:      {"expiry", word},
	cellSource:      {"source", word},
	cellFirst:       {"first", number},
	cellLast:        {"last", number},
	cellJA4:         {"ja4", word},
	cellFindings:    {"findings", list},
}

// form is how a column's cells are written.
type form int

const (
	literal form = iota // a text
	number              // a number
	word                // a text, or its number among the words
	list                // words
)

// row returns a connection's row as a JSON array.
func (p *Page) row(e *entry) []byte {
	dst := []byte("[")
	for i, c := range columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		text := e.cells[i]
		switch c.form {
		case literal:
			dst = appendJSON(dst, text)
		case number:
			dst = append(dst, text...)
		case word:
			dst = p.words.append(dst, text)
		case list:
			dst = append(dst, '[')
			for j, one := range strings.Fields(text) {
				if j > 0 {
					dst = append(dst, ',')
				}
				dst = p.words.append(dst, one)
			}
			dst = append(dst, ']')
		}
	}
	return append(dst, ']')
}

// index writes what the script needs to read the rows.
func (p *Page) index(found []Finding) error {
	names := make([]string, len(columns))
	numbers := []int{}
	for i, c := range columns {
		names[i] = c.name
		if c.form == number {
			numbers = append(numbers, i)
		}
	}
	dst := []byte(`<script type="application/json" id="index">{"columns":`)
	dst = appendJSON(dst, names)
	dst = append(dst, `,"numbers":`...)
	dst = appendJSON(dst, numbers)
	dst = append(dst, `,"words":`...)
	dst = appendJSON(dst, append([]string{}, p.words.list...))
	dst = append(dst, `,"findings":{`...)
	for i, f := range found {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendJSON(dst, f.Code), ':')
		dst = appendJSON(dst, []string{f.Severity, f.Title})
	}
	dst = append(dst, "}}</script>\n"...)
	_, err := p.w.Write(dst)
	return err
}
