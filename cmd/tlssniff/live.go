package main

import (
	"os"
	"strings"
	"time"

	"github.com/docker/go-units"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/report"
)

// liveFlags are what `tlssniff live` can be told: what read can, how packets are
// captured, and how long and within which bounds it runs.
type liveFlags struct {
	readFlags
	snaplen  int
	modest   bool
	buffer   size
	duration time.Duration
	count    int64
	memory   size
	rotate   rotateFlags
	metrics  string
	user     string
	// formatGiven says that --format was.
	formatGiven bool
}

// rotateFlags say when output goes on in a new file.
type rotateFlags struct {
	size  size
	every time.Duration
}

func (f rotateFlags) when() report.Rotate { return report.Rotate{Size: int64(f.size), Every: f.every} }

func newLive(s streams) *cobra.Command {
	f := liveFlags{buffer: live.DefaultBuffer, memory: defaultMemory}
	cmd := &cobra.Command{
		Use:   "live INTERFACE...",
		Short: "Report the TLS connections on network interfaces, as they end",
		Long: `Report every TLS connection on network interfaces within a second of its end.
On a terminal they are shown in a view that stays up to date; elsewhere, and
where --format or -o is given, a line a connection is written. 'any' stands
for all interfaces. What is said of the run goes to standard error: once a
minute how it stands, and a summary at its end.

An interrupt (or SIGTERM) ends the capture, writes the connections that are
open, and the summary; a second one ends the program at once. SIGHUP lets -o
and -w go on in new files.

Exit status: 0 the capture was ended; 1 packets could not be captured or
records not be written; 2 the command line is wrong.`,
		Example: `  tlssniff live eth0
  tlssniff live -f 'tcp port 443' --format ndjson eth0 eth1 | jq .diagnosis
  tlssniff live -o records/tls.ndjson --rotate-every 1h --metrics 9430 any
  tlssniff live eth0 -w failed.pcapng --write failed`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.formatGiven = cmd.Flags().Changed("format")
			return runLive(cmd.Context(), s, f, args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.output.format, "format", "table", "form of the report: "+strings.Join(streamingFormats(), ", ")+"; table is a line a connection")
	flags.StringVarP(&f.output.path, "output", "o", "", "write the report to this file, or zeek's logs into this folder (- is standard output); a file has its name when it is whole")
	f.keep.flags(flags)
	flags.Var(&f.rotate.size, "rotate-size", "go on in a new file before one is larger, as in 100M")
	flags.DurationVar(&f.rotate.every, "rotate-every", 0, "go on in a new file after this time, as in 1h")
	flags.StringVarP(&f.filter, "filter", "f", "", "capture only the packets that match, as in 'host 10.0.0.7 and tcp port 443'")
	f.narrow.add(flags)
	flags.IntVar(&f.snaplen, "snaplen", live.DefaultSnaplen, "bytes kept of a packet")
	flags.BoolVar(&f.modest, "no-promiscuous", false, "capture only what is addressed to this machine")
	flags.Var(&f.buffer, "buffer", "memory in which packets wait, for each interface")
	flags.DurationVar(&f.duration, "duration", 0, "stop after this time, as in 10m")
	flags.Int64Var(&f.count, "count", 0, "stop after so many packets")
	flags.IntVar(&f.workers, "workers", 0, "goroutines that follow connections (0: one a processor)")
	f.rootFlags(flags)
	f.listFlags(flags)
	flags.Var(&f.memory, "max-memory", "memory that is used at most; the longest idle connections are dropped, and counted")
	limits := engine.DefaultLimits().Reassembly
	flags.DurationVar(&f.idle, "idle-timeout", limits.Idle, "silence after which a connection is over")
	flags.DurationVar(&f.halfOpen, "half-open-timeout", limits.HalfOpen, "silence after which an unanswered connection is over")
	flags.IntVar(&f.connections, "max-connections", 0, "connections followed at once (0: as many as --max-memory has room for)")
	flags.StringVar(&f.metrics, "metrics", "", "serve Prometheus metrics and /healthz here: PORT of this machine alone, or ADDRESS:PORT")
	flags.StringVar(&f.user, "user", "", "the user to become when the interfaces are open (default: who called sudo, else nobody)")
	flags.StringVar(&f.output.color, "color", "auto", "auto, always or never (NO_COLOR is honoured)")
	completeInput(cmd)
	cmd.ValidArgsFunction = completeInterfaces
	completeValues(cmd, "write", keepHandshakes, keepFailed)
	completeValues(cmd, "format", streamingFormats()...)
	return cmd
}

// streamingFormats are those that can be written while connections go on.
func streamingFormats() []string {
	var names []string
	for _, name := range report.Formats() {
		if r, err := report.New(name, nil, report.Options{Live: true}); err == nil && r.Streaming() {
			names = append(names, name)
		}
	}
	return names
}

// viewed reports whether the run is shown in a view: on a terminal that nothing else is asked for.
func (f *liveFlags) viewed(s streams) bool {
	return f.output.path == "" && !f.formatGiven && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(s.out.Fd()))
}

// check says what is wrong with the flags that read does not have, given on how many interfaces is captured.
func (f *liveFlags) check(interfaces int) error {
	least := minMemory + size(interfaces)*f.buffer
	switch {
	case f.duration < 0 || f.count < 0:
		return usagef("--duration and --count can't be less than nothing")
	case f.rotate.every < 0:
		return usagef("--rotate-every %v: there is no time before now", f.rotate.every)
	case (f.rotate != rotateFlags{}) && f.output.toStdout() && f.keep.path == "":
		return usagef("--rotate-size and --rotate-every need a file to rotate: -o FILE or -w FILE")
	case f.connections < 0:
		return usagef("--max-connections %d: there must be room for one", f.connections)
	case f.memory < least:
		return usagef("--max-memory %s: it takes %s at least, with --buffer %s for each interface", &f.memory, &least, &f.buffer)
	case f.snaplen < 1 || f.snaplen > live.DefaultSnaplen:
		return usagef("--snaplen %d: it is from 1 to %d bytes", f.snaplen, live.DefaultSnaplen)
	}
	return f.keep.check(&f.output)
}

// size is a number of bytes, as a flag has it: 4096, 64M, 1G.
type size int64

func (s *size) Set(text string) error {
	n, err := units.RAMInBytes(text)
	*s = size(n)
	return err
}

func (s *size) String() string {
	return strings.TrimSuffix(strings.TrimSuffix(units.BytesSize(float64(*s)), "B"), "i")
}

// Type is how help calls it.
func (*size) Type() string { return "size" }
