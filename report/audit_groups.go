package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/record"
)

// auditGroups are what connections can be grouped by.
var auditGroups = choices[func(*digest) string]{
	{"server", func(d *digest) string { return d.server }},
	{"client", func(d *digest) string { return d.client }},
	{"sni", func(d *digest) string { return d.name }},
	{"ja4", func(d *digest) string { return d.ja4 }},
	{"version", func(d *digest) string { return d.version }},
	{"suite", func(d *digest) string { return d.suite }},
}

// AuditGroups names what connections can be grouped by.
func AuditGroups() []string { return auditGroups.names() }

// groups adds connections up by one of their values.
type groups struct {
	by    string
	value func(*digest) string
	kept  map[string]*group
	crowd int64 // connections past maxCounted groups
}

func newGroups(by string) (*groups, error) {
	value, known := auditGroups.find(by)
	if !known {
		return nil, fmt.Errorf("connections can't be grouped by %q: it is one of %s", by, strings.Join(AuditGroups(), ", "))
	}
	return &groups{by: by, value: value, kept: make(map[string]*group)}, nil
}

func (g *groups) add(d *digest) {
	if !room(g.kept, g.value(d), newGroup, func(v *group) { v.add(d) }) {
		g.crowd++
	}
}

// maxCauses is how many causes of a group are told apart: more than there are.
const maxCauses = 256

// group is what connections with the same value amount to.
type group struct {
	n, failed int64
	keys
	outcomes, versions, causes counts
	names                      counts    // that were asked for
	weak                       counts    // findings that are worse than good to know
	worst                      int       // severity of them; below any where there are none
	end                        time.Time // of the server's certificate that ends first
}

func newGroup() *group {
	few := counts{limit: maxFew}
	return &group{versions: few, names: few, causes: counts{limit: maxCauses}, worst: -1}
}

func (g *group) add(d *digest) {
	g.n++
	if d.failed() {
		g.failed++
		g.causes.add(d.cause, 1)
	}
	g.keys.add(d)
	g.outcomes.add(d.outcome, 1)
	g.versions.add(d.version, 1)
	g.names.add(d.name, 1)
	for _, code := range d.findings {
		if f, known := finding.Lookup(code); known && f.Severity > finding.Info {
			g.weak.add(code, 1)
			g.worst = max(g.worst, int(f.Severity))
		}
	}
	if end := d.leaf.end; !end.IsZero() && (g.end.IsZero() || end.Before(g.end)) {
		g.end = end
	}
}

// severity names the worst that was found.
func (g *group) severity() string {
	if g.worst < 0 {
		return ""
	}
	return finding.Severity(g.worst).String()
}

// found names the weaknesses, the worst first, of those as bad the most frequent.
func (g *group) found() []string {
	codes := g.weak.top()
	slices.SortStableFunc(codes, func(a, b string) int {
		x, _ := finding.Lookup(a)
		y, _ := finding.Lookup(b)
		return -cmp.Compare(x.Severity, y.Severity)
	})
	return codes
}

// groupRow is a group as JSON has it.
type groupRow struct {
	Value       string       `json:"value"` // "" for connections that have none
	ServerNames []valueCount `json:"server_names,omitzero"`
	Connections int64        `json:"connections"`
	Failed      int64        `json:"failed"`
	Outcomes    []valueCount `json:"outcomes"`
	Causes      []valueCount `json:"causes,omitzero"`
	Versions    []valueCount `json:"versions,omitzero"`
	Severity    string       `json:"severity,omitzero"`
	Weaknesses  []valueCount `json:"weaknesses,omitzero"`
	// KeyExchanges are those that show; in Offered the client offers a post-quantum one, and PostQuantum are such.
	KeyExchanges int64                      `json:"key_exchanges"`
	Offered      int64                      `json:"key_exchanges_offered_post_quantum"`
	PostQuantum  int64                      `json:"key_exchanges_post_quantum"`
	NotAfter     record.Optional[time.Time] `json:"not_after,omitzero"` // of the server's certificate that ends first
	DaysLeft     record.Optional[int]       `json:"days_left,omitzero"`
}

// rows returns the groups, those first in which most failed, then the weakest, then the largest.
func (g *groups) rows(at time.Time) []groupRow {
	values := make([]string, 0, len(g.kept))
	for value := range g.kept {
		values = append(values, value)
	}
	slices.SortFunc(values, func(a, b string) int {
		x, y := g.kept[a], g.kept[b]
		return cmp.Or(-cmp.Compare(x.failed, y.failed), -cmp.Compare(x.worst, y.worst), -cmp.Compare(x.n, y.n), cmp.Compare(a, b))
	})
	rows := make([]groupRow, len(values))
	for i, value := range values {
		rows[i] = g.kept[value].row(value, at)
		if g.by == "sni" {
			rows[i].ServerNames = nil
		}
	}
	return rows
}

func (g *group) row(value string, at time.Time) groupRow {
	r := groupRow{
		Value: value, ServerNames: g.names.values(), Connections: g.n, Failed: g.failed,
		Outcomes: g.outcomes.values(), Causes: g.causes.values(), Versions: g.versions.values(), Severity: g.severity(),
		KeyExchanges: g.keyed, Offered: g.offered, PostQuantum: g.postQuantum,
	}
	for _, code := range g.found() {
		r.Weaknesses = append(r.Weaknesses, valueCount{code, g.weak.of(code)})
	}
	if !g.end.IsZero() {
		r.NotAfter, r.DaysLeft = record.Some(g.end), record.Some(daysLeft(at, g.end))
	}
	return r
}
