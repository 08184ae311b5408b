package input

import (
	"bytes"
	"io"
	"os"
	"sync/atomic"
)

// Open returns a reader of what the file holds, uncompressed, and what lets go of it. Bytes that are
// read of the file itself are added to read, which may be asked meanwhile how far it is.
func (f *File) Open(read *atomic.Int64) (r io.Reader, free func(), err error) {
	raw, closeRaw := f.Stdin, func() {}
	if raw == nil {
		o, err := os.Open(f.Name)
		if err != nil {
			return nil, nil, fault(f.Name, "can't be opened", err)
		}
		raw, closeRaw = o, func() { o.Close() }
	}
	head := make([]byte, 6)
	n, err := io.ReadFull(raw, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		closeRaw()
		return nil, nil, fault(f.Name, "can't be read", err)
	}
	head = head[:n]
	read.Add(int64(n))
	whole := io.MultiReader(bytes.NewReader(head), counting{raw, read})
	reader, freeReader, err := decompress(head, whole)
	if err != nil {
		closeRaw()
		return nil, nil, &Problem{File: f.Name, Reason: "can't be uncompressed", Err: err}
	}
	if reader == whole {
		// Plain: later reads go straight to the file.
		reader = &prefixed{head: head, r: counting{raw, read}}
	}
	return reader, func() { freeReader(); closeRaw() }, nil
}

// counting counts the bytes that are read of a file.
type counting struct {
	r io.Reader
	n *atomic.Int64
}

func (c counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// prefixed gives a few bytes and then what r holds.
type prefixed struct {
	head []byte
	r    io.Reader
}

func (p *prefixed) Read(b []byte) (int, error) {
	if len(p.head) > 0 {
		n := copy(b, p.head)
		p.head = p.head[n:]
		return n, nil
	}
	return p.r.Read(b)
}
