package engine

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
)

// spoolMemory is how many bytes of encoded records wait in memory before the
// rest goes to a temporary file.
const spoolMemory = 8 << 20

// spool holds encoded records until the input ends, and gives them back in the
// order of their first packets. Its memory is bounded: what is too much goes to
// a temporary file that nobody else can open.
type spool struct {
	entries []spooled
	memory  []byte
	limit   int
	file    *os.File
	writer  *bufio.Writer
	written int64
}

// spooled is where one record stands: in memory, and past memory's end in the file.
type spooled struct {
	first  int64
	offset int64
	length int32
	onDisk bool
}

// add keeps a copy of one encoded record.
func (s *spool) add(first int64, text []byte) error {
	e := spooled{first: first, length: int32(len(text))}
	if s.memory == nil {
		s.memory = make([]byte, 0, s.limit) // what is not used of it costs nothing
	}
	if s.file == nil && len(s.memory)+len(text) <= s.limit {
		e.offset = int64(len(s.memory))
		s.memory = append(s.memory, text...)
		s.entries = append(s.entries, e)
		return nil
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "tlssniff-*")
		if err != nil {
			return fmt.Errorf("no room for the report's records: %w (set TMPDIR to a folder with space, or use --format ndjson)", err)
		}
		s.file, s.writer = f, bufio.NewWriterSize(f, 1<<20)
	}
	e.offset, e.onDisk = s.written, true
	if _, err := s.writer.Write(text); err != nil {
		return s.fault(err)
	}
	s.written += int64(len(text))
	s.entries = append(s.entries, e)
	return nil
}

// drain gives every record to write, with the index of its first packet and in the order of those.
func (s *spool) drain(write func(first int64, text []byte) error) error {
	if s.writer != nil {
		if err := s.writer.Flush(); err != nil {
			return s.fault(err)
		}
	}
	slices.SortStableFunc(s.entries, func(a, b spooled) int { return cmp.Compare(a.first, b.first) })
	var buf []byte
	for _, e := range s.entries {
		text := s.memory
		if e.onDisk {
			buf = slices.Grow(buf[:0], int(e.length))[:e.length]
			if _, err := io.ReadFull(io.NewSectionReader(s.file, e.offset, int64(e.length)), buf); err != nil {
				return s.fault(err)
			}
			text = buf
		} else {
			text = text[e.offset : e.offset+int64(e.length)]
		}
		if err := write(e.first, text); err != nil {
			return err
		}
	}
	return nil
}

func (s *spool) fault(err error) error {
	return fmt.Errorf("keeping records in %s: %w (set TMPDIR to a folder with space, or use --format ndjson)", s.file.Name(), err)
}

// close removes the temporary file.
func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}
