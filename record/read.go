package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// MaxLine is how many bytes the line of a record may have. Those that are written have far less.
const MaxLine = 32 << 20

// blockSize is how many bytes of lines are read at once.
const blockSize = 256 << 10

// A LineError says why a line holds no record.
type LineError struct {
	Line   int64 // the first is 1
	Byte   int   // in the line; the first is 1, 0 where it is the whole
	Reason string
}

func (e *LineError) Error() string {
	if e.Byte == 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return fmt.Sprintf("line %d, byte %d: %s", e.Line, e.Byte, e.Reason)
}

// Reader cuts what AppendJSON wrote, a record a line, into blocks of whole lines.
type Reader struct {
	r     io.Reader
	limit int
	rest  []byte // read, but of a line that was not whole
	lines int64  // that were handed out
	err   error  // why nothing more is read
	begun bool
}

// Block is a run of whole lines. Blocks can be decoded in any order and by several goroutines, each by one.
type Block struct {
	text  []byte
	first int64 // the number of the first line
	// tooLong says that the one line has more than MaxLine bytes, of which there are none.
	tooLong bool
	// cut says that the last line has no end.
	cut bool
}

// NewReader returns a Reader of what r holds.
func NewReader(r io.Reader) *Reader { return &Reader{r: r, limit: MaxLine} }

// Next replaces the block's lines with the next ones. At the end it returns io.EOF, and where what is
// behind can't be read, the error of reading; lines that came before were handed out.
func (r *Reader) Next(b *Block) error {
	b.text, b.first = append(b.text[:0], r.rest...), r.lines+1
	b.tooLong, b.cut = false, false
	r.rest = r.rest[:0]
	for size := blockSize; ; size = 2 * len(b.text) {
		r.fill(b, max(size, blockSize))
		end := bytes.LastIndexByte(b.text, '\n') + 1
		switch {
		case end > 0:
			r.rest = append(r.rest, b.text[end:]...)
			b.text = b.text[:end]
		case len(b.text) > r.limit:
			r.pass(b)
		case r.err == nil:
			continue
		case len(b.text) == 0:
			return r.err
		default:
			b.cut = true
		}
		r.lines += int64(bytes.Count(b.text, []byte{'\n'}))
		if b.tooLong {
			r.lines++
		}
		return nil
	}
}

// fill reads until the block has so many bytes, or there are no more.
func (r *Reader) fill(b *Block, size int) {
	for len(b.text) < size && r.err == nil {
		if cap(b.text) < size {
			b.text = append(make([]byte, 0, size), b.text...)
		}
		n, err := r.r.Read(b.text[len(b.text):size])
		b.text = b.text[:len(b.text)+n]
		r.err = err
	}
	if !r.begun {
		r.begun = true
		b.text = bytes.TrimPrefix(b.text, []byte("\ufeff"))
	}
}

// pass passes over the rest of a line that is too long.
func (r *Reader) pass(b *Block) {
	b.tooLong = true
	for r.err == nil {
		b.text = b.text[:0]
		r.fill(b, blockSize)
		if end := bytes.IndexByte(b.text, '\n'); end >= 0 {
			r.rest = append(r.rest, b.text[end+1:]...)
			break
		}
	}
	b.text = b.text[:0]
}

// Reset takes the lines out of the block.
func (b *Block) Reset() { b.text, b.tooLong = b.text[:0], false }

// Records decodes the block's lines: of each either the record or why there is none, which is a *LineError. Lines
// of white space are passed over. The records' texts share the memory of a copy of the lines.
func (b *Block) Records() iter.Seq2[*Connection, error] {
	return func(yield func(*Connection, error) bool) {
		number := b.first
		if b.tooLong {
			yield(nil, &LineError{Line: number, Reason: fmt.Sprintf("longer than %d bytes, which no record is", MaxLine)})
			return
		}
		for line := range strings.Lines(string(b.text)) {
			text, whole := strings.CutSuffix(line, "\n")
			text = strings.TrimSuffix(text, "\r")
			if strings.TrimSpace(text) != "" {
				c, err := Decode(text)
				var e *LineError
				if errors.As(err, &e) {
					e.Line = number
					if !whole && b.cut {
						e.Reason = "cut off: the file ends in it"
					}
				}
				if !yield(c, err) {
					return
				}
			}
			number++
		}
	}
}

// schemaPrefix is what schemas of every version begin with.
var schemaPrefix, _, _ = strings.Cut(Schema, "/")

// Decode reads a record from the line that AppendJSON made of it, or another version's. Members
// that this one does not know are kept in the record's Line alone. The record's texts share the
// memory of the line. The error is a *LineError.
func Decode(line string) (*Connection, error) {
	d := decoder{s: line}
	c := new(Connection)
	readObject(&d, c, (*Connection).decode)
	if d.space(); d.fault == "" && d.at < len(line) {
		d.fail("more than one JSON value")
	}
	switch {
	case d.fault != "":
		return nil, &LineError{Line: 1, Byte: d.faultAt + 1, Reason: d.fault}
	case c.Schema == Schema:
	case strings.HasPrefix(c.Schema, schemaPrefix+"/"):
		return nil, &LineError{Line: 1, Reason: fmt.Sprintf("of schema %q, which this version can't read: it reads %s", c.Schema, Schema)}
	default:
		return nil, &LineError{Line: 1, Reason: fmt.Sprintf("no record of a connection: its schema is not %s", Schema)}
	}
	if !d.unsafe {
		c.Line = line
	}
	return c, nil
}
