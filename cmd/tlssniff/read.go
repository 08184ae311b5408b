package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/capture/filter"
	"github.com/tlssniff/tlssniff/caret"
	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/verify"
)

// readFlags are what `tlssniff read` can be told.
type readFlags struct {
	output         outputFlags
	keep           keepFlags
	narrow         narrowFlags
	lists          []string
	filter         string
	roots          string
	unverified     bool
	failOn         string
	workers        int
	idle, halfOpen time.Duration
	connections    int
}

func newRead(s streams) *cobra.Command {
	var f readFlags
	cmd := &cobra.Command{
		Use:   "read FILE...",
		Short: "Report the TLS connections in saved captures",
		Long: `Report every TLS connection in saved captures: pcap and pcapng, plain or
compressed (gzip, zstd, lz4), recognised by content. A folder stands for the
captures in it, - for standard input. Files are read in the order of their
first packets, and a connection may begin in one and end in the next.

Exit status: 0 the input was read to its end, whatever it holds; 1 an input
could not be read, or only in part (what was read is reported first); 2 the
command line is wrong; 3 something as bad as --fail-on was found.`,
		Example: `  tlssniff read capture.pcap
  tlssniff read -f 'host 10.0.0.7 and tcp port 443' /var/captures
  tlssniff read -w failed.pcapng --write failed /var/captures
  zcat huge.pcap.gz | tlssniff read --format ndjson - | jq .server_name`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return read(cmd.Context(), s, f, args) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	f.output.register(flags)
	f.keep.flags(flags)
	flags.StringVarP(&f.filter, "filter", "f", "", "read only the packets that match, as in 'host 10.0.0.7 and tcp port 443'")
	f.narrow.add(flags)
	flags.IntVar(&f.workers, "workers", 0, "goroutines that follow connections (0: one a processor)")
	f.rootFlags(flags)
	f.listFlags(flags)
	registerFailOn(flags, &f.failOn)
	f.limitFlags(flags)
	completeInput(cmd)
	completeValues(cmd, "write", keepHandshakes, keepFailed)
	completeValues(cmd, "format", report.Formats()...)
	completeValues(cmd, "sort", sortings()...)
	completeValues(cmd, "fail-on", finding.Severities()...)
	return cmd
}

// limitFlags are those that say when a connection is over, and how many are followed.
func (f *readFlags) limitFlags(flags *pflag.FlagSet) {
	limits := engine.DefaultLimits().Reassembly
	flags.DurationVar(&f.idle, "idle-timeout", limits.Idle, "silence after which a connection is over, by the capture's clock")
	flags.DurationVar(&f.halfOpen, "half-open-timeout", limits.HalfOpen, "silence after which an unanswered connection is over")
	flags.IntVar(&f.connections, "max-connections", limits.Flows, "connections followed at once; the longest idle are dropped, and counted")
}

// read reports what is in the captures at paths.
func read(ctx context.Context, s streams, f readFlags, paths []string) error {
	options, err := f.engine(s.err)
	if err != nil {
		return err
	}
	if err := f.keep.check(&f.output); err != nil {
		return err
	}
	threshold, err := parseFailOn(f.failOn)
	if err != nil {
		return err
	}
	out, err := f.output.openFormat(s)
	if err != nil {
		return err
	}
	defer func() { out.abort() }()
	files, err := capture.Open(paths, capture.Options{Stdin: s.in})
	if err != nil {
		return err
	}
	defer files.Close()
	if err := f.keep.beside(out, files.Names(), &options); err != nil {
		return err
	}
	summary, err := readInto(ctx, s, options, out, files)
	if err != nil {
		return err
	}
	return threshold.judge(summary)
}

// run reads the captures at paths into the report that make makes.
func (f *readFlags) run(ctx context.Context, s streams, paths []string, make func(io.Writer, report.Options) (report.Reporter, error)) error {
	options, err := f.engine(s.err)
	if err != nil {
		return err
	}
	out, err := f.output.open(s, make)
	if err != nil {
		return err
	}
	defer out.abort()
	files, err := capture.Open(paths, capture.Options{Stdin: s.in})
	if err != nil {
		return err
	}
	defer files.Close()
	_, err = readInto(ctx, s, options, out, files)
	return err
}

// readInto reads captures and writes their report. It returns the run's summary where it could.
func readInto(ctx context.Context, s streams, options engine.Options, out *output, files *capture.Files) (*report.Summary, error) {
	options.Source, options.Reporter = files, out.reporter

	progress := report.StartProgress(s.err, files.Progress)
	useHugePages()
	summary, err := engine.Run(ctx, options)
	progress.Stop()
	if err != nil {
		return nil, err
	}
	failed := out.finish(summary)
	if err := tell(s.err, ctx, files.Problems()); failed == nil {
		return summary, err
	}
	return nil, failed
}

// tell names everything that could not be read.
func tell(w io.Writer, ctx context.Context, problems []error) error {
	for _, p := range problems {
		fmt.Fprintf(w, "tlssniff: %v\n", p)
	}
	if ctx.Err() != nil {
		fmt.Fprintln(w, "tlssniff: interrupted: the report holds what was read until then")
		return errTold
	}
	if len(problems) > 0 {
		return errTold
	}
	return nil
}

// engine returns the options of a run. What of them is of no use is told to warn.
func (f *readFlags) engine(warn io.Writer) (engine.Options, error) {
	o := engine.Options{Workers: f.workers, Limits: engine.DefaultLimits()}
	if f.workers < 0 {
		return o, usagef("--workers %d: there can't be fewer than none", f.workers)
	}
	if f.idle <= 0 || f.halfOpen <= 0 {
		return o, usagef("a time-out must be longer than nothing")
	}
	if f.connections <= 0 {
		return o, usagef("--max-connections %d: there must be room for one", f.connections)
	}
	o.Limits.Reassembly.Idle, o.Limits.Reassembly.HalfOpen = f.idle, f.halfOpen
	o.Limits.Reassembly.Flows = f.connections
	roots, err := f.verification()
	if err != nil {
		return o, err
	}
	o.Roots = roots
	if o.Indicators, err = f.indicators(warn); err != nil {
		return o, err
	}
	if o.Selection, err = f.narrow.selection(); err != nil {
		return o, err
	}
	if f.filter != "" {
		parsed, err := filter.Parse(f.filter)
		if err != nil {
			return o, expressionError("filter", err)
		}
		o.Filter = parsed
	}
	return o, nil
}

// rootFlags are those that say what certificates are verified against.
func (f *readFlags) rootFlags(flags *pflag.FlagSet) {
	flags.StringVar(&f.roots, "roots", "", "verify certificates against the roots in this PEM file, not against the system's")
	flags.BoolVar(&f.unverified, "no-verify", false, "verify no certificates")
}

// verification returns the roots that the flags ask for, or nil for none.
func (f *readFlags) verification() (*verify.Roots, error) {
	switch {
	case f.unverified && f.roots != "":
		return nil, usagef("--roots and --no-verify contradict each other")
	case f.unverified:
		return nil, nil
	case f.roots == "":
		return verify.SystemRoots(), nil
	}
	roots, err := verify.FileRoots(f.roots)
	if err != nil {
		return nil, usagef("--roots: %v", err)
	}
	return roots, nil
}

// expressionError says what is wrong with an expression, and shows where where that is known.
func expressionError(what string, err error) error {
	var wrong *caret.Error
	if errors.As(err, &wrong) {
		return usagef("%s: %v\n%s", what, err, wrong.Picture())
	}
	return usagef("%s: %v", what, err)
}
