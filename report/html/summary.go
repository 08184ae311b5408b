package html

// Summary is what the page tells of the whole run that the connections do not
// tell one by one. All of its texts are clean.
type Summary struct {
	Read    string // how much was read, over what time
	Started string // when the capture begins, or empty

	// Outcomes, Versions and the like count connections, the value seen most first.
	Outcomes, Versions, Suites, Groups []Count
	// Failures groups what failed by server and cause, the largest group first.
	Failures []Failure
	// Findings are the kinds that were found, the worst first, and Across what only many connections show.
	Findings []Finding
	Across   []Across
	// Losses are what was not read, a sentence each.
	Losses []string
}

// Count is how often a value was seen.
type Count struct {
	Value string
	N     int64
}

// Failure is how many of a server's connections failed for one cause. Without a
// cause it is those of which neither is known any more.
type Failure struct {
	Server, Cause, Title string
	N, Of                int64
}

// Finding is how many connections something was found in.
type Finding struct {
	Code, Severity, Title string
	N                     int64
}

// Across is something that only many connections show.
type Across struct{ Code, Severity, Title, Subject, Detail string }

// total adds counts.
func total(counts []Count) (n int64) {
	for _, c := range counts {
		n += c.N
	}
	return n
}

// of returns how often a value was seen.
func of(counts []Count, value string) int64 {
	for _, c := range counts {
		if c.Value == value {
			return c.N
		}
	}
	return 0
}
