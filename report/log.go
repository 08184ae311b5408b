package report

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// LogOptions say when a Log goes on in a new file.
type LogOptions struct {
	Size  int64         // bytes of a file; 0 is without limit
	Every time.Duration // age of a file; 0 is without limit
}

// Log is a report that grows for as long as the program runs. The file in hand stands under
// the log's own name; one that is done is renamed, and keeps the time at which it ended in its
// name. Only whole records come into a file. Its methods may be called from several goroutines.
type Log struct {
	path    string
	options LogOptions

	mu     sync.Mutex
	f      *os.File
	w      *bufio.Writer
	whole  int64 // bytes of whole records, written or buffered
	opened time.Time
	failed error
}

// OpenLog begins a log, or goes on with the one that is there.
func OpenLog(path string, o LogOptions) (*Log, error) {
	l := &Log{path: path, options: o}
	return l, l.open()
}

func (l *Log) open() error {
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return err
	}
	l.f, l.w, l.whole, l.opened = f, bufio.NewWriterSize(f, fileBuffer), info.Size(), time.Now()
	return nil
}

// Write adds one record.
func (l *Log) Write(record []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed != nil {
		return 0, l.failed
	}
	if l.due(int64(len(record))) {
		if l.failed = l.rotate(); l.failed != nil {
			return 0, l.failed
		}
	}
	n, err := l.w.Write(record)
	if err != nil {
		return n, l.fail(err)
	}
	l.whole += int64(n)
	return n, nil
}

// due reports whether the next record belongs into a new file.
func (l *Log) due(next int64) bool {
	if l.whole == 0 {
		return false
	}
	return l.options.Size > 0 && l.whole+next > l.options.Size || l.options.Every > 0 && time.Since(l.opened) >= l.options.Every
}

// Flush hands what is buffered to the system, and goes on in a new file where the one in hand is old enough.
func (l *Log) Flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed != nil {
		return l.failed
	}
	if err := l.w.Flush(); err != nil {
		return l.fail(err)
	}
	if l.due(0) {
		l.failed = l.rotate()
	}
	return l.failed
}

// Reopen closes the file in hand and opens the log's name again, for programs that move logs away.
func (l *Log) Reopen() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed != nil {
		return l.failed
	}
	if l.failed = l.finish(); l.failed == nil {
		l.failed = l.open()
	}
	return l.failed
}

// rotate renames the file in hand, and begins another.
func (l *Log) rotate() error {
	if err := l.finish(); err != nil {
		return err
	}
	if err := os.Rename(l.path, l.stamped(time.Now())); err != nil {
		return err
	}
	return l.open()
}

// stamped is the name of a file that was done at a time: records.ndjson becomes records-20060102T150405Z.ndjson.
func (l *Log) stamped(at time.Time) string {
	extension := filepath.Ext(l.path)
	name := strings.TrimSuffix(l.path, extension) + at.UTC().Format("-20060102T150405Z")
	for n := 1; ; n++ {
		path := name + extension
		if n > 1 {
			path = fmt.Sprintf("%s-%d%s", name, n, extension)
		}
		if _, err := os.Lstat(path); err != nil {
			return path
		}
	}
}

// finish writes what is buffered and closes the file in hand.
func (l *Log) finish() error {
	if err := l.w.Flush(); err != nil {
		return l.fail(err)
	}
	return l.f.Close()
}

// fail notes that nothing more can be written, and takes a record that was written in part out again.
func (l *Log) fail(err error) error {
	l.failed = err
	if info, e := l.f.Stat(); e == nil && info.Size() > l.whole-int64(l.w.Buffered()) {
		l.f.Truncate(lastLine(l.path, info.Size()))
	}
	return err
}

// lastLine returns where the last whole line of a file ends.
func lastLine(path string, size int64) int64 {
	f, err := os.Open(path)
	if err != nil {
		return size
	}
	defer f.Close()
	b := make([]byte, 1<<16)
	for end := size; end > 0; {
		from := max(0, end-int64(len(b)))
		n, err := f.ReadAt(b[:end-from], from)
		if err != nil {
			return size
		}
		if i := strings.LastIndexByte(string(b[:n]), '\n'); i >= 0 {
			return from + int64(i) + 1
		}
		end = from
	}
	return 0
}

// Close ends the log. The last file keeps the log's own name.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed != nil {
		return l.failed
	}
	return l.finish()
}
