package certificate

import (
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// numbered returns a certificate of its own for each number.
func numbered(n int) []byte {
	s := ordinary()
	s.serial = tlv(asn1.INTEGER, []byte{1, byte(n >> 8), byte(n)})
	return s.der()
}

func TestCacheRemembers(t *testing.T) {
	c := NewCache(10)
	der := numbered(0)
	first := c.Get(der)
	der[len(der)-1]++ // the cache must have a copy
	if second := c.Get(numbered(0)); second != first {
		t.Error("read again")
	}
	if other := c.Get(der); other == first {
		t.Error("taken for another")
	}
	if c.Forgotten() != 0 {
		t.Errorf("forgot %d", c.Forgotten())
	}
}

func TestCacheForgetsWhatIsNotAskedFor(t *testing.T) {
	const limit = 20
	c := NewCache(limit)
	often, once := c.Get(numbered(0)), c.Get(numbered(1))
	for n := range 10 * limit {
		c.Get(numbered(2 + n))
		if held := len(c.newer) + len(c.older); held > limit {
			t.Fatalf("holds %d", held)
		}
		if c.Get(numbered(0)) != often {
			t.Fatalf("forgot after %d what was just asked for", n)
		}
	}
	if c.Get(numbered(1)) == once {
		t.Error("did not forget")
	}
	if got, want := c.Forgotten(), 10*limit+3-len(c.newer)-len(c.older); got != want {
		t.Errorf("counted %d forgotten, want %d", got, want)
	}
}

// TestCacheCountsSize: large certificates take the place of several, and one
// that is larger than all is not kept.
func TestCacheCountsSize(t *testing.T) {
	large := func(n, size int) []byte { return append(numbered(n), make([]byte, size)...) }
	c := NewCache(20)
	for n := range 100 {
		c.Get(large(n, 4*unitBytes))
		if held := len(c.newer) + len(c.older); held > 4 {
			t.Fatalf("holds %d", held)
		}
	}
	huge := large(0, 20*unitBytes)
	if first := c.Get(huge); c.Get(huge) == first {
		t.Error("kept one that is larger than the cache")
	}
	beyond := make([]byte, MaxLength+1)
	if first := c.Get(beyond); c.Get(beyond) == first {
		t.Error("kept one without its bytes")
	}
}
