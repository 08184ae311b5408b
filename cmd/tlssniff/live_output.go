package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/tlssniff/tlssniff/monitor"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/view"
)

// liveOutput is where the records of a live run go.
type liveOutput struct {
	reporter report.Reporter
	flush    func() error
	// reopen lets what comes go to a new file; nil where there is none.
	reopen func()
	finish func(*report.Summary) error
	// show, where it is set, takes the terminal until its context is done.
	show func(context.Context, *monitor.Monitor, func()) error
	// abort drops what is not whole; after finish it does nothing.
	abort func()
}

// openView begins the view of a terminal.
func openView(s streams, interfaces []string) *liveOutput {
	v := view.New(report.Clean(strings.Join(interfaces, ", ")), unicode())
	return &liveOutput{
		reporter: v,
		flush:    func() error { return nil },
		finish:   v.Close,
		abort:    func() {},
		show: func(ctx context.Context, m *monitor.Monitor, quit func()) error {
			return v.Show(ctx, s.out, m, quit)
		},
	}
}

// maker makes the reporter of one file.
type maker func(io.Writer) (report.Reporter, error)

// maker returns what makes a live run's reporters, or what is wrong with the flags.
func (f *outputFlags) maker(s streams) (maker, error) {
	look, err := f.look(s)
	if err != nil {
		return nil, err
	}
	look.Live = true
	make := func(w io.Writer) (report.Reporter, error) { return report.New(f.format, w, look) }
	r, err := make(io.Discard)
	switch {
	case err != nil:
		return nil, usageError{err}
	case !r.Streaming():
		return nil, usagef("--format %s can be written only when all is known: live has %s", f.format, strings.Join(streamingFormats(), ", "))
	}
	return make, nil
}

// folder is where the report's files are made; empty where it goes to no file.
func (f *outputFlags) folder() string {
	if f.toStdout() {
		return ""
	}
	if info, err := os.Stat(f.path); err == nil && !info.Mode().IsRegular() {
		return ""
	}
	path := f.path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	return filepath.Dir(path)
}

// openLive begins the report of a live run.
func (f *outputFlags) openLive(s streams, rotate rotateFlags, make maker) (*liveOutput, error) {
	if f.toStdout() {
		file := report.Stdout(s.out)
		r, err := make(file)
		if err != nil {
			return nil, err
		}
		out := output{file, r}
		return &liveOutput{reporter: r, flush: file.Flush, finish: out.finish, abort: file.Abort}, nil
	}
	r, err := report.NewRotation(f.path, report.Rotate{Size: int64(rotate.size), Every: rotate.every}, make)
	if err != nil {
		return nil, err
	}
	return &liveOutput{reporter: r, flush: r.Flush, reopen: r.Reopen, finish: r.Close, abort: r.Abort}, nil
}
