package main

import (
	"errors"
	"time"

	"github.com/spf13/pflag"

	"github.com/tlssniff/tlssniff/selection"
)

// narrowFlags say which records are reported: docs/narrowing.md.
type narrowFlags struct{ selection.Criteria }

func (f *narrowFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.Where, "where", "", "report only connections of which this `expression` is true, as in 'outcome == \"failed\" and server.port == 443'")
	flags.StringArrayVar(&f.Server, "server", nil, "report only those to this `address`, network, address:port or name (given twice: to either)")
	flags.StringArrayVar(&f.Client, "client", nil, "report only those from this `address`, network or address:port")
	flags.StringArrayVar(&f.Names, "sni", nil, "report only those that ask for this `name`; *.example stands for all names below example")
	flags.StringVar(&f.Since, "since", "", "report only those that began at this `time` or later: 2026-01-02, 2026-01-02T15:04:05Z, or 2h ago")
	flags.StringVar(&f.Until, "until", "", "report only those that began before this `time`")
}

// selection returns what the flags ask for, or nil for all records.
func (f *narrowFlags) selection() (*selection.Selection, error) {
	f.Now = time.Now()
	chosen, err := selection.New(f.Criteria)
	var wrong *selection.Error
	if errors.As(err, &wrong) {
		return nil, expressionError("--"+wrong.Criterion, wrong.Err)
	}
	return chosen, err
}
