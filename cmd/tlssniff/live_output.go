package main

import (
	"io"
	"strings"

	"github.com/tlssniff/tlssniff/report"
)

// liveOutput is where the records of a live run go.
type liveOutput struct {
	reporter report.Reporter
	flush    func() error
	// reopen lets what comes go to a new file; nil where there is none.
	reopen func()
	finish func(*report.Summary) error
	// abort drops what is not whole; after finish it does nothing.
	abort func()
}

// openLive begins the report of a live run.
func (f *outputFlags) openLive(s streams, rotate rotateFlags) (*liveOutput, error) {
	look, err := f.look(s)
	if err != nil {
		return nil, err
	}
	look.Live = true
	make := func(w io.Writer) (report.Reporter, error) {
		r, err := report.New(f.format, w, look)
		if err == nil && !r.Streaming() {
			err = usagef("--format %s can be written only when all is known: live has %s", f.format, strings.Join(streamingFormats(), ", "))
		}
		return r, err
	}
	if f.toStdout() {
		file := report.Stdout(s.out)
		r, err := make(file)
		if err != nil {
			return nil, usageError{err}
		}
		out := output{file, r}
		return &liveOutput{reporter: r, flush: file.Flush, finish: out.finish, abort: file.Abort}, nil
	}
	if _, err := make(io.Discard); err != nil {
		return nil, usageError{err}
	}
	r, err := report.NewRotation(f.path, report.Rotate{Size: int64(rotate.size), Every: rotate.every}, make)
	if err != nil {
		return nil, err
	}
	return &liveOutput{reporter: r, flush: r.Flush, reopen: r.Reopen, finish: r.Close, abort: r.Abort}, nil
}
