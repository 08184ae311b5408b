package spool

import (
	"cmp"
	"fmt"
	"os"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

func TestSpoolGivesRecordsInOrder(t *testing.T) {
	for _, limit := range []int{0, 20, 1 << 20} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			s := New(limit, cmp.Compare[int64])
			var want []string
			for i := range 20 {
				want = append(want, fmt.Sprintf("record %d", i))
			}
			for i := range 20 {
				first := (i * 7) % 20
				if err := s.Add(int64(first), []byte(want[first])); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			if err := s.Drain(func(_ int64, b []byte) error { got = append(got, string(b)); return nil }); err != nil {
				t.Fatal(err)
			}
			if d := gocmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			s.Close()
			left, err := os.ReadDir(os.Getenv("TMPDIR"))
			if err != nil || len(left) > 0 {
				t.Errorf("the temporary file was left behind: %v %v", left, err)
			}
		})
	}
}
