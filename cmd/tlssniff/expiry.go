package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/report"
)

// expiryFlags say which certificates expire soon, and counted from when.
type expiryFlags struct {
	within days
	asOf   string
}

// moment returns what days are counted from.
func (f *expiryFlags) moment(now time.Time) (report.AsOf, error) {
	at, err := report.ParseAsOf(f.asOf, now)
	if err != nil {
		return at, usagef("--as-of: %v", err)
	}
	return at, nil
}

// days is a time that is usually told in days: 30d, 2w, or as Go has durations (36h).
type days struct {
	time.Duration
	given bool
}

// maxDays is a hundred years, which no certificate of use is valid for.
const maxDays = 36_525

func (d *days) Set(text string) error {
	for unit, length := range map[string]int{"d": 1, "w": 7} {
		if count, ok := strings.CutSuffix(text, unit); ok {
			n, err := strconv.Atoi(count)
			if err != nil || n < 0 || n > maxDays/length {
				return fmt.Errorf("it is a number of days from 0 to %d, as in 30d", maxDays)
			}
			*d = days{time.Duration(n*length) * 24 * time.Hour, true}
			return nil
		}
	}
	span, err := time.ParseDuration(text)
	if err != nil || span < 0 {
		return fmt.Errorf("it is a time as 30d, 2w or 36h")
	}
	*d = days{span, true}
	return nil
}

func (d *days) String() string {
	if d.Duration == 0 {
		return ""
	}
	return fmt.Sprintf("%dd", int(d.Hours()/24))
}

// Type is how help calls it.
func (*days) Type() string { return "days" }
