package connection

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// TestCryptoFramesInAnyOrder holds that a stream comes out as it was sent, however its frames are cut,
// shuffled, doubled and laid over each other, as long as all of it comes.
func TestCryptoFramesInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stream := rapid.SliceOfN(rapid.Byte(), 1, maxCryptoParts-10).Draw(t, "stream")
		type frame struct{ from, to int }
		var frames []frame
		for from := 0; from < len(stream); {
			to := rapid.IntRange(from+1, len(stream)).Draw(t, "end")
			frames = append(frames, frame{from, to})
			from = to
		}
		for range rapid.IntRange(0, 5).Draw(t, "overlaps") {
			from := rapid.IntRange(0, len(stream)-1).Draw(t, "from")
			frames = append(frames, frame{from, rapid.IntRange(from, len(stream)).Draw(t, "to")})
		}
		var got []byte
		var c crypto
		for _, f := range rapid.Permutation(frames).Draw(t, "order") {
			c.add(uint64(f.from), stream[f.from:f.to], func(b []byte) { got = append(got, b...) })
		}
		if !bytes.Equal(got, stream) || c.held != 0 || len(c.pending) != 0 {
			t.Fatalf("%d bytes of %d came out as sent: %v; %d are held in %d parts", len(got), len(stream), bytes.Equal(got, stream), c.held, len(c.pending))
		}
	})
}

// TestCryptoFramesAreBounded holds that no more than the limit waits for a byte that never comes.
func TestCryptoFramesAreBounded(t *testing.T) {
	for _, size := range []int{1, 1000} {
		var c crypto
		room := true
		for offset := uint64(4 * maxCrypto); offset > 0; offset -= uint64(size) {
			room = c.add(offset, make([]byte, size), func([]byte) { t.Fatal("bytes were delivered before those that come first") })
			if offset <= uint64(size) {
				break
			}
		}
		if room || c.held > maxCrypto || len(c.pending) > maxCryptoParts {
			t.Errorf("frames of %d bytes: %d bytes wait in %d parts; there was room for the last: %v", size, c.held, len(c.pending), room)
		}
	}
}
