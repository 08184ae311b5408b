package report

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// Rotate says when a report goes on in a new file. Zero values are never.
type Rotate struct {
	// Size is how many bytes a file may have; one record may alone have more.
	Size int64
	// Every is for how long a file is written.
	Every time.Duration
}

// Rotation is a Reporter that writes one file after the other. A file stands
// under its name when it is whole: until then it is a temporary one beside it. If there is
// one only, it has the name that was asked for; of several, each has the time in it at which
// it was begun.
type Rotation struct {
	path string
	when Rotate
	make func(io.Writer) (Reporter, error)
	// encoder is the first file's reporter: encoding depends on no file.
	encoder Reporter
	// current and file are nil between a file's end and the next record.
	current Reporter
	file    *File
	begun   time.Time
	records int64 // in the file
	several bool
	reopen  atomic.Bool
}

// NewRotation begins the first file. make makes the reporter of each.
func NewRotation(path string, when Rotate, make func(io.Writer) (Reporter, error)) (*Rotation, error) {
	r := &Rotation{path: path, when: when, make: make, several: when != Rotate{}}
	if err := r.begin(); err != nil {
		return nil, err
	}
	if r.several && r.file.path == "" {
		r.file.Abort()
		return nil, fmt.Errorf("%s is no regular file: it can't be rotated", path)
	}
	r.encoder = r.current
	return r, nil
}

// Reopen lets the next records go to a new file. It may be called from any goroutine.
func (r *Rotation) Reopen() { r.reopen.Store(true) }

// Streaming reports whether the reports in the files do.
func (r *Rotation) Streaming() bool { return r.encoder.Streaming() }

// Encode is the reports' own.
func (r *Rotation) Encode(dst []byte, c *record.Connection) []byte { return r.encoder.Encode(dst, c) }

// Write puts a record into the file whose turn it is. One that the format leaves out begins no file.
func (r *Rotation) Write(encoded []byte) error {
	if len(encoded) == 0 {
		return nil
	}
	if r.when.Size > 0 && r.records > 0 && r.file.size+int64(len(encoded)) > r.when.Size {
		if err := r.end(&Summary{}); err != nil {
			return err
		}
	}
	if r.file == nil {
		if err := r.begin(); err != nil {
			return err
		}
	}
	r.records++
	return r.current.Write(encoded)
}

// Flush writes what waits in memory, and ends the file if its time has come.
func (r *Rotation) Flush() error {
	asked := r.reopen.Swap(false)
	switch {
	case r.file == nil:
		return nil
	case r.records > 0 && r.file.path != "" && (asked || r.when.Every > 0 && time.Since(r.begun) >= r.when.Every):
		r.several = true
		return r.end(&Summary{})
	}
	return r.file.Flush()
}

// Close ends the last file.
func (r *Rotation) Close(s *Summary) error {
	if r.file == nil || r.several && r.records == 0 {
		r.Abort()
		return nil
	}
	return r.end(s)
}

// Abort ends the last file with the whole records that are in it, after an error.
func (r *Rotation) Abort() {
	if r.file == nil {
		return
	}
	if r.records > 0 {
		r.file.salvage(r.name)
	}
	r.file.Abort()
	r.file = nil
}

func (r *Rotation) begin() error {
	file, err := CreateAtomic(r.path)
	if err != nil {
		return err
	}
	current, err := r.make(file)
	if err != nil {
		file.Abort()
		return err
	}
	r.file, r.current, r.begun, r.records = file, current, time.Now(), 0
	return nil
}

func (r *Rotation) end(s *Summary) error {
	if err := r.current.Close(s); err != nil {
		return err
	}
	if err := r.file.commitAs(r.name); err != nil {
		return err
	}
	r.file = nil
	return nil
}

// name returns what the file is called, given what was asked for.
func (r *Rotation) name(path string) string {
	if !r.several {
		return path
	}
	extension := filepath.Ext(path)
	stem := strings.TrimSuffix(path, extension) + r.begun.UTC().Format("-20060102T150405Z")
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
