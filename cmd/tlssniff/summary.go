package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tlssniff/tlssniff/report"
)

// summaryFlags are what `tlssniff summary` can be told: some of what read can, and
// how connections are added up.
type summaryFlags struct {
	auditFlags
	by string
}

func newSummary(s streams) *cobra.Command {
	var f summaryFlags
	f.within.Duration = 30 * 24 * time.Hour
	cmd := &cobra.Command{
		Use:   "summary FILE...",
		Short: "Add up the TLS connections in saved captures, for an audit",
		Long: `Add up every TLS connection in saved captures: why connections failed, which
versions and weak suites were agreed on, what else is weak, which clients
break when TLS 1.0 and 1.1 are turned off and which servers still choose them,
how ready servers are for post-quantum key exchange, and which certificates
expire.

--by gives each server, client, name, JA4, version or suite a row, those first
in which most connections failed.

Exit status: 0 the input was read to its end; 1 an input could not be read, or
only in part; 2 the command line is wrong.`,
		Example: `  tlssniff summary capture.pcap
  tlssniff summary --by server /var/captures
  tlssniff summary --format json capture.pcap | jq '.sections.obsolete_clients'
  tlssniff summary --by client --format csv -o clients.csv capture.pcap`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return summary(cmd.Context(), s, f, args) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.by, "by", "", "a row for each "+strings.Join(report.AuditGroups(), ", "))
	flags.StringVar(&f.output.format, "format", "table", "form of the summary: "+strings.Join(report.AuditFormats(), ", "))
	flags.StringVarP(&f.output.path, "output", "o", "", "write the summary to this file (- is standard output)")
	flags.Var(&f.within, "expires-within", "tell of certificates that have expired or do within this time")
	f.add(cmd, "all lines and columns")
	completeValues(cmd, "format", report.AuditFormats()...)
	completeValues(cmd, "by", report.AuditGroups()...)
	return cmd
}

// summary adds up the connections in the captures at paths.
func summary(ctx context.Context, s streams, f summaryFlags, paths []string) error {
	at, err := f.moment(time.Now())
	if err != nil {
		return err
	}
	ask := report.Audit{Format: f.output.format, By: f.by, Within: f.within.Duration, AsOf: at}
	return f.run(ctx, s, paths, func(w io.Writer, look report.Options) (report.Reporter, error) {
		return report.NewAudit(w, look, ask)
	})
}
