package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// newRoot returns the command line's root.
func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "tlssniff",
		Short: "Say what happened in every TLS handshake of captured traffic, and why one failed",
		Long: `tlssniff reads captured traffic, puts each connection's bytes in order, reads
the SSL/TLS handshake in them, and reports every connection: its version,
cipher suite, certificates and alerts, how it ended, what is weak in it, and,
where it failed, why: with the packets that prove it, and what to change.`,
		Example:       "  tlssniff read capture.pcap\n  tlssniff explain capture.pcap",
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", fmt.Sprintf(".FlagUsagesWrapped %d", width(s.out))))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%v (see '%s --help')", err, cmd.CommandPath())
	})
	root.AddCommand(newRead(s), newLive(s), newReport(s), newExplain(s), newCerts(s), newSummary(s), newInterfaces(s))
	for _, c := range append(root.Commands(), root) {
		c.Args = usageArgs(c.Args)
	}
	return root
}

// usageArgs makes a wrong number of arguments an error of usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(cmd, args); err != nil {
			return usagef("%v (see '%s --help')", err, cmd.CommandPath())
		}
		return nil
	}
}

// released is the version of a released binary; packaging/release sets it.
var released string

// version returns the version that the binary was built from.
func version() string {
	if released != "" {
		return released
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}
