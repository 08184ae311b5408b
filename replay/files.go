package replay

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tlssniff/tlssniff/input"
	"github.com/tlssniff/tlssniff/record"
)

// maxFaults bounds how many broken lines of one file are told one by one.
const maxFaults = 10

// Files are saved records, in the order in which they are read.
type Files struct {
	files    []*file
	problems []error // of paths
	read     atomic.Int64
	total    int64
}

// file is one of them. What is in it is read by one goroutine, and what came of it is counted by another.
type file struct {
	input.File
	records int64
	broken  int64
	faults  []error // the first broken lines, and why it could not be read to its end
	first   *record.LineError
}

// Open finds the records at paths: files, folders with the files in them whose names tell that
// they are of this form, and - for stdin. What can't be found is told by Problems; only if nothing
// can be, Open returns an error.
func Open(paths []string, stdin io.Reader) (*Files, error) {
	s := new(Files)
	for _, path := range paths {
		found, problems := input.Find(path, stdin)
		s.problems = append(s.problems, problems...)
		for _, f := range found {
			if f.Named || named(f.Name) {
				s.files = append(s.files, &file{File: f})
				s.total += f.Size
			}
		}
	}
	switch {
	case len(s.files) > 0:
		return s, nil
	case len(s.problems) > 0:
		return nil, errors.Join(s.problems...)
	}
	return nil, fmt.Errorf("no records in %s: no file there is called NAME.ndjson", strings.Join(paths, ", "))
}

// named reports whether a file of a folder is one of records by its name, as in tls.ndjson or tls-2.ndjson.gz. Those that
// begin with a dot are still being written.
func named(path string) bool {
	base := filepath.Base(path)
	return !strings.HasPrefix(base, ".") && strings.Contains(base, ".ndjson")
}

// Progress returns how many bytes were read of how many; the total is 0 where
// it can't be known. It may be called from another goroutine.
func (s *Files) Progress() (read, total int64) { return s.read.Load(), s.total }

// Problems lists what could not be read. It may be called when all is read.
func (s *Files) Problems() []error {
	problems := slices.Clone(s.problems)
	for _, f := range s.files {
		if f.records == 0 && f.first != nil {
			// Nothing like records: one line says as much as ten.
			problems = append(problems, &input.Problem{
				File: f.Name, Offset: -1, Reason: "holds no records ('tlssniff read' reads captures)", Err: f.first,
			})
			continue
		}
		problems = append(problems, f.faults...)
		if more := f.broken - maxFaults; more > 0 {
			problems = append(problems, &input.Problem{File: f.Name, Offset: -1, Reason: fmt.Sprintf("%d more lines are broken and were skipped", more)})
		}
	}
	return problems
}

// fail notes a line that holds no record.
func (f *file) fail(err error) {
	var e *record.LineError
	if !errors.As(err, &e) {
		return
	}
	f.broken++
	if f.first == nil {
		f.first = e
	}
	if f.broken <= maxFaults {
		f.faults = append(f.faults, &input.Problem{File: f.Name, Offset: -1, Reason: "skipped", Err: e})
	}
}

// stop notes why a file could not be read to its end.
func (f *file) stop(err error) {
	var p *input.Problem
	switch {
	case errors.As(err, &p):
	case errors.Is(err, io.ErrUnexpectedEOF):
		p = &input.Problem{File: f.Name, Offset: -1, Reason: "the compressed file is cut off: what came before was read"}
	default:
		p = &input.Problem{File: f.Name, Offset: -1, Reason: "can't be read further: what came before was read", Err: input.Plain(err)}
	}
	f.faults = append(f.faults, p)
}
