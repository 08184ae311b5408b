package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/metrics"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// liveFlags are what `tlssniff live` can be told.
type liveFlags struct {
	readFlags
	rotateSize, maxMemory, buffer bytesValue
	rotateEvery, duration         time.Duration
	snaplen                       int
	count                         int64
	modest                        bool
	metrics                       string
}

func newLive(s streams) *cobra.Command {
	f := liveFlags{buffer: live.DefaultBuffer, maxMemory: 1 << 30}
	cmd := &cobra.Command{
		Use:   "live INTERFACE...",
		Short: "Report TLS connections on network interfaces, each when it ends",
		Long: `Report the TLS connections on network interfaces, each when it ends, until
interrupted: then the open ones are reported too, and a summary goes to standard
error. A second interrupt ends at once. Once a minute a line on standard error
tells how it goes. What is known of a server comes from earlier connections.

It needs the permission to capture, and says which command grants it.

Exit status: 0 it was interrupted, or --duration or --count ended it; 1 capturing
or writing failed; 2 the command line is wrong.`,
		Example: `  tlssniff live eth0
  tlssniff live eth0 -f 'tcp port 443' --format ndjson | jq .server_name
  tlssniff live eth0 eth1 --format ndjson -o /var/log/tlssniff/records.ndjson --rotate-size 100M --metrics 9117`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return sniff(cmd.Context(), s, f, args) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.output.format, "format", "line", "form of the report: "+strings.Join(report.StreamingFormats(), ", "))
	flags.StringVarP(&f.output.path, "output", "o", "", "write the report to this file, or go on with it; a hangup signal (SIGHUP) opens it again")
	flags.Var(&f.rotateSize, "rotate-size", "with -o: go on in a new file when one is this large (100M)")
	flags.DurationVar(&f.rotateEvery, "rotate-every", 0, "with -o: go on in a new file when one is this old (1h)")
	flags.StringVarP(&f.filter, "filter", "f", "", "capture only the packets that match, as in 'host 10.0.0.7 and tcp port 443'")
	flags.IntVar(&f.snaplen, "snaplen", live.DefaultSnaplen, "bytes of a packet that are captured")
	flags.BoolVar(&f.modest, "no-promiscuous", false, "capture only what is addressed to this machine")
	flags.Var(&f.buffer, "buffer", "bytes that wait in the kernel for each interface")
	flags.DurationVar(&f.duration, "duration", 0, "end after this time (0: never)")
	flags.Int64Var(&f.count, "count", 0, "end after so many packets (0: never)")
	flags.IntVar(&f.workers, "workers", 0, "goroutines that follow connections (0: one a processor)")
	f.rootFlags(flags)
	flags.StringVar(&f.metrics, "metrics", "", "serve Prometheus metrics and /healthz at this address; a port alone is for this machine only")
	flags.Var(&f.maxMemory, "max-memory", "bytes of memory to stay within: the longest idle connections go first, and are counted")
	limits := engine.DefaultLimits().Reassembly
	flags.DurationVar(&f.idle, "idle-timeout", limits.Idle, "silence after which a connection is over")
	flags.DurationVar(&f.halfOpen, "half-open-timeout", limits.HalfOpen, "silence after which an unanswered connection is over")
	return cmd
}

// Of the memory that a capture may take: what an open connection takes, and how much may wait to be put in order.
const (
	connectionMemory = 8 << 10
	waitingShare     = 8 // a part of so many
	leastMemory      = 64 << 20
)

// options returns the options of the run and of its source.
func (f *liveFlags) options() (engine.Options, live.Options, error) {
	f.connections = max(1, int(f.maxMemory)/2/connectionMemory)
	o, err := f.engine()
	if err != nil {
		return o, live.Options{}, err
	}
	switch {
	case f.maxMemory < leastMemory:
		return o, live.Options{}, usagef("--max-memory %v: it takes %v at least", f.maxMemory, bytesValue(leastMemory))
	case !slices.Contains(report.StreamingFormats(), f.output.format):
		return o, live.Options{}, usagef("--format %s: what is written as connections end is one of %s", f.output.format, strings.Join(report.StreamingFormats(), ", "))
	case f.output.toStdout() && (f.rotateSize > 0 || f.rotateEvery > 0):
		return o, live.Options{}, usagef("--rotate-size and --rotate-every need a file: -o FILE")
	case f.duration < 0 || f.count < 0 || f.rotateEvery < 0:
		return o, live.Options{}, usagef("--duration, --count and --rotate-every can't be less than nothing")
	}
	o.Live = true
	o.Limits.Reassembly.Waiting = int64(f.maxMemory) / waitingShare
	o.Limits.Memory = int64(f.maxMemory)
	return o, live.Options{Filter: o.Filter, Snaplen: f.snaplen, Buffer: int(f.buffer), Modest: f.modest}, nil
}

// sniff reports what comes on interfaces until ctx is done.
func sniff(ctx context.Context, s streams, f liveFlags, interfaces []string) error {
	options, from, err := f.options()
	if err != nil {
		return err
	}
	var listener net.Listener
	if f.metrics != "" {
		if listener, err = metrics.Listen(f.metrics); err != nil {
			return fmt.Errorf("--metrics: %w", err)
		}
		defer listener.Close()
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if f.duration > 0 {
		ctx, stop = context.WithTimeout(ctx, f.duration)
		defer stop()
	}
	from.Context = ctx
	source, err := live.Open(interfaces, from)
	if err != nil {
		return err
	}
	defer source.Close()
	out, err := f.openLog(s)
	if err != nil {
		return err
	}
	if options.Reporter, err = report.New(f.output.format, out, report.Options{Unicode: unicode()}); err != nil {
		return usageError{err}
	}
	debug.SetMemoryLimit(int64(f.maxMemory) * 3 / 4)

	options.Source, options.Meter, options.Flush = limited(source, f.count), new(engine.Meter), out.Flush
	if listener != nil {
		m := metrics.New(options.Meter, source.Stats)
		options.Observe = m.Observe
		go m.Serve(ctx, listener)
	}
	log := slog.New(slog.NewTextHandler(s.err, nil))
	for _, note := range source.Notes() {
		log.Warn(note)
	}
	watch := newWatch(log, options.Meter, source)
	options.Observe = watch.observing(options.Observe)
	go watch.run(ctx)
	defer reopenOnHangup(ctx, log, out)()

	// The source ends when ctx is done; the run itself goes on until all is written.
	summary, err := engine.Run(context.WithoutCancel(ctx), options)
	if err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	for _, lost := range source.Stats() {
		summary.Lose("packets dropped on "+lost.Interface+" because the buffer was full", lost.Dropped, "raise --buffer, or narrow the filter")
		summary.Lose("packets lost on "+lost.Interface+" before they came to the buffer", lost.Missed, "")
	}
	fmt.Fprint(s.err, "\n", summary.Text(report.Options{Width: width(s.err), Unicode: unicode()}))
	return tell(s.err, context.Background(), source.Problems())
}

// liveLog is where a live report goes.
type liveLog interface {
	io.Writer
	Flush() error
	Reopen() error
	Close() error
}

// openLog opens the file that the report goes to, or standard output.
func (f *liveFlags) openLog(s streams) (liveLog, error) {
	if f.output.toStdout() {
		return stdoutLog{report.Stdout(s.out)}, nil
	}
	return report.OpenLog(f.output.path, report.LogOptions{Size: int64(f.rotateSize), Every: f.rotateEvery})
}

// stdoutLog is standard output as a log.
type stdoutLog struct{ *report.File }

func (stdoutLog) Reopen() error  { return nil }
func (l stdoutLog) Close() error { return l.Commit() }

// limited ends a source after so many packets; 0 is without limit.
func limited(source capture.Source, packets int64) capture.Source {
	if packets == 0 {
		return source
	}
	return &limit{source, packets}
}

type limit struct {
	capture.Source
	left int64
}

func (l *limit) Next(b *capture.Batch) error {
	if l.left == 0 {
		b.Packets = b.Packets[:0]
		return io.EOF
	}
	if err := l.Source.Next(b); err != nil {
		return err
	}
	b.Packets = b.Packets[:min(int64(len(b.Packets)), l.left)]
	l.left -= int64(len(b.Packets))
	return nil
}

// observer is told of each record.
type observer = func(*record.Connection)
