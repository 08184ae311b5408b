package report

import (
	"strconv"

	"github.com/tlssniff/tlssniff/record"
)

// AuditSchema is the value of a summary's schema field.
const AuditSchema = "tlssniff.summary/1"

// ran tells of the run that was added up.
type ran struct {
	Schema      string       `json:"schema"`
	Start       record.Time  `json:"start"`
	End         record.Time  `json:"end"`
	Packets     int64        `json:"packets"`
	Files       int          `json:"files"`
	Connections int64        `json:"connections"`
	Outcomes    []valueCount `json:"outcomes,omitzero"`
	NotRead     []string     `json:"not_read,omitzero"`
	// NotCounted counts connections of which something was not told apart for want of room.
	NotCounted int64 `json:"not_counted,omitzero"`
}

func (a *audit) ran(s *Summary) ran {
	r := ran{
		Schema: AuditSchema, Start: s.Start, End: s.End, Packets: s.Packets, Files: s.Files,
		Connections: s.Outcomes.total, Outcomes: s.Outcomes.values(), NotCounted: a.crowd(),
	}
	for _, loss := range s.Losses {
		r.NotRead = append(r.NotRead, loss.String())
	}
	return r
}

// surveyed returns the survey as JSON has it: the run, then a list for each section.
func (a *audit) surveyed(s *Summary) any {
	facts := make(map[string][]fact)
	for _, part := range a.survey.sections(a.ask.AsOf.of(s), a.ask.Within) {
		facts[part.name] = append([]fact{}, part.facts...)
	}
	return struct {
		ran
		KeyExchanges int64             `json:"key_exchanges"`
		Offered      int64             `json:"key_exchanges_offered_post_quantum"`
		PostQuantum  int64             `json:"key_exchanges_post_quantum"`
		Sections     map[string][]fact `json:"sections"`
	}{a.ran(s), a.survey.keyed, a.survey.offered, a.survey.postQuantum, facts}
}

// factFields are the columns of a survey as CSV.
var factFields = []struct {
	name string
	text func(*fact) string
}{
	{"value", func(f *fact) string { return f.Value }},
	{"severity", func(f *fact) string { return f.Severity }},
	{"connections", func(f *fact) string { return strconv.FormatInt(f.Connections, 10) }},
	{"clients", func(f *fact) string { return numberOf(f.Clients) }},
	{"servers", func(f *fact) string { return numberOf(f.Servers) }},
	{"detail", func(f *fact) string { return f.Detail }},
	{"offers", func(f *fact) string { return f.Offers }},
	{"ja4", func(f *fact) string { return f.JA4 }},
	{"known", func(f *fact) string { return maybeNumber(f.Known) }},
	{"offered", func(f *fact) string { return maybeNumber(f.Offered) }},
	{"negotiated", func(f *fact) string { return maybeNumber(f.Negotiated) }},
	{"sha256", func(f *fact) string { return f.SHA256 }},
	{"issuer", func(f *fact) string { return f.Issuer }},
	{"not_after", func(f *fact) string {
		if f.NotAfter.IsZero() {
			return ""
		}
		return date(record.Some(f.NotAfter))
	}},
	{"days_left", func(f *fact) string { return number(f.DaysLeft) }},
}

// surveyCSV returns the survey as lines, each with its section's name.
func (a *audit) surveyCSV(s *Summary) []byte {
	line := []string{"section"}
	for _, f := range factFields {
		line = append(line, f.name)
	}
	text := appendCSVLine(nil, line)
	for _, part := range a.survey.sections(a.ask.AsOf.of(s), a.ask.Within) {
		for i := range part.facts {
			line = append(line[:0], part.name)
			for _, f := range factFields {
				line = append(line, f.text(&part.facts[i]))
			}
			text = appendCSVLine(text, line)
		}
	}
	return text
}

// numberOf writes a count; what is not counted is left empty.
func numberOf(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func maybeNumber(n record.Optional[int64]) string {
	if !n.Present {
		return ""
	}
	return strconv.FormatInt(n.Value, 10)
}
