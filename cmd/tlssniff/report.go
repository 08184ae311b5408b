package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/replay"
	"github.com/tlssniff/tlssniff/report"
)

// reportFlags are what `tlssniff report` can be told.
type reportFlags struct {
	output outputFlags
	narrow narrowFlags
	failOn string
}

func newReport(s streams) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report RECORDS...",
		Short: "Show saved records again, in another form",
		Long: `Report the connections in saved records: what 'read --format ndjson' and 'live
-o' wrote, plain or compressed (gzip, zstd, lz4), of any number of captures
and sensors. A folder stands for the files in it that are called NAME.ndjson,
with anything behind (NAME.ndjson.gz); - for standard input.

ndjson keeps the order of the records; the other forms are in the order in
which the connections began. A connection that comes again (its uid is the
same) is left out.

Exit status: 0 the records were read to their end; 1 some could not be read
(the others are reported first); 2 the command line is wrong; 3 something as
bad as --fail-on was found.`,
		Example: `  tlssniff report tls.ndjson
  tlssniff report --where 'outcome == "failed"' --format markdown tls.ndjson
  tlssniff report --format html -o incident.html a.ndjson.gz b.ndjson.gz
  jq -c 'select(.server_name == "db.example")' tls.ndjson | tlssniff report -`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return reportRecords(cmd.Context(), s, f, args) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	f.output.register(flags)
	f.narrow.add(flags)
	registerFailOn(flags, &f.failOn)
	completeValues(cmd, "format", report.Formats()...)
	completeValues(cmd, "sort", sortings()...)
	completeValues(cmd, "fail-on", finding.Severities()...)
	return cmd
}

// toldBy are the formats that tell what was left out by themselves.
var toldBy = []string{"table", "markdown", "html"}

// reportRecords reports what is in the records at paths.
func reportRecords(ctx context.Context, s streams, f reportFlags, paths []string) error {
	threshold, err := parseFailOn(f.failOn)
	if err != nil {
		return err
	}
	chosen, err := f.narrow.selection()
	if err != nil {
		return err
	}
	out, err := f.output.openFormat(s)
	if err != nil {
		return err
	}
	defer out.abort()
	files, err := replay.Open(paths, s.in)
	if err != nil {
		return err
	}
	// Most of what is kept (uids, places) has no pointers: to collect often costs little, and nearly halves the memory.
	defer debug.SetGCPercent(debug.SetGCPercent(40))
	progress := report.StartProgress(s.err, files.Progress)
	summary, err := replay.Run(ctx, files, out.reporter, chosen)
	progress.Stop()
	if err != nil {
		return err
	}
	if err := out.finish(summary); err != nil {
		return err
	}
	if !slices.Contains(toldBy, f.output.format) {
		for _, loss := range summary.Losses {
			fmt.Fprintf(s.err, "tlssniff: %d %s\n", loss.Count, loss.What)
		}
	}
	if err := tell(s.err, ctx, files.Problems()); err != nil {
		return err
	}
	return threshold.judge(summary)
}
