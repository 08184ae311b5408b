package selection

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// layouts are the forms of a time, besides an age. What has no zone is UTC, as in records.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly,
}

// moment reads a time: one of the layouts, or an age before now.
func moment(text string, now time.Time) (record.Time, error) {
	if age, ok := parseAge(text); ok {
		return record.Time(now.Add(-age).UnixNano()), nil
	}
	t, err := parseTime(text)
	if err != nil {
		return 0, fmt.Errorf("%q is no time: it is as 2026-01-02, 2026-01-02T15:04:05Z, or an age as 90m, 2h or 7d", text)
	}
	return record.Time(t.UnixNano()), nil
}

// parseTime reads a time in one of the layouts that a record's times can have: 1678 to 2261.
func parseTime(text string) (time.Time, error) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1678 && t.Year() < 2262 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time: it is as 2026-01-02 or 2026-01-02T15:04:05Z", text)
}

// parseAge reads a span of time: as time.ParseDuration does, or in days.
func parseAge(text string) (time.Duration, bool) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.ParseUint(days, 10, 16)
		return time.Duration(n) * 24 * time.Hour, err == nil
	}
	d, err := time.ParseDuration(text)
	return d, err == nil && d >= 0
}
