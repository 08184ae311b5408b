package main

import (
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"github.com/tlssniff/tlssniff/indicator"
	"github.com/tlssniff/tlssniff/report"
)

// listFlags say which lists of indicators are looked for: docs/indicators.md.
func (f *readFlags) listFlags(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.lists, "ioc", nil, "find the indicators of this `file`: addresses, names, certificates' hashes, JA3 and JA4, as text, CSV, MISP or STIX JSON (may be repeated)")
}

// indicators returns what the flags' lists hold, and tells warn what of them can't be used. It is nil without lists.
func (f *readFlags) indicators(warn io.Writer) (*indicator.Set, error) {
	if len(f.lists) == 0 {
		return nil, nil
	}
	set, err := indicator.Load(f.lists)
	if err != nil {
		return nil, usagef("--ioc: %v", err)
	}
	for _, list := range set.Lists() {
		for _, problem := range list.Problems() {
			fmt.Fprintf(warn, "tlssniff: --ioc: %s\n", report.Clean(problem))
		}
	}
	return set, nil
}
