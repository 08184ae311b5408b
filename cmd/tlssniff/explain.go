package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/report"
)

// explainFlags are what `tlssniff explain` can be told: some of what read can,
// and which connections.
type explainFlags struct {
	readFlags
	pick report.Explain
}

func newExplain(s streams) *cobra.Command {
	f := explainFlags{readFlags: defaultReadFlags()}
	cmd := &cobra.Command{
		Use:   "explain FILE... | CODE",
		Short: "Tell the handshakes in saved captures, or explain a code",
		Long: `Tell each TLS connection in saved captures as a story: what the client and the
server said, step by step, what it means, how it ended and why. Connections
that failed come first. They are numbered in the order of their first packets.

What is no file is explained: a cause, a finding, an alert (by name or
number), a cipher suite (by IANA's name, OpenSSL's, or its code point), a
version.

Exit status: 0 the input was read to its end; 1 an input could not be read, or
only in part; 2 the command line is wrong, or no connection is the one asked
for.`,
		Example: `  tlssniff explain capture.pcap
  tlssniff explain --conn 3 capture.pcap
  tlssniff explain --conn 10.0.0.7:51234 /var/captures
  tlssniff explain server_chain_incomplete
  tlssniff explain handshake_failure`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			missing := missingFile(args)
			switch {
			case missing == "":
				return explain(cmd.Context(), s, f, args)
			case explainTerm(s.out, width(s.out), args):
				return nil
			}
			return usagef("there is no file %s, and it is no cause, finding, alert, cipher suite or version", missing)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.pick.Conn, "conn", "", "tell only this connection: its number, its uid or the beginning of it, or IP:PORT of either side")
	flags.IntVar(&f.pick.Limit, "limit", 20, "connections told at most (0: all)")
	flags.StringVarP(&f.output.path, "output", "o", "", "write the stories to this file (- is standard output)")
	flags.StringVarP(&f.filter, "filter", "f", "", "read only the packets that match, as in 'host 10.0.0.7 and tcp port 443'")
	f.narrow.add(flags)
	f.rootFlags(flags)
	f.listFlags(flags)
	flags.StringVar(&f.output.color, "color", "auto", "auto, always or never (NO_COLOR is honoured)")
	completeInput(cmd)
	cmd.ValidArgsFunction = completeExplain
	return cmd
}

// missingFile returns the first argument that is neither a file nor standard input.
func missingFile(args []string) string {
	for _, arg := range args {
		if _, err := os.Stat(arg); arg != "-" && errors.Is(err, os.ErrNotExist) {
			return arg
		}
	}
	return ""
}

// explain tells the connections in the captures at paths.
func explain(ctx context.Context, s streams, f explainFlags, paths []string) error {
	err := f.run(ctx, s, paths, func(w io.Writer, look report.Options) (report.Reporter, error) {
		return report.NewExplain(w, look, f.pick)
	})
	if pick := (report.PickError{}); errors.As(err, &pick) {
		return usageError{err}
	}
	return err
}

// defaultReadFlags are those of read where nothing is said.
func defaultReadFlags() readFlags {
	limits := engine.DefaultLimits().Reassembly
	return readFlags{idle: limits.Idle, halfOpen: limits.HalfOpen, connections: limits.Flows}
}
