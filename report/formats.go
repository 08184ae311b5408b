package report

import "io"

// Options say how a report looks. The table minds them, and where a run is live others do too.
type Options struct {
	Terminal bool   // it is written to one
	Width    int    // columns that there are; 80 if it is 0
	Color    bool   // failures in red, what is unclear in yellow
	Wide     bool   // all columns, nothing cut
	Unicode  bool   // the output can show more than ASCII
	Live     bool   // a line a connection, as it ends
	Sort     string // a key of SortKeys, with a - before it to turn it round; "" is failures first
}

// formats are all there are: to add one, write its file and name it here.
var formats = choices[func(io.Writer, Options) (Reporter, error)]{
	{"table", newTable},
	{"ndjson", func(w io.Writer, _ Options) (Reporter, error) { return ndjson{stream{w}}, nil }},
	{"json", func(w io.Writer, _ Options) (Reporter, error) { return &jsonArray{w: w}, nil }},
	{"csv", func(w io.Writer, _ Options) (Reporter, error) { return &csvTable{w: w}, nil }},
	{"markdown", newMarkdown},
	{"html", newHTML},
	{"zeek", newZeek},
	{"zeek-json", newZeekJSON},
	{"eve", newEVE},
	{"ecs", newECS},
	{"parquet", newParquet},
}

// Formats names the formats, the default first.
func Formats() []string { return formats.names() }

// New returns a reporter that writes a format to w.
func New(name string, w io.Writer, o Options) (Reporter, error) {
	make, err := formats.format(name, "")
	if err != nil {
		return nil, err
	}
	return make(w, o)
}
