package input

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// maxWindow is how much a decompressor may keep, in bytes.
const maxWindow = 128 << 20

// decompress returns a reader of what r, which begins with head, holds: the
// bytes themselves unless they are compressed.
func decompress(head []byte, r io.Reader) (io.Reader, func(), error) {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, nil, err
		}
		return readAhead(z, func() { z.Close() })
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, nil, err
		}
		return readAhead(z, z.Close)
	case bytes.HasPrefix(head, []byte{0x04, 0x22, 0x4d, 0x18}):
		return readAhead(lz4.NewReader(r), func() {})
	}
	return r, func() {}, nil
}

// aheadBuffers and aheadSize are how much is decompressed ahead of its reader.
const (
	aheadBuffers = 4
	aheadSize    = 256 << 10
)

// ahead reads on a goroutine of its own, so that a decompressor keeps its own core.
type ahead struct {
	full  chan chunk
	empty chan []byte
	stop  chan struct{}
	now   chunk
	rest  []byte
}

// chunk is a run of bytes, or why there are no more.
type chunk struct {
	b   []byte
	err error
}

func readAhead(r io.Reader, free func()) (io.Reader, func(), error) {
	a := &ahead{full: make(chan chunk, aheadBuffers), empty: make(chan []byte, aheadBuffers), stop: make(chan struct{})}
	for range aheadBuffers {
		a.empty <- make([]byte, aheadSize)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer free()
		a.run(r)
	}()
	return a, func() { close(a.stop); <-done }, nil
}

func (a *ahead) run(r io.Reader) {
	for {
		var b []byte
		select {
		case b = <-a.empty:
		case <-a.stop:
			return
		}
		n, err := 0, error(nil)
		for n < len(b) && err == nil {
			var more int
			more, err = r.Read(b[n:])
			n += more
		}
		a.full <- chunk{b[:n], err}
		if err != nil {
			return
		}
	}
}

func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.now.err != nil {
			return 0, a.now.err
		}
		if a.now.b != nil {
			a.empty <- a.now.b[:cap(a.now.b)]
		}
		a.now = <-a.full
		a.rest = a.now.b
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}
