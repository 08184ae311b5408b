package main

import (
	"cmp"
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
	output
	flush func() error
	// reopen lets what comes go to a new file; nil where there is none.
	reopen func()
	// show, where it is set, takes the terminal until its context is done.
	show func(context.Context, *monitor.Monitor, func()) error
}

// openView begins the view of a terminal.
func openView(s streams, interfaces []string) *liveOutput {
	v := view.New(report.Clean(strings.Join(interfaces, ", ")), unicode())
	return &liveOutput{
		output: output{v, v.Close, func() {}},
		flush:  func() error { return nil },
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
	case f.isFolder():
		return make, f.checkFolder()
	}
	return make, nil
}

// folder is where the report's files are made; empty where it goes to no file.
func (f *outputFlags) folder() string {
	if f.isFolder() {
		return resolved(f.path)
	}
	return folderOf(f.path)
}

// folderOf returns where an output's file is made; empty where it goes to none.
func folderOf(path string) string {
	if path == "" || path == "-" {
		return ""
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return ""
	}
	return filepath.Dir(resolved(path))
}

// resolved returns what a path links to.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// openLive begins the report of a live run.
func (f *outputFlags) openLive(s streams, rotate rotateFlags, make maker) (*liveOutput, error) {
	if f.toStdout() {
		file := report.Stdout(s.out)
		r, err := make(file)
		if err != nil {
			return nil, err
		}
		return &liveOutput{output: *outputOf(file, r), flush: file.Flush}, nil
	}
	r, err := f.openFiles(rotate.when(), make)
	if err != nil {
		return nil, err
	}
	return &liveOutput{output: output{r, r.Close, r.Abort}, flush: r.Flush, reopen: r.Reopen}, nil
}

// rotating is a report in files that may be rotated.
type rotating interface {
	report.Reporter
	Flush() error
	Reopen()
	Abort()
}

func (f *outputFlags) openFiles(when report.Rotate, make maker) (rotating, error) {
	if f.isFolder() {
		return report.NewFolder(f.format, f.path, when)
	}
	return report.NewRotation(f.path, when, make)
}

// also lets packets be written beside the report.
func (o *liveOutput) also(p *report.Packets) {
	o.output.also(p)
	flush, reopen := o.flush, o.reopen
	o.flush = func() error { return cmp.Or(flush(), p.Flush()) }
	o.reopen = func() {
		if p.Reopen(); reopen != nil {
			reopen()
		}
	}
}
