package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/report"
)

func newInterfaces(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "interfaces",
		Short: "List the network interfaces that can be sniffed",
		Long: `List the network interfaces that 'tlssniff live' can sniff, with their state,
what their packets begin with, and their addresses. What permission is
missing, and the one command that grants it, is told on standard error.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list, err := live.Interfaces()
			if err != nil {
				return err
			}
			if err := printInterfaces(s.out, list); err != nil {
				return err
			}
			if missing := live.Permitted(); missing != nil {
				fmt.Fprintf(s.err, "tlssniff: %v\n", missing)
			}
			return nil
		},
	}
}

// longestName is how wide the column of names may get; with it, an IPv6 address
// ends within 80 columns.
const longestName = 15

// printInterfaces prints a line for each interface, and one for each address after its first.
func printInterfaces(w io.Writer, list []live.Interface) error {
	wide := len("NAME")
	for _, i := range list {
		if n := len(report.Clean(i.Name)); n <= longestName {
			wide = max(wide, n)
		}
	}
	var b strings.Builder
	row := func(cells ...string) {
		line := fmt.Sprintf("%-*s  %-10s  %-8s  %s", wide, cells[0], cells[1], cells[2], cells[3])
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	row("NAME", "STATE", "LINK", "ADDRESSES")
	for _, i := range list {
		name := report.Clean(i.Name)
		if len(name) > wide {
			b.WriteString(name + "\n")
			name = ""
		}
		details := []string{report.Clean(i.Description)}
		if len(i.Addresses) > 0 && i.Description == "" {
			details = nil
		}
		for _, a := range i.Addresses {
			details = append(details, a.String())
		}
		row(name, i.State, i.Link, details[0])
		for _, d := range details[1:] {
			row("", "", "", d)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
