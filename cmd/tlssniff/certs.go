package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// certsFlags are what `tlssniff certs` can be told: some of what read can, and
// which certificates are listed.
type certsFlags struct {
	auditFlags
	pem string
}

func newCerts(s streams) *cobra.Command {
	var f certsFlags
	cmd := &cobra.Command{
		Use:   "certs FILE...",
		Short: "List the certificates in saved captures, and what is wrong",
		Long: `List every certificate that servers and clients show in saved captures, once
each: its names, issuer, key and expiry, where and how often it was seen, and
whether it was verified or why not. What needs somebody to act comes first.
TLS 1.3 encrypts certificates: how many connections show none is told below
the list.

Days are counted from the capture's end, so that the same capture gives the
same list; --as-of now counts from today. --pem writes the certificates
themselves, each to a file named by its SHA-256 hash: DIR/HASH.pem, or .der
where it is broken.

Exit status: 0 the input was read to its end; 1 an input could not be read, or
only in part; 2 the command line is wrong.`,
		Example: `  tlssniff certs capture.pcap
  tlssniff certs --expires-within 30d --as-of now /var/captures
  tlssniff certs --format csv -o certificates.csv capture.pcap
  tlssniff certs --pem certificates capture.pcap`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return certs(cmd.Context(), s, f, args) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.output.format, "format", "table", "form of the list: "+strings.Join(report.InventoryFormats(), ", "))
	flags.StringVarP(&f.output.path, "output", "o", "", "write the list to this file (- is standard output)")
	flags.StringVar(&f.pem, "pem", "", "write each listed certificate to a file in this folder, which is made if it is not there")
	flags.Var(&f.within, "expires-within", "list only those that have expired or do within this time, as in 30d")
	f.add(cmd, "all columns")
	completeValues(cmd, "format", report.InventoryFormats()...)
	complete(cmd, "pem", cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs))
	return cmd
}

// certs lists the certificates in the captures at paths.
func certs(ctx context.Context, s streams, f certsFlags, paths []string) error {
	at, err := f.moment(time.Now())
	if err != nil {
		return err
	}
	ask := report.Inventory{Format: f.output.format, AsOf: at, PEM: f.pem}
	if f.within.given {
		ask.Within = record.Some(f.within.Duration)
	}
	return f.run(ctx, s, paths, func(w io.Writer, look report.Options) (report.Reporter, error) {
		return report.NewInventory(w, look, ask)
	})
}
