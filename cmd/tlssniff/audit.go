package main

import "github.com/spf13/cobra"

// auditFlags are those of the commands that add whole captures up.
type auditFlags struct {
	readFlags
	expiryFlags
}

// add names the flags that these commands share, behind those for the report's form and place. Wide says what --wide shows.
func (f *auditFlags) add(cmd *cobra.Command, wide string) {
	flags := cmd.Flags()
	flags.StringVar(&f.asOf, "as-of", "capture", "count days until expiry from here: capture (its end), now, or a date as 2026-01-31")
	flags.StringVarP(&f.filter, "filter", "f", "", "read only the packets that match, as in 'host 10.0.0.7 and tcp port 443'")
	flags.BoolVar(&f.output.wide, "wide", false, "table: "+wide+", nothing cut")
	flags.StringVar(&f.output.color, "color", "auto", "table: auto, always or never (NO_COLOR is honoured)")
	flags.IntVar(&f.workers, "workers", 0, "goroutines that follow connections (0: one a processor)")
	f.narrow.add(flags)
	f.rootFlags(flags)
	f.limitFlags(flags)
	completeInput(cmd)
	completeValues(cmd, "expires-within", "30d", "60d", "90d")
	completeValues(cmd, "as-of", "capture", "now")
}
