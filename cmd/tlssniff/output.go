package main

import (
	"cmp"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/tlssniff/tlssniff/report"
)

// outputFlags say in which form a report goes where.
type outputFlags struct {
	format, path, sort, color string
	wide                      bool
}

// output is a report on its way to files or to standard output.
type output struct {
	reporter report.Reporter
	// finish ends the report and puts it where it belongs.
	finish func(*report.Summary) error
	// abort drops what is not whole; after finish it does nothing.
	abort func()
}

// also lets packets be written beside the report.
func (o *output) also(p *report.Packets) {
	finish, abort := o.finish, o.abort
	o.finish = func(s *report.Summary) error { return cmp.Or(finish(s), p.Close(s)) }
	o.abort = func() {
		abort()
		p.Abort()
	}
}

// register names the flags of reports that any format can have.
func (f *outputFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.format, "format", "table", "form of the report: "+strings.Join(report.Formats(), ", "))
	flags.StringVarP(&f.path, "output", "o", "", "write the report to this file, or zeek's logs into this folder, which must be there (- is standard output)")
	flags.BoolVar(&f.wide, "wide", false, "table: all columns, nothing cut")
	flags.StringVar(&f.sort, "sort", "", "table: order by "+strings.Join(report.SortKeys(), ", ")+"; -KEY turns it round")
	flags.StringVar(&f.color, "color", "auto", "table: auto, always or never (NO_COLOR is honoured)")
}

// look returns how a report looks.
func (f *outputFlags) look(s streams) (report.Options, error) {
	terminal := f.toStdout() && term.IsTerminal(int(s.out.Fd()))
	look := report.Options{Terminal: terminal, Width: width(s.out), Wide: f.wide, Sort: f.sort, Unicode: unicode()}
	switch f.color {
	case "always":
		look.Color = true
	case "auto":
		look.Color = terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	case "never":
	default:
		return look, usagef("--color %s: it is auto, always or never", f.color)
	}
	return look, nil
}

// open begins a report, which make makes for a place and a look.
func (f *outputFlags) open(s streams, make func(io.Writer, report.Options) (report.Reporter, error)) (*output, error) {
	look, err := f.look(s)
	if err != nil {
		return nil, err
	}
	file := report.Stdout(s.out)
	if !f.toStdout() {
		if file, err = report.CreateAtomic(f.path); err != nil {
			return nil, err
		}
	}
	reporter, err := make(file, look)
	if err != nil {
		file.Abort()
		return nil, usageError{err}
	}
	return outputOf(file, reporter), nil
}

// openFormat begins a report in the format that was asked for.
func (f *outputFlags) openFormat(s streams) (*output, error) {
	if !f.isFolder() {
		return f.open(s, func(w io.Writer, look report.Options) (report.Reporter, error) {
			return report.New(f.format, w, look)
		})
	}
	if _, err := report.New(f.format, io.Discard, report.Options{}); err != nil {
		return nil, usageError{err}
	}
	if err := f.checkFolder(); err != nil {
		return nil, err
	}
	if info, err := os.Stat(f.path); err != nil || !info.IsDir() {
		return nil, usagef("-o %s: there is no such folder: make it first", f.path)
	}
	folder, err := report.NewFolder(f.format, f.path, report.Rotate{})
	if err != nil {
		return nil, err
	}
	return &output{folder, folder.Close, folder.Abort}, nil
}

// outputOf returns the output of a reporter to a file.
func outputOf(file *report.File, r report.Reporter) *output {
	return &output{
		reporter: r,
		finish: func(s *report.Summary) error {
			if err := r.Close(s); err != nil {
				return err
			}
			return file.Commit()
		},
		abort: file.Abort,
	}
}

// isFolder reports whether -o is a folder, in which a format's logs are put.
func (f *outputFlags) isFolder() bool {
	if f.toStdout() {
		return false
	}
	info, err := os.Stat(f.path)
	return os.IsPathSeparator(f.path[len(f.path)-1]) || err == nil && info.IsDir()
}

// checkFolder says why the format has no logs to put into the folder, if it has none.
func (f *outputFlags) checkFolder() error {
	if !report.HasLogs(f.format) {
		return usagef("-o %s is a folder, and --format %s is one file: name it", f.path, f.format)
	}
	return nil
}

func (f *outputFlags) toStdout() bool { return f.path == "" || f.path == "-" }
