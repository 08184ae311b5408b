package report

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/record"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with testdata/name.golden.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// print returns a whole report of records.
func print(t *testing.T, format string, o Options, s *Summary, records []*record.Connection) string {
	t.Helper()
	return printed(t, s, records, func(w io.Writer) (Reporter, error) { return New(format, w, o) })
}

// printed returns what a reporter writes, which make makes.
func printed(t *testing.T, s *Summary, records []*record.Connection, make func(io.Writer) (Reporter, error)) string {
	t.Helper()
	var out bytes.Buffer
	r, err := make(&out)
	if err != nil {
		t.Fatal(err)
	}
	write(t, r, s, records)
	return out.String()
}

// write writes records, and ends their report.
func write(t *testing.T, r Reporter, s *Summary, records []*record.Connection) {
	t.Helper()
	var encoded []byte
	for _, c := range records {
		s.Add(c)
		encoded = r.Encode(encoded[:0], c)
		if err := r.Write(encoded); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(s); err != nil {
		t.Fatal(err)
	}
}

func run() *Summary {
	return &Summary{Packets: 12_345, Files: 1, Start: epoch, End: epoch + record.Time(90*time.Second)}
}

func TestTableFitsTheTerminal(t *testing.T) {
	for _, width := range []int{60, 80, 100, 130, 200} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			got := print(t, "table", Options{Width: width, Unicode: true}, run(), incident())
			golden(t, fmt.Sprintf("width-%d", width), got)
			for line := range strings.Lines(got) {
				if n := runewidth.StringWidth(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("%d columns: %s", n, line)
				}
			}
		})
	}
}

func TestTableLooks(t *testing.T) {
	for name, o := range map[string]Options{
		"wide":  {Width: 80, Wide: true, Unicode: true},
		"ascii": {Width: 80},
		"color": {Width: 80, Unicode: true, Color: true},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, print(t, "table", o, run(), incident())) })
	}
}

func TestColourAddsNothingToTheText(t *testing.T) {
	o := Options{Width: 80, Unicode: true}
	bare := print(t, "table", o, run(), incident())
	o.Color = true
	coloured := print(t, "table", o, run(), incident())
	for _, code := range []string{red, yellow, plainText} {
		if !strings.Contains(coloured, code) {
			t.Errorf("%q is not there", code)
		}
		coloured = strings.ReplaceAll(coloured, code, "")
	}
	if diff := cmp.Diff(bare, coloured); diff != "" {
		t.Errorf("(-black and white +colour):\n%s", diff)
	}
}

func TestTableWithoutUnicodeIsASCII(t *testing.T) {
	if i := strings.IndexFunc(print(t, "table", Options{Width: 60}, run(), incident()), func(r rune) bool { return r > unicode.MaxASCII }); i >= 0 {
		t.Errorf("there is something beyond ASCII at %d", i)
	}
}

func TestTableNeverEndsALineWithSpace(t *testing.T) {
	for _, width := range []int{0, 20, 60, 80, 140, 200} {
		for line := range strings.Lines(print(t, "table", Options{Width: width}, run(), incident())) {
			if text := strings.TrimSuffix(line, "\n"); text != strings.TrimRight(text, " ") {
				t.Errorf("at %d columns: %q", width, line)
			}
		}
	}
}

func TestProblemIsWholeAt80Columns(t *testing.T) {
	c := connection(1, record.OutcomeAborted, "really.quite.long.name.of.a.server.example.net")
	c.Close, c.ClientHello = "rst_server", &record.ClientHello{}
	c.Client.IP = "192.168.100.200"
	established := connection(2, record.OutcomeEstablished, "a.example")
	established.Version = "TLS 1.2"
	got := print(t, "table", Options{Width: 80, Unicode: true}, run(), []*record.Connection{c, established})
	for _, want := range []string{"reset by server after ClientHello", ".example.net", "192.168.100.200"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func TestDateIsShownWhereConnectionsAreOfSeveralDays(t *testing.T) {
	late, next := connection(1, record.OutcomeFailed, "a.example"), connection(2, record.OutcomeFailed, "b.example")
	late.Start = record.Time(time.Date(2023, 12, 31, 23, 59, 59, 0, time.UTC).UnixNano())
	next.Start = late.Start + record.Time(time.Second)
	for name, c := range map[string]struct {
		width   int
		records []*record.Connection
		want    string
	}{
		"one day":                 {100, []*record.Connection{late}, "failed   23:59:59  "},
		"two days":                {100, []*record.Connection{late, next}, "failed   2024-01-01 00:00:00  "},
		"one day, wide terminal":  {120, []*record.Connection{late}, "failed   23:59:59.000  "},
		"two days, wide terminal": {120, []*record.Connection{late, next}, "failed   2023-12-31 23:59:59.000  "},
	} {
		t.Run(name, func(t *testing.T) {
			if got := print(t, "table", Options{Width: c.width}, run(), c.records); !strings.Contains(got, c.want) {
				t.Errorf("%q is not in\n%s", c.want, got)
			}
		})
	}
}

func TestTableKeepsFailuresWhateverTheirNumber(t *testing.T) {
	table := &table{rows: make([]row, maxRows)}
	for _, outcome := range []string{record.OutcomeEstablished, record.OutcomeFailed, record.OutcomeEstablished} {
		if err := table.Write(encodeRow(nil, connection(1, outcome, ""))); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(table.rows) - maxRows; got != 1 || table.omitted != 2 {
		t.Errorf("%d kept and %d omitted, want 1 and 2", got, table.omitted)
	}
}

func TestTableTellsOfRowsThatItOmits(t *testing.T) {
	var out bytes.Buffer
	table := &table{w: &out, options: Options{Width: 80}, order: bySeverity, omitted: 1234}
	if err := table.Close(&Summary{}); err != nil {
		t.Fatal(err)
	}
	if want := "and 1,234 more established connections, which --format ndjson shows\n"; !strings.HasPrefix(out.String(), want) {
		t.Errorf("got %q, want it to begin with %q", out.String(), want)
	}
}

func BenchmarkTable(b *testing.B) {
	records := incident()
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		r, _ := newTable(&out, Options{Width: 130, Unicode: true})
		var encoded []byte
		for i := range 1000 {
			encoded = r.Encode(encoded[:0], records[i%len(records)])
			if err := r.Write(encoded); err != nil {
				b.Fatal(err)
			}
		}
		if err := r.Close(&Summary{}); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(out.Len()))
	}
}
