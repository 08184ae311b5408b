package engine

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSpoolGivesRecordsInTheOrderOfTheirFirstPackets(t *testing.T) {
	for _, limit := range []int{0, 20, 1 << 20} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			s := spool{limit: limit}
			var want []string
			for i := range 20 {
				want = append(want, fmt.Sprintf("record %d", i))
			}
			for i := range 20 {
				first := (i * 7) % 20
				if err := s.add(int64(first), []byte(want[first])); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			if err := s.drain(func(_ int64, b []byte) error { got = append(got, string(b)); return nil }); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			s.close()
			left, err := os.ReadDir(os.Getenv("TMPDIR"))
			if err != nil || len(left) > 0 {
				t.Errorf("the temporary file was left behind: %v %v", left, err)
			}
		})
	}
}
