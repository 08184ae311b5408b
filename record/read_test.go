package record

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// uids reads records to their end: the uid of each, or what is wrong with its line.
func uids(r *Reader) (got []string, err error) {
	var b Block
	for {
		if err := r.Next(&b); err != nil {
			return got, err
		}
		for c, err := range b.Records() {
			if err != nil {
				got = append(got, err.Error())
			} else {
				got = append(got, c.UID)
			}
		}
	}
}

func one(uid string) string { return line(`"uid":"` + uid + `"`) }

func TestReaderReadsARecordALine(t *testing.T) {
	long := strings.Repeat("x", 3*blockSize)
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"nothing":            {"", nil},
		"one":                {one("a") + "\n", []string{"a"}},
		"no last line end":   {one("a") + "\n" + one("b"), []string{"a", "b"}},
		"returns":            {one("a") + "\r\n" + one("b") + "\r\n", []string{"a", "b"}},
		"empty lines":        {"\n\n" + one("a") + "\n  \n" + one("b") + "\n\n", []string{"a", "b"}},
		"byte order mark":    {"\ufeff" + one("a") + "\n", []string{"a"}},
		"broken":             {one("a") + "\n{\n" + one("b") + "\n", []string{"a", "line 2, byte 2: want a text", "b"}},
		"cut off":            {one("a") + "\n" + one("b")[:40], []string{"a", "line 2, byte 41: cut off: the file ends in it"}},
		"longer than blocks": {one("a") + "\n" + one(long) + "\n" + one("b") + "\n", []string{"a", long, "b"}},
	} {
		for form, wrap := range map[string]func(io.Reader) io.Reader{"": func(r io.Reader) io.Reader { return r }, " in pieces": iotest.HalfReader} {
			t.Run(name+form, func(t *testing.T) {
				got, err := uids(NewReader(wrap(strings.NewReader(c.in))))
				if diff := cmp.Diff(c.want, got); diff != "" || err != io.EOF {
					t.Errorf("%v (-want +got):\n%s", err, diff)
				}
			})
		}
	}
}

func TestReaderNumbersLinesOverBlocks(t *testing.T) {
	const lines = 20_000
	r := NewReader(strings.NewReader(strings.Repeat("\n", 7) + strings.Repeat(one(strings.Repeat("x", 100))+"\n", lines) + "{\n"))
	got, err := uids(r)
	if err != io.EOF || len(got) != lines+1 || got[lines] != fmt.Sprintf("line %d, byte 2: want a text", 7+lines+1) {
		t.Errorf("%v, %d lines, the last %q", err, len(got), got[len(got)-1])
	}
}

func TestReaderPassesOverWhatIsTooLong(t *testing.T) {
	for _, end := range []string{"\n" + one("b") + "\n{\n", ""} {
		r := NewReader(strings.NewReader(one("a") + "\n" + one(strings.Repeat("x", 5*blockSize)) + end))
		r.limit = 2 * blockSize
		want := []string{"a", "line 2: longer than 33554432 bytes, which no record is"}
		if end != "" {
			want = append(want, "b", "line 4, byte 2: want a text")
		}
		got, err := uids(r)
		if diff := cmp.Diff(want, got); diff != "" || err != io.EOF {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
}

func TestReaderGivesWhatCameBeforeAnError(t *testing.T) {
	broken := errors.New("the disk is gone")
	got, err := uids(NewReader(io.MultiReader(strings.NewReader(one("a")+"\n"), iotest.ErrReader(broken))))
	if diff := cmp.Diff([]string{"a"}, got); diff != "" || err != broken {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
