package report

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// spreadsheet reads CSV back: a map from column to field, a line a connection.
func spreadsheet(t *testing.T, text string) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	rows := make([]map[string]string, len(lines)-1)
	for i, line := range lines[1:] {
		rows[i] = make(map[string]string)
		for j, field := range line {
			if field != "" {
				rows[i][lines[0][j]] = field
			}
		}
	}
	return rows
}

func TestCSVGolden(t *testing.T) {
	golden(t, "csv", print(t, "csv", Options{}, run(), incident()))
}

func TestCSVOfNothingNamesTheColumns(t *testing.T) {
	got := print(t, "csv", Options{}, run(), nil)
	if strings.Count(got, "\r\n") != 1 || !strings.HasPrefix(got, "uid,start,end,outcome,") {
		t.Errorf("got %q", got)
	}
}

func TestCSVFieldIsReadBack(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":      {"www.example.com", "www.example.com"},
		"comma":      {"CN=a,O=b", "CN=a,O=b"},
		"quotes":     {`say "hi"`, `say "hi"`},
		"formula":    {`=HYPERLINK("http://x","y")`, `'=HYPERLINK("http://x","y")`},
		"plus":       {"+1", "'+1"},
		"minus":      {"-1+1", "'-1+1"},
		"number":     {"-12", "-12"},
		"no number":  {"-", "'-"},
		"at":         {"@SUM(A1)", "'@SUM(A1)"},
		"tab":        {"\t=1", `\x09=1`},
		"line ends":  {"a\r\nb", `a\x0d\x0ab`},
		"later sign": {"a=1", "a=1"},
	} {
		t.Run(name, func(t *testing.T) {
			connection := connection(1, record.OutcomeFailed, c.in)
			rows := spreadsheet(t, print(t, "csv", Options{}, run(), []*record.Connection{connection}))
			if diff := cmp.Diff(c.want, rows[0]["server_name"]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCSVRunsNothingThatWasSent(t *testing.T) {
	for _, text := range []string{hostile, "=1+1", "@x", `","=1`} {
		c := new(record.Connection)
		poison(reflect.ValueOf(c).Elem(), text)
		got := print(t, "csv", Options{}, run(), []*record.Connection{c})
		if i := strings.IndexFunc(got, func(r rune) bool { return r != '\r' && r != '\n' && !printable(r) }); i >= 0 {
			t.Errorf("%q holds what a terminal acts on: %q", text, got[i:])
		}
		for column, field := range spreadsheet(t, got)[0] {
			if strings.ContainsRune("=+-@\t\r", rune(field[0])) {
				t.Errorf("%s is a formula: %q", column, field)
			}
		}
	}
}
