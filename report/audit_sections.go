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

// The findings that sections of their own tell.
const (
	codeObsoleteClient = "obsolete_client"
	codeNoPostQuantum  = "no_post_quantum"
	codeExpired        = "certificate_expired"
	codeExpiresSoon    = "certificate_expires_soon"
)

// sections returns what a survey tells, in the order in which an auditor reads it.
// Certificates are told that expire within a time, counted from a moment.
func (s *survey) sections(at time.Time, within time.Duration) []section {
	return []section{
		{name: "failures", value: "FAILURE", detail: "WHERE", facts: s.failureFacts()},
		{name: "versions", value: "VERSION", detail: "WHERE", facts: s.versionFacts()},
		{name: "weak_suites", value: "WEAK CIPHER SUITE", detail: "WHY", facts: s.suiteFacts()},
		{name: "weaknesses", value: "OTHER WEAKNESS", detail: "WHERE", facts: s.weaknessFacts()},
		{name: "obsolete_clients", value: "OBSOLETE CLIENT", detail: "NEWEST OFFER, JA4", facts: s.clientFacts(), plain: true},
		{name: "obsolete_servers", value: "OBSOLETE SERVER", detail: "CHOOSES, THOUGH OFFERED BETTER", facts: s.serverFacts(), plain: true},
		{name: "post_quantum", value: "POST-QUANTUM SERVER", detail: "READY", facts: s.keyFacts()},
		{name: "certificates", value: "EXPIRING CERTIFICATE", detail: "EXPIRES", facts: s.leafFacts(at, within)},
	}
}

// failureFacts tells why connections failed, and where most did.
func (s *survey) failureFacts() (all []fact) {
	for _, cause := range s.causes.top() {
		all = append(all, s.causes[cause].fact(cause, "", mostAt(s.causes[cause])))
	}
	return all
}

// versionFacts tells all versions, the obsolete ones first.
func (s *survey) versionFacts() (all []fact) {
	for _, version := range s.versions.top() {
		f := s.versions[version].fact(version, severityOf(finding.OfVersion(version)), "")
		if f.Severity != "" {
			f.Detail = mostAt(s.versions[version])
		}
		all = append(all, f)
	}
	sortFacts(all)
	return all
}

// suiteFacts tells the suites that anything is found in.
func (s *survey) suiteFacts() (all []fact) {
	for _, suite := range s.suites.top() {
		found := finding.OfSuite(s.suiteIDs[suite])
		if len(found) == 0 {
			continue
		}
		codes := make([]string, len(found))
		for i, d := range found {
			codes[i] = d.Code
		}
		all = append(all, s.suites[suite].fact(suite, found[0].Severity.String(), strings.Join(codes, ", ")))
	}
	sortFacts(all)
	return all
}

// weaknessFacts tells what was found besides, without what is only good to know.
func (s *survey) weaknessFacts() (all []fact) {
	told := map[string]bool{codeObsoleteClient: true, codeNoPostQuantum: true}
	for version := range s.versions {
		if d, weak := finding.OfVersion(version); weak {
			told[d.Code] = true
		}
	}
	for suite := range s.suites {
		for _, d := range finding.OfSuite(s.suiteIDs[suite]) {
			told[d.Code] = true
		}
	}
	for _, code := range s.findings.top() {
		if d, known := finding.Lookup(code); known && !told[code] && d.Severity > finding.Info {
			all = append(all, s.findings[code].fact(code, d.Severity.String(), mostAt(s.findings[code])))
		}
	}
	sortFacts(all)
	return all
}

// clientFacts tells the clients that break when nothing below TLS 1.2 is allowed any more.
func (s *survey) clientFacts() (all []fact) {
	severity := severityOf(finding.Lookup(codeObsoleteClient))
	for client, sp := range s.clients {
		f := sp.fact(client.ip, severity, client.offer+", "+cmp.Or(client.ja4, "no JA4"))
		f.Clients, f.Offers, f.JA4 = 0, client.offer, client.ja4
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b fact) int {
		return cmp.Or(-cmp.Compare(a.Connections, b.Connections), cmp.Compare(a.Value, b.Value), cmp.Compare(a.JA4, b.JA4), cmp.Compare(a.Offers, b.Offers))
	})
	return all
}

// serverFacts tells the servers that choose an obsolete version though the client has a newer one.
func (s *survey) serverFacts() (all []fact) {
	for address, v := range s.servers {
		if v.kept == 0 {
			continue
		}
		versions := v.obsolete.top()
		d, weak := finding.OfVersion(versions[0])
		detail := strings.Join(versions, ", ") + ", never a newer one"
		if v.newer > 0 {
			detail = fmt.Sprintf("%s; a newer one in %s", strings.Join(versions, ", "), plural(v.newer, "connection"))
		}
		f := v.fact(v.title(address), severityOf(d, weak), detail)
		f.Connections, f.Servers = v.kept, 0
		all = append(all, f)
	}
	sortFacts(all)
	return all
}

// keyFacts tells how ready servers are for post-quantum key exchange: first those that
// do not take what clients offer, last those that nobody asked.
func (s *survey) keyFacts() (all []fact) {
	rank := make(map[string]int)
	for address, v := range s.servers {
		if v.keyed == 0 {
			continue
		}
		f := v.fact(v.title(address), "", "")
		f.Connections, f.Servers = v.keyed, 0
		f.Known, f.Offered, f.Negotiated = record.Some(v.keyed), record.Some(v.offered), record.Some(v.postQuantum)
		rank[f.Value], f.Detail = v.readiness()
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b fact) int {
		return cmp.Or(cmp.Compare(rank[a.Value], rank[b.Value]), -cmp.Compare(a.Connections, b.Connections), cmp.Compare(a.Value, b.Value))
	})
	return all
}

// readiness says how ready a server is, and ranks it.
func (v *server) readiness() (rank int, text string) {
	switch {
	case v.offered == 0:
		return 3, "not known: never offered"
	case v.postQuantum == 0:
		rank, text = 0, "no"
	case v.postQuantum < v.offered:
		rank, text = 1, "partly"
	default:
		rank, text = 2, "yes"
	}
	return rank, fmt.Sprintf("%s: %s of %s taken", text, grouped(v.postQuantum), plural(v.offered, "offer"))
}

// leafFacts tells the servers' certificates that have expired, or soon will.
func (s *survey) leafFacts(at time.Time, within time.Duration) (all []fact) {
	expired, soon := severityOf(finding.Lookup(codeExpired)), severityOf(finding.Lookup(codeExpiresSoon))
	for hash, l := range s.leaves {
		if l.end.IsZero() || l.end.After(at.Add(within)) {
			continue
		}
		f := l.fact(l.title, soon, "")
		if l.end.Before(at) {
			f.Severity = expired
		}
		days := daysLeft(at, l.end)
		f.Clients, f.Detail = 0, l.end.Format(time.DateOnly)+", "+daysText(days)
		f.SHA256, f.Issuer, f.NotAfter, f.DaysLeft = hash, l.issuer, l.end, record.Some(days)
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b fact) int {
		return cmp.Or(a.NotAfter.Compare(b.NotAfter), cmp.Compare(a.SHA256, b.SHA256))
	})
	return all
}

// daysText says how long something is away, or past.
func daysText(days int) string {
	switch {
	case days < 0:
		return plural(int64(-days), "day") + " ago"
	case days == 0:
		return "within a day"
	}
	return "in " + plural(int64(days), "day")
}

// mostAt names the server that something is seen at most, how often where it is not the only one, and how many more there are.
func mostAt(s *spread) string {
	top := s.servers.top()
	if len(top) > 1 {
		return fmt.Sprintf("%s, %s more", s.servers.told(top[0]), grouped(s.servers.distinct()-1))
	}
	return top[0]
}

func severityOf(d finding.Definition, known bool) string {
	if !known {
		return ""
	}
	return d.Severity.String()
}

// sortFacts orders facts by severity, then by how many connections they are of.
func sortFacts(all []fact) {
	rank := func(f *fact) int {
		if severity, err := finding.ParseSeverity(f.Severity); err == nil {
			return int(severity)
		}
		return -1
	}
	slices.SortFunc(all, func(a, b fact) int {
		return cmp.Or(-cmp.Compare(rank(&a), rank(&b)), -cmp.Compare(a.Connections, b.Connections), cmp.Compare(a.Value, b.Value))
	})
}
