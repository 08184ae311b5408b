package html

import "time"

// periods are how long a certificate is still valid when it is seen.
const periods = 6

// period names, in order, and below how long a certificate falls into each.
var expiries = [periods]struct {
	name  string
	below time.Duration
}{
	{"expired when seen", 0},
	{"within 7 days", 7 * 24 * time.Hour},
	{"within 30 days", 30 * 24 * time.Hour},
	{"within 90 days", 90 * 24 * time.Hour},
	{"within a year", 365 * 24 * time.Hour},
	{"later", 1<<63 - 1},
}

// period names the one that a certificate with so much time left falls into.
func period(left time.Duration) string {
	for _, e := range expiries {
		if left < e.below {
			return e.name
		}
	}
	return expiries[periods-1].name
}

// periodNamed returns the place of a period, or -1.
func periodNamed(name string) int {
	for i, e := range expiries {
		if e.name == name {
			return i
		}
	}
	return -1
}
