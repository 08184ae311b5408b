package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// groupColumns are those of the table of groups, behind their values.
var groupColumns = []struct {
	heading
	text func(*groupRow) string
	from int // the width of the terminal from which on it is shown; 0 is always
}{
	{heading{title: "NAME", min: 16, floor: 10, end: true}, func(r *groupRow) string { return first(r.ServerNames) }, 110},
	{heading{title: "SEEN", number: true}, func(r *groupRow) string { return grouped(r.Connections) }, 0},
	{heading{title: "FAILED", number: true}, func(r *groupRow) string { return grouped(r.Failed) }, 0},
	{heading{title: "CAUSE", min: 14, floor: 10}, func(r *groupRow) string { return first(r.Causes) }, 0},
	{heading{title: "VERSIONS", min: 8, floor: 8}, versionsText, 100},
	{heading{title: "WEAKNESS", min: 14, floor: 10}, weaknessText, 0},
	{heading{title: "PQ", number: true}, keysText, 0},
	{heading{title: "CERT ENDS"}, endText, 110},
}

// drawGroups writes the groups for a person.
func (a *audit) drawGroups(b *strings.Builder, s *Summary) error {
	rows := a.groups.rows(a.ask.AsOf.of(s))
	l := lines{b: b, width: a.options.Width}
	if len(rows) > 0 {
		if err := a.drawRows(b, rows); err != nil {
			return err
		}
		b.WriteByte('\n')
	}
	s.headline(&l)
	if len(rows) > 0 {
		l.add("rows", fmt.Sprintf("%s, one for each %s; PQ: of the connections whose key exchange shows, those that resist quantum computers", grouped(int64(len(rows))), a.groups.by))
	}
	if a.groups.crowd > 0 {
		l.add("not counted", fmt.Sprintf("%s past the first %s rows: pick connections with a filter (-f)", plural(a.groups.crowd, "connection"), grouped(maxCounted)))
	}
	l.losses(s)
	return nil
}

func (a *audit) drawRows(b *strings.Builder, rows []groupRow) error {
	value := heading{title: strings.ToUpper(a.groups.by), min: 18, floor: 12}
	if a.groups.by == "ja4" {
		value.min, value.floor = 0, 0 // of which a part tells nothing
	}
	g := grid{options: a.options, headings: []heading{value}, rows: make([][]string, len(rows))}
	for i := range rows {
		g.rows[i] = []string{a.groups.shown(rows[i].Value, a.options.Wide)}
	}
	for _, c := range groupColumns {
		if !a.options.Wide && a.options.Width < c.from || c.title == "NAME" && a.groups.by == "sni" {
			continue
		}
		g.headings = append(g.headings, c.heading)
		for i := range rows {
			g.rows[i] = append(g.rows[i], c.text(&rows[i]))
		}
	}
	g.paint = func(row int, text string) string {
		if rows[row].Failed > 0 {
			return a.paint("high", text)
		}
		return a.paint(rows[row].Severity, text)
	}
	return g.draw(b)
}

// shown returns a group's value as a person reads it.
func (g *groups) shown(value string, whole bool) string {
	switch {
	case value == "":
		return "(none)"
	case g.by == "suite" && !whole:
		return suiteShort(value)
	case g.by == "server" && !whole:
		return strings.TrimSuffix(value, ":443")
	}
	return value
}

// first names the most frequent value, and how many others there are.
func first(values []valueCount) string {
	switch len(values) {
	case 0:
		return ""
	case 1:
		return values[0].Value
	}
	return fmt.Sprintf("%s +%d", values[0].Value, len(values)-1)
}

// versionsText names the versions, without what all of TCP's have in common.
func versionsText(r *groupRow) string {
	names := make([]string, len(r.Versions))
	for i, v := range r.Versions {
		names[i] = strings.TrimPrefix(v.Value, "TLS ")
	}
	return strings.Join(names, " ")
}

func weaknessText(r *groupRow) string {
	if r.Severity == "" {
		return ""
	}
	return r.Severity + ": " + first(r.Weaknesses)
}

// keysText says how many of the key exchanges that show are post-quantum.
func keysText(r *groupRow) string {
	if r.KeyExchanges == 0 {
		return ""
	}
	return grouped(r.PostQuantum) + "/" + grouped(r.KeyExchanges)
}

func endText(r *groupRow) string {
	if !r.NotAfter.Present {
		return ""
	}
	return r.NotAfter.Value.Format(time.DateOnly)
}

// grouped returns the groups as JSON has them.
func (a *audit) grouped(s *Summary) any {
	return struct {
		ran
		By   string     `json:"by"`
		Rows []groupRow `json:"rows"`
	}{a.ran(s), a.groups.by, a.groups.rows(a.ask.AsOf.of(s))}
}

// groupsCSV returns the groups as lines.
func (a *audit) groupsCSV(s *Summary) []byte {
	text := appendCSVLine(nil, []string{
		a.groups.by, "server_names", "connections", "failed", "causes", "versions", "severity", "weaknesses",
		"key_exchanges", "key_exchanges_offered_post_quantum", "key_exchanges_post_quantum", "not_after", "days_left",
	})
	for _, r := range a.groups.rows(a.ask.AsOf.of(s)) {
		text = appendCSVLine(text, []string{
			r.Value, listed(r.ServerNames), strconv.FormatInt(r.Connections, 10), strconv.FormatInt(r.Failed, 10),
			listed(r.Causes), listed(r.Versions), r.Severity, listed(r.Weaknesses),
			strconv.FormatInt(r.KeyExchanges, 10), strconv.FormatInt(r.Offered, 10), strconv.FormatInt(r.PostQuantum, 10), date(r.NotAfter), number(r.DaysLeft),
		})
	}
	return text
}

// listed names values, the most frequent first.
func listed(values []valueCount) string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = v.Value
	}
	return strings.Join(names, listSeparator)
}
