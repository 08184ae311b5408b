package connection

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/klauspost/compress/s2"
)

// Stories come back from whichever dictionary they were packed with; there are few of them.
func TestDictionariesGiveBackWhatTheyPacked(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	story := func(i int) []byte {
		b := []byte(strings.Repeat("what every client says ", 20))
		for at := range b[:64] {
			b[at] = byte(random.Uint32())
		}
		return append(b[:random.IntN(len(b))], byte(i), byte(i>>8))
	}
	type rested struct {
		story, packed []byte
		with          *s2.Dict
	}
	var (
		d     dictionaries
		all   []rested
		small = map[bool]int{} // bytes, by whether they are packed
		with  = map[*s2.Dict]bool{}
	)
	for i := range 5000 {
		r := rested{story: story(i)}
		r.packed, r.with = d.pack(r.story, make([]byte, 0, i%2*1024))
		all = append(all, r)
		small[false] += len(r.story)
		small[true] += len(r.packed)
		with[r.with] = true
	}
	for i, r := range all {
		if got := unpack(r.packed, r.with, make([]byte, 0, i%3*512)); string(got) != string(r.story) {
			t.Fatalf("story %d: %q, want %q", i, got, r.story)
		}
	}
	if small[true] > small[false]/2 {
		t.Errorf("%d bytes became %d, want less than half", small[false], small[true])
	}
	if len(with) < 3 || len(with) > 6 {
		t.Errorf("%d dictionaries and none, want a few", len(with)-1)
	}
}

// A story that is longer than all others does not become the dictionary.
func TestDictionariesAreMadeFromMany(t *testing.T) {
	var d dictionaries
	d.pack(bytes.Repeat([]byte("x"), 2*dictionaryLen), nil)
	if d.current != nil || len(d.sample) > 0 {
		t.Errorf("one story of %d bytes became the dictionary", 2*dictionaryLen)
	}
}
