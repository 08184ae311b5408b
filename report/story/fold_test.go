package story

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFoldBreaksWhereAPersonWould(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"between words, where it can", []string{"between words,", "where it can"}},
		{"for CN=www.example,OU=DSP,O=Example Corporation", []string{"for", "CN=www.example,", "OU=DSP,O=Example", "Corporation"}},
		{"0123456789abcdef0123456789abcdef", []string{"0123456789abcdef", "0123456789abcdef"}},
	} {
		if diff := cmp.Diff(c.want, fold(c.text, 16)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}
