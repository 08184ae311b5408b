package main

import (
	"os"

	"github.com/spf13/pflag"

	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/report"
)

// keepFlags say which packets are kept in a file.
type keepFlags struct{ path, which string }

// What --write can be.
const (
	keepHandshakes = "handshakes"
	keepFailed     = "failed"
)

func (f *keepFlags) flags(flags *pflag.FlagSet) {
	flags.StringVarP(&f.path, "packets", "w", "", "keep the packets of the handshakes in this file (pcapng), with the cause of failures as comment")
	flags.StringVar(&f.which, "write", keepHandshakes, "what -w keeps: handshakes, or only the failed ones (with those aborted, incomplete or not TLS)")
}

// check says what is wrong with the flags, given where the report goes.
func (f *keepFlags) check(report *outputFlags) error {
	switch {
	case f.which != keepHandshakes && f.which != keepFailed:
		return usagef("--write %s: it is %s or %s", f.which, keepHandshakes, keepFailed)
	case f.path == "" && f.which != keepHandshakes:
		return usagef("--write %s needs a file to write to: -w FILE", f.which)
	case f.path == "-":
		return usagef("-w -: packets are written to a file; a named pipe (mkfifo) lets another program read them at once")
	case f.path != "" && f.path == report.path:
		return usagef("-w %s: the report is written there", f.path)
	}
	return nil
}

// spares returns an error if the packets were to be written over one of the captures that they are read from.
func (f *keepFlags) spares(captures []string) error {
	there, err := os.Stat(f.path)
	if err != nil {
		return nil
	}
	for _, name := range captures {
		if info, err := os.Stat(name); err == nil && os.SameFile(info, there) && info.Mode().IsRegular() {
			return usagef("-w %s: it is one of the captures that are read", f.path)
		}
	}
	return nil
}

// beside lets the packets of the captures that are read be written beside a report, if it was asked for.
func (f *keepFlags) beside(out *output, captures []string, o *engine.Options) error {
	if f.path == "" {
		return nil
	}
	if err := f.spares(captures); err != nil {
		return err
	}
	packets, err := f.open(report.Rotate{}, o)
	if err == nil {
		out.also(packets)
	}
	return err
}

// open begins the file, and lets a run write to it.
func (f *keepFlags) open(when report.Rotate, o *engine.Options) (*report.Packets, error) {
	packets, err := report.NewPackets(f.path, when)
	if err != nil {
		return nil, err
	}
	o.Keep = &engine.Keep{Writer: packets, FailedOnly: f.which == keepFailed}
	return packets, nil
}
