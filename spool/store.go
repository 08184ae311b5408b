package spool

import (
	"bufio"
	"fmt"
	"os"
	"slices"
)

// Memory is how many bytes wait in memory, where nothing else is said, before
// the rest goes to a temporary file.
const Memory = 4 << 20

// Store keeps bytes. Its memory is bounded: what is too much goes to a temporary
// file that nobody else can open.
type Store struct {
	what, advice string
	limit        int
	memory       []byte
	file         *os.File
	writer       *bufio.Writer
	written      int64
	buffer       []byte // what was got last
}

// NewStore returns a store that keeps so many bytes in memory. Its errors tell what it
// keeps, and what to do where there is no room for it.
func NewStore(limit int, what, advice string) *Store {
	return &Store{limit: limit, what: what, advice: advice}
}

// Place is where bytes stand in a Store. That of none is the zero value.
type Place struct {
	offset int64
	length int32
	onDisk bool
}

// Length returns how many bytes they are.
func (p Place) Length() int { return int(p.length) }

// Put keeps a copy of some bytes, and returns where they stand.
func (s *Store) Put(b []byte) (Place, error) {
	p := Place{length: int32(len(b))}
	if s.memory == nil {
		s.memory = make([]byte, 0, s.limit) // what is not used of it costs nothing
	}
	if s.file == nil && len(s.memory)+len(b) <= s.limit {
		p.offset = int64(len(s.memory))
		s.memory = append(s.memory, b...)
		return p, nil
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "tlssniff-*")
		if err != nil {
			return p, fmt.Errorf("no room for %s: %w (%s)", s.what, err, s.advice)
		}
		s.file, s.writer = f, bufio.NewWriterSize(f, 1<<20)
	}
	p.offset, p.onDisk = s.written, true
	if _, err := s.writer.Write(b); err != nil {
		return p, s.fault(err)
	}
	s.written += int64(len(b))
	return p, nil
}

// Get returns what was put, valid until the next call.
func (s *Store) Get(p Place) ([]byte, error) {
	if !p.onDisk {
		return s.memory[p.offset : p.offset+int64(p.length)], nil
	}
	if s.writer.Buffered() > 0 {
		if err := s.writer.Flush(); err != nil {
			return nil, s.fault(err)
		}
	}
	s.buffer = slices.Grow(s.buffer[:0], int(p.length))[:p.length]
	if _, err := s.file.ReadAt(s.buffer, p.offset); err != nil {
		return nil, s.fault(err)
	}
	return s.buffer, nil
}

func (s *Store) fault(err error) error {
	return fmt.Errorf("keeping %s in %s: %w (%s)", s.what, s.file.Name(), err, s.advice)
}

// Close removes the temporary file.
func (s *Store) Close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}
