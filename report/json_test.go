package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

func TestJSONIsOneArray(t *testing.T) {
	for _, n := range []int{0, 1, 2, 9} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			want := incident()[:n]
			text := print(t, "json", Options{}, run(), want)
			var got []*record.Connection
			if err := json.Unmarshal([]byte(text), &got); err != nil {
				t.Fatalf("%v in %s", err, text)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("read back (-want +got):\n%s", diff)
			}
			if !strings.HasSuffix(text, "]\n") {
				t.Errorf("the last line has no end: %q", text)
			}
		})
	}
}

func TestNDJSONIsOneRecordALine(t *testing.T) {
	want := incident()
	lines := strings.SplitAfter(print(t, "ndjson", Options{}, run(), want), "\n")
	if len(lines) != len(want)+1 || lines[len(want)] != "" {
		t.Fatalf("%d lines, want %d", len(lines)-1, len(want))
	}
	for i, c := range want {
		got := new(record.Connection)
		if err := json.Unmarshal([]byte(lines[i]), got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Errorf("read back (-want +got):\n%s", diff)
		}
	}
	if got := print(t, "ndjson", Options{}, run(), nil); got != "" {
		t.Errorf("no records are %q", got)
	}
}

func TestFormatsOfLinesAreWrittenAsConnectionsEnd(t *testing.T) {
	streaming := []string{"ndjson", "zeek", "zeek-json", "eve", "ecs"}
	for _, format := range Formats() {
		r, err := New(format, nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := r.Streaming(), slices.Contains(streaming, format); got != want {
			t.Errorf("%s streams: %v, want %v", format, got, want)
		}
	}
}

// full fails after so many writes, as a full disk does.
type full struct{ writes int }

var errFull = errors.New("disk full")

func (f *full) Write(b []byte) (int, error) {
	if f.writes--; f.writes < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestErrorOfWritingIsReturned(t *testing.T) {
	for _, format := range Formats() {
		for writes := range 4 {
			r, err := New(format, &full{writes}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			for range 5 {
				err = errors.Join(err, r.Write(r.Encode(nil, incident()[0])))
			}
			atOnce := slices.Contains([]string{"table", "markdown", "html", "parquet"}, format) // as far as such a small one goes
			if err = errors.Join(err, r.Close(run())); !errors.Is(err, errFull) && !(atOnce && writes > 0) {
				t.Errorf("%s, %d writes: %v, want %v", format, writes, err, errFull)
			}
		}
	}
}
