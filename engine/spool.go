package engine

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"slices"
)

// spoolMemory is how many bytes of encoded records wait in memory before the
// rest goes to a temporary file.
const spoolMemory = 8 << 20

// spool holds bytes, such as encoded records, until the input ends, and can give them back in the
// order of first packets. Its memory is bounded: what is too much goes to
// a temporary file that nobody else can open.
type spool struct {
	what, advice string // what it holds, and what to do where there is no room
	entries      []spooled
	memory       []byte
	limit        int
	file         *os.File
	writer       *bufio.Writer
	written      int64
	buffer       []byte // what was read last
}

// spooled is where something stands: in memory, and past memory's end in the file.
type spooled struct {
	first  int64
	offset int64
	length int32
	onDisk bool
}

// add keeps a copy of one encoded record, to be drained.
func (s *spool) add(first int64, text []byte) error {
	e, err := s.put(first, text)
	if err == nil {
		s.entries = append(s.entries, e)
	}
	return err
}

// put keeps a copy of some bytes, and returns where they stand.
func (s *spool) put(first int64, text []byte) (spooled, error) {
	e := spooled{first: first, length: int32(len(text))}
	if s.memory == nil {
		s.memory = make([]byte, 0, s.limit) // what is not used of it costs nothing
	}
	if s.file == nil && len(s.memory)+len(text) <= s.limit {
		e.offset = int64(len(s.memory))
		s.memory = append(s.memory, text...)
		return e, nil
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "tlssniff-*")
		if err != nil {
			return e, fmt.Errorf("no room for %s: %w (%s)", s.what, err, s.advice)
		}
		s.file, s.writer = f, bufio.NewWriterSize(f, 1<<20)
	}
	e.offset, e.onDisk = s.written, true
	if _, err := s.writer.Write(text); err != nil {
		return e, s.fault(err)
	}
	s.written += int64(len(text))
	return e, nil
}

// get returns what was put, valid until the next call.
func (s *spool) get(e spooled) ([]byte, error) {
	if !e.onDisk {
		return s.memory[e.offset : e.offset+int64(e.length)], nil
	}
	if s.writer.Buffered() > 0 {
		if err := s.writer.Flush(); err != nil {
			return nil, s.fault(err)
		}
	}
	s.buffer = slices.Grow(s.buffer[:0], int(e.length))[:e.length]
	if _, err := s.file.ReadAt(s.buffer, e.offset); err != nil {
		return nil, s.fault(err)
	}
	return s.buffer, nil
}

// drain gives every record to write, with the index of its first packet and in the order of those.
func (s *spool) drain(write func(first int64, text []byte) error) error {
	slices.SortStableFunc(s.entries, func(a, b spooled) int { return cmp.Compare(a.first, b.first) })
	for _, e := range s.entries {
		text, err := s.get(e)
		if err != nil {
			return err
		}
		if err := write(e.first, text); err != nil {
			return err
		}
	}
	return nil
}

func (s *spool) fault(err error) error {
	return fmt.Errorf("keeping %s in %s: %w (%s)", s.what, s.file.Name(), err, s.advice)
}

// close removes the temporary file.
func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}
