package report

import (
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"

	"github.com/tlssniff/tlssniff/record"
)

// A log is one of several files of a format.
type log struct {
	name string
	make func(io.Writer) Reporter
}

// logs are the formats that tell more than one kind of thing, and so have a file for each.
var logs = map[string][]log{
	"zeek":      {{"ssl.log", zeekSSL}, {"x509.log", zeekX509}},
	"zeek-json": {{"ssl.log", zeekSSLJSON}, {"x509.log", zeekX509JSON}},
}

// HasLogs reports whether a format writes several files into a folder.
func HasLogs(format string) bool { return logs[format] != nil }

// together is a Reporter that gives each record to several.
type together []Reporter

// lengthBytes is how many bytes say how long one reporter's part of an encoded record is.
const lengthBytes = 4

// Streaming reports whether all of them do.
func (t together) Streaming() bool {
	for _, r := range t {
		if !r.Streaming() {
			return false
		}
	}
	return true
}

// Encode appends what each keeps of a record, behind its length.
func (t together) Encode(dst []byte, c *record.Connection) []byte {
	for _, r := range t {
		start := len(dst) + lengthBytes
		dst = r.Encode(append(dst, 0, 0, 0, 0), c)
		binary.BigEndian.PutUint32(dst[start-lengthBytes:], uint32(len(dst)-start))
	}
	return dst
}

// Write gives each its part, unless that is empty.
func (t together) Write(encoded []byte) error {
	for _, r := range t {
		end := lengthBytes + binary.BigEndian.Uint32(encoded)
		if end > lengthBytes {
			if err := r.Write(encoded[lengthBytes:end]); err != nil {
				return err
			}
		}
		encoded = encoded[end:]
	}
	return nil
}

// Close ends all reports.
func (t together) Close(s *Summary) error {
	var failed error
	for _, r := range t {
		failed = errors.Join(failed, r.Close(s))
	}
	return failed
}

// Folder is a Reporter that writes each log of a format into a file of its own, each as Rotation does.
type Folder struct {
	together
	files []*Rotation
}

// NewFolder begins the logs of a format, which must have some, in the folder at path.
func NewFolder(format, path string, when Rotate) (*Folder, error) {
	f := &Folder{}
	for _, l := range logs[format] {
		file, err := NewRotation(filepath.Join(path, l.name), when, func(w io.Writer) (Reporter, error) { return l.make(w), nil })
		if err != nil {
			f.Abort()
			return nil, err
		}
		f.files = append(f.files, file)
		f.together = append(f.together, file)
	}
	return f, nil
}

// Reopen lets the next records go to new files. It may be called from any goroutine.
func (f *Folder) Reopen() {
	for _, file := range f.files {
		file.Reopen()
	}
}

// Flush writes what waits in memory, and ends the files whose time has come.
func (f *Folder) Flush() error {
	var failed error
	for _, file := range f.files {
		failed = errors.Join(failed, file.Flush())
	}
	return failed
}

// Abort ends the last files with the whole records that are in them, after an error.
func (f *Folder) Abort() {
	for _, file := range f.files {
		file.Abort()
	}
}
