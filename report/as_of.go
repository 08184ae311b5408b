package report

import (
	"fmt"
	"time"
)

// AsOf is the moment from which days are counted until certificates expire. Its
// zero value is the capture's end, so that a capture gives the same report whenever it is read.
type AsOf struct {
	at time.Time
	// now is when the program runs. Where days are counted from the capture's end, what expired since is told.
	now time.Time
}

// ParseAsOf understands "capture", "now", and a date as 2006-01-02.
func ParseAsOf(text string, now time.Time) (AsOf, error) {
	switch text {
	case "capture":
		return AsOf{now: now}, nil
	case "now":
		return AsOf{at: now}, nil
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return AsOf{}, fmt.Errorf("%q is no day: it is capture (its end), now, or a date as 2006-01-02", text)
	}
	return AsOf{at: at}, nil
}

// of returns the moment for a run.
func (a AsOf) of(s *Summary) time.Time {
	if a.at.IsZero() {
		return s.End.Std()
	}
	return a.at
}

// since returns the present, where it is more than a day after the capture's end, from which days are counted.
func (a AsOf) since(s *Summary) (now time.Time, later bool) {
	return a.now, a.at.IsZero() && a.now.Sub(s.End.Std()) > 24*time.Hour
}

// text says what days are counted from.
func (a AsOf) text(s *Summary) string {
	at := a.of(s).UTC().Format(time.DateTime + " UTC")
	if a.at.IsZero() {
		return at + ", the capture's end"
	}
	return at
}

// daysLeft returns how many whole days are left from one moment to another; what is past is negative.
func daysLeft(from, until time.Time) int {
	const day = 24 * time.Hour
	left := until.Sub(from)
	days := int(left / day)
	if left < 0 && left%day != 0 {
		days--
	}
	return days
}
