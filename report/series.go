package report

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// body is what stands in one file: a report, or packets.
type body interface {
	// Write takes one record, or the packets of one connection. They are never torn.
	Write(encoded []byte) error
	Close(s *Summary) error
}

// Rotate says when what is written goes on in a new file. Zero values are never.
type Rotate struct {
	// Size is how many bytes a file may have; one record, or the packets of one connection, may alone have more.
	Size int64
	// Every is for how long a file is written.
	Every time.Duration
}

// Series writes one file after the other. A file stands
// under its name when it is whole: until then it is a temporary one beside it. If there is
// one only, it has the name that was asked for; of several, each has the time in it at which
// it was begun.
type Series struct {
	what string // see File
	path string
	when Rotate
	make func(io.Writer) (body, error)
	// current and file are nil between a file's end and the next record.
	current body
	file    *File
	begun   time.Time
	records int64 // in the file
	several bool
	reopen  atomic.Bool
}

// newSeries begins the first file of what is written. make makes what stands in each.
func newSeries(what, path string, when Rotate, make func(io.Writer) (body, error)) (*Series, error) {
	s := &Series{what: what, path: path, when: when, make: make, several: when != Rotate{}}
	if err := s.begin(); err != nil {
		return nil, err
	}
	if s.several && s.file.path == "" {
		s.file.Abort()
		return nil, fmt.Errorf("%s is no regular file: it can't be rotated", path)
	}
	return s, nil
}

// Reopen lets the next records go to a new file. It may be called from any goroutine.
func (s *Series) Reopen() { s.reopen.Store(true) }

// Write puts a record into the file whose turn it is. One that the format leaves out begins no file.
func (s *Series) Write(encoded []byte) error {
	if len(encoded) == 0 {
		return nil
	}
	if s.when.Size > 0 && s.records > 0 && s.file.size+int64(len(encoded)) > s.when.Size {
		if err := s.end(&Summary{}); err != nil {
			return err
		}
	}
	if s.file == nil {
		if err := s.begin(); err != nil {
			return err
		}
	}
	s.records++
	return s.current.Write(encoded)
}

// Flush writes what waits in memory, and ends the file if its time has come.
func (s *Series) Flush() error {
	asked := s.reopen.Swap(false)
	switch {
	case s.file == nil:
		return nil
	case s.records > 0 && s.file.path != "" && (asked || s.when.Every > 0 && time.Since(s.begun) >= s.when.Every):
		s.several = true
		return s.end(&Summary{})
	}
	return s.file.Flush()
}

// Close ends the last file.
func (s *Series) Close(told *Summary) error {
	if s.file == nil || s.several && s.records == 0 {
		s.Abort()
		return nil
	}
	return s.end(told)
}

// Abort ends the last file with the whole records that are in it, after an error.
func (s *Series) Abort() {
	if s.file == nil {
		return
	}
	if s.records > 0 {
		s.file.salvage(s.name)
	}
	s.file.Abort()
	s.file = nil
}

func (s *Series) begin() error {
	file, err := CreateAtomic(s.path)
	if err != nil {
		return err
	}
	file.what = s.what
	current, err := s.make(file)
	if err != nil {
		file.Abort()
		return err
	}
	s.file, s.current, s.begun, s.records = file, current, time.Now(), 0
	return nil
}

func (s *Series) end(told *Summary) error {
	if err := s.current.Close(told); err != nil {
		return err
	}
	if err := s.file.commitAs(s.name); err != nil {
		return err
	}
	s.file = nil
	return nil
}

// name returns what the file is called, given what was asked for.
func (s *Series) name(path string) string {
	if !s.several {
		return path
	}
	extension := filepath.Ext(path)
	stem := strings.TrimSuffix(path, extension) + s.begun.UTC().Format("-20060102T150405Z")
	for n := 1; ; n++ {
		name := stem + extension
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", stem, n, extension)
		}
		if _, err := os.Lstat(name); err != nil {
			return name
		}
	}
}
