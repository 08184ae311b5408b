package main

import (
	"github.com/spf13/cobra"

	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/diagnosis"
	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/report"
)

// captureEndings are what captures are usually called. They are recognised by content; this is for
// the shell, which completes names.
var captureEndings = []string{"pcap", "pcapng", "cap", "gz", "zst", "lz4"}

// completeValues lets the shell complete a flag's value from a list.
func completeValues(cmd *cobra.Command, flag string, values ...string) {
	complete(cmd, flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// complete lets the shell complete a flag's value by a function. There must be such a flag.
func complete(cmd *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err)
	}
}

// completeInput lets the shell complete what all commands have that read captures.
func completeInput(cmd *cobra.Command) {
	cmd.ValidArgsFunction = completeCaptures
	completeValues(cmd, "color", "auto", "always", "never")
	complete(cmd, "roots", cobra.FixedCompletions([]string{"pem", "crt", "cer"}, cobra.ShellCompDirectiveFilterFileExt))
	complete(cmd, "filter", cobra.NoFileCompletions)
}

func completeCaptures(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return captureEndings, cobra.ShellCompDirectiveFilterFileExt
}

// completeExplain offers the codes that can be explained, and where none fits the shell's files.
func completeExplain(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return completeCaptures(nil, nil, "")
	}
	var codes []string
	for _, c := range diagnosis.Causes() {
		codes = append(codes, cobra.CompletionWithDesc(c.Code, c.Title))
	}
	for _, d := range finding.Definitions() {
		codes = append(codes, cobra.CompletionWithDesc(d.Code, d.Title))
	}
	return codes, cobra.ShellCompDirectiveDefault
}

// completeInterfaces offers the interfaces that are not named yet.
func completeInterfaces(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	list, err := live.Interfaces()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	named := make(map[string]bool)
	for _, arg := range args {
		named[arg] = true
	}
	var names []string
	for _, i := range list {
		if !named[i.Name] {
			names = append(names, cobra.CompletionWithDesc(report.Clean(i.Name), i.State))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// sortings are the table's orders, and each of them turned round.
func sortings() []string {
	var all []string
	for _, key := range report.SortKeys() {
		all = append(all, key, "-"+key)
	}
	return all
}
