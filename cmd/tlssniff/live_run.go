package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/monitor"
	"github.com/tlssniff/tlssniff/privilege"
	"github.com/tlssniff/tlssniff/report"
)

// liveSource is a source of packets that come as they are sent.
type liveSource interface {
	capture.Source
	Stats() []live.Stats
	Notes() []string
}

// runLive reports the connections on interfaces until ctx is done.
func runLive(ctx context.Context, s streams, f liveFlags, interfaces []string) error {
	if err := f.check(len(interfaces)); err != nil {
		return err
	}
	f.bound(len(interfaces))
	options, err := f.engine(s.err)
	if err != nil {
		return err
	}
	keep(&options.Limits, f.memory)
	make, err := f.output.maker(s)
	if err != nil {
		return err
	}
	run := liveRun{streams: s, options: options}
	if f.metrics != "" {
		if run.metrics, err = monitor.Listen(f.metrics); err != nil {
			return usagef("--metrics: %v", err)
		}
		defer run.metrics.Close()
	}
	ctx, run.stop = f.until(ctx)
	defer run.stop()
	source, err := live.Open(interfaces, live.Options{
		Context: ctx, Filter: options.Filter, Snaplen: f.snaplen, Buffer: int(f.buffer), Modest: f.modest,
	})
	if err != nil {
		return err
	}
	defer source.Close()
	run.source, run.options.Source = source, source
	if f.count > 0 {
		run.options.Source = &limited{source, f.count}
	}
	outputs := []destination{{f.output.folder(), func() (err error) {
		if f.viewed(s) {
			run.out = openView(s, interfaces)
			return nil
		}
		run.out, err = f.output.openLive(s, f.rotate, make)
		return err
	}}}
	var packets *report.Packets
	if f.keep.path != "" {
		outputs = append(outputs, destination{folderOf(f.keep.path), func() (err error) {
			packets, err = f.keep.open(f.rotate.when(), &run.options)
			return err
		}})
	}
	err = run.drop(f.user, outputs)
	if run.out != nil {
		defer func() { run.out.abort() }()
	}
	if packets != nil {
		defer packets.Abort()
	}
	if err != nil {
		return err
	}
	if packets != nil {
		run.out.also(packets)
	}
	return run.run()
}

// until returns a context that is done when the flags say that the capture ends.
func (f *liveFlags) until(ctx context.Context) (context.Context, context.CancelFunc) {
	if f.duration > 0 {
		return context.WithTimeout(ctx, f.duration)
	}
	return context.WithCancel(ctx)
}

// liveRun is a run whose source, output and listener are open.
type liveRun struct {
	streams
	options engine.Options
	source  liveSource
	out     *liveOutput
	metrics net.Listener // nil where none are served
	stop    func()       // ends the capture
	notes   []string     // what the log is told first
}

// destination is where output goes: the folder that its files are made in, or "", and what begins it.
type destination struct {
	folder string
	open   func() error
}

// drop gives up the privileges that opened the interfaces, and opens the outputs. A file is made by the user that
// goes on, in the only folders that can still be written to; a pipe or a device is opened before.
func (r *liveRun) drop(user string, outputs []destination) error {
	var folders []string
	for _, o := range outputs {
		if o.folder != "" {
			if !slices.Contains(folders, o.folder) {
				folders = append(folders, o.folder)
			}
		} else if err := o.open(); err != nil {
			return err
		}
	}
	notes, err := privilege.Drop(privilege.Options{User: user, Write: folders})
	r.notes = notes
	for _, o := range outputs {
		if err == nil && o.folder != "" {
			err = o.open()
		}
	}
	return err
}

// run reports what the source gives until it ends, and tells how that went.
func (r *liveRun) run() error {
	watch := monitor.New(r.source)
	end := r.beside(watch)
	o := r.options
	o.Reporter, o.Live, o.Flush = r.out.reporter, true, r.out.flush
	o.Observe, o.Meter = watch.Observe, watch.Meter
	useHugePages()
	// It ends with its source, so that all that was captured is read.
	summary, err := engine.Run(context.Background(), o)
	end()
	if err == nil {
		err = r.out.finish(summary)
	}
	r.summarize(summary)
	for _, problem := range r.source.Problems() {
		err = errors.Join(err, problem)
	}
	return err
}

// beside starts what goes on beside the run, until end is called.
func (r *liveRun) beside(watch *monitor.Monitor) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	log := slog.New(slog.NewTextHandler(r.err, nil))
	if r.out.show != nil {
		log = slog.New(slog.DiscardHandler) // the screen shows what it would say
		all.Go(func() {
			if err := r.out.show(ctx, watch, r.stop); err != nil {
				fmt.Fprintf(r.err, "tlssniff: the screen can't be drawn: %v\n", err)
				r.stop()
			}
		})
	}
	log.Info("capturing", "interfaces", r.source.Names(), "process", strings.Join(r.notes, "; "))
	for _, note := range r.source.Notes() {
		log.Warn(note)
	}
	all.Go(func() { watch.Log(ctx, log) })
	all.Go(func() { watch.Systemd(ctx) })
	if r.metrics != nil {
		all.Go(func() {
			if err := watch.Serve(ctx, r.metrics); err != nil {
				log.Error("metrics are not served any more", "error", err)
			}
		})
	}
	// A reader that went away is an error of writing, not the silent end of the program.
	signal.Ignore(syscall.SIGPIPE)
	hangups := func() {}
	if r.out.reopen != nil {
		hangups = onHangup(r.out.reopen)
	}
	return func() {
		hangups()
		cancel()
		all.Wait()
	}
}

// summarize tells the run, with what was lost before it was read.
func (r *liveRun) summarize(s *report.Summary) {
	stats := r.source.Stats()
	s.Interfaces = len(stats)
	for _, i := range stats {
		s.Lose("packets of "+i.Interface+" that the kernel had no room for", i.Dropped, "raise --buffer, or capture less with -f")
		s.Lose("packets that "+i.Interface+" lost before they could be captured", i.Missed, "its driver's counters tell more (ethtool -S)")
		s.Lose("times that "+i.Interface+" was down", int64(i.Downs), "")
	}
	fmt.Fprint(r.err, s.Text(report.Options{Width: width(r.err), Unicode: unicode()}))
}

// onHangup calls reopen at each SIGHUP until its result is called.
func onHangup(reopen func()) (end func()) {
	hangups, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-hangups:
				reopen()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(hangups)
		close(done)
	}
}

// limited is a live source that ends after so many packets.
type limited struct {
	liveSource
	left int64
}

func (l *limited) Next(b *capture.Batch) error {
	if l.left == 0 {
		b.Packets = b.Packets[:0]
		return io.EOF
	}
	err := l.liveSource.Next(b)
	b.Packets = b.Packets[:min(int64(len(b.Packets)), l.left)]
	l.left -= int64(len(b.Packets))
	return err
}
