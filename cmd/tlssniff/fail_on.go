package main

import (
	"github.com/spf13/pflag"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/report"
)

// failOn is what --fail-on asks for.
type failOn struct {
	asked     bool
	threshold finding.Severity
}

func registerFailOn(flags *pflag.FlagSet, text *string) {
	flags.StringVar(text, "fail-on", "", "exit with status 3 if something of this severity or worse is found: info, low, medium, high, critical")
}

func parseFailOn(text string) (failOn, error) {
	if text == "" {
		return failOn{}, nil
	}
	threshold, err := finding.ParseSeverity(text)
	if err != nil {
		return failOn{}, usagef("--fail-on: %v", err)
	}
	return failOn{true, threshold}, nil
}

// judge returns an error if the run found what is asked for.
func (f failOn) judge(s *report.Summary) error {
	if worst, any := s.Worst(); f.asked && any && worst >= f.threshold {
		return errFindings
	}
	return nil
}
