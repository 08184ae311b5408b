package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// fileBuffer is how many bytes are written at once.
const fileBuffer = 64 << 10

// File is where a report goes. What is written to a named file stands under that
// name only when it is whole: until Commit it is a temporary file beside it.
type File struct {
	what      string // what is written to it; "" is the report
	w         *bufio.Writer
	f         *os.File
	path      string // "" where the report does not go through a temporary file
	committed bool
	// size is how many bytes were given to it, and whole how many of these it held when it was last flushed.
	size, whole int64
}

// Stdout returns a File that writes to an open one, which it does not close.
func Stdout(w io.Writer) *File { return &File{w: bufio.NewWriterSize(w, fileBuffer)} }

// CreateAtomic begins the file at path, or at what path links to. What is no
// regular file (a pipe, a device) is written directly.
func CreateAtomic(path string) (*File, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		return &File{w: bufio.NewWriterSize(f, fileBuffer), f: f}, nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("%s can't be written: %w", path, err)
	}
	return &File{w: bufio.NewWriterSize(f, fileBuffer), f: f, path: path}, nil
}

func (f *File) Write(b []byte) (int, error) {
	n, err := f.w.Write(b)
	f.size += int64(n)
	return n, f.fault(err)
}

// Flush writes what is buffered. What was given until then must be whole.
func (f *File) Flush() error {
	if err := f.w.Flush(); err != nil {
		return f.fault(err)
	}
	f.whole = f.size
	return nil
}

// commitAs is Commit, under the name that rename makes of the one that was asked for.
func (f *File) commitAs(rename func(string) string) error {
	if f.path != "" {
		f.path = rename(f.path)
	}
	return f.Commit()
}

// salvage puts a file that could not be written any more under its name, with what was whole in it.
func (f *File) salvage(rename func(string) string) {
	if f.committed || f.path == "" || f.whole == 0 || f.f.Truncate(f.whole) != nil {
		return
	}
	f.path = rename(f.path)
	f.committed = f.settle() == nil
}

// Commit writes what is buffered, and puts the file under its name.
func (f *File) Commit() error {
	if err := f.w.Flush(); err != nil {
		return f.fault(err)
	}
	f.committed = true
	if f.f == nil {
		return nil
	}
	if f.path == "" {
		return f.fault(f.f.Close())
	}
	if err := f.settle(); err != nil {
		f.committed = false
		f.Abort()
		return f.fault(err)
	}
	return nil
}

// settle makes the temporary file durable and gives it its name.
func (f *File) settle() error {
	if err := f.f.Chmod(filePermissions()); err != nil {
		return err
	}
	if err := f.f.Sync(); err != nil {
		return err
	}
	if err := f.f.Close(); err != nil {
		return err
	}
	return os.Rename(f.f.Name(), f.path)
}

// Abort drops what was not committed. After Commit it does nothing.
func (f *File) Abort() {
	if f.committed || f.f == nil {
		return
	}
	f.committed = true
	f.f.Close()
	if f.path != "" {
		os.Remove(f.f.Name())
	}
}

// fault says where writing failed.
func (f *File) fault(err error) error {
	if err == nil {
		return nil
	}
	name := "standard output"
	if f.path != "" {
		name = f.path
	} else if f.f != nil {
		name = f.f.Name()
	}
	return fmt.Errorf("%s can't be written to %s: %w", cmp.Or(f.what, "the report"), name, err)
}
