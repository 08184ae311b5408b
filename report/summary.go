package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/record"
)

// maxCounted bounds how many different values of one kind are counted apart, so
// that a capture full of made-up ones does not fill the memory.
const maxCounted = 10_000

// Summary tells about a whole run. Its zero value is empty.
type Summary struct {
	Packets, Bytes int64
	// Records is how many saved records were read, where these were and not packets.
	Records record.Optional[int64]
	Files   int
	// Interfaces is how many were captured on, where no files were read.
	Interfaces int
	Start, End record.Time // of the first packet, and of the capture's clock at the end

	// Indicators is how many were looked for, from so many Lists.
	Indicators int64
	Lists      int
	// LeftOut counts the connections that were not asked for by the Criteria, which are named as their flags are. Nothing
	// else counts them.
	LeftOut  int64
	Criteria []string

	// TCPConnections counts all that were seen; Refused and HalfOpen those of them
	// that never carried a byte.
	TCPConnections, Refused, HalfOpen int64
	// UDPConnections counts the UDP flows that spoke QUIC or DTLS.
	UDPConnections int64

	Outcomes, Versions, Suites, Groups, Alerts counts
	failures                                   failures
	// findings counts connections by what was found in them, as SEVERITY CODE: that of one code may differ. Across is what only many of them show together.
	findings counts
	Across   []finding.RunFinding

	certificates        counts // by hash
	Expired, SelfSigned counts // servers' certificates, by subject
	Losses              []Loss
	// Kept tells of the packets that were kept; nil where none were to be.
	Kept *Kept

	text []byte // that is put together to be counted
}

// Loss is something that was skipped, dropped, cut or lost, how often, and what
// can be done about it.
type Loss struct {
	What  string
	Count int64
	Hint  string
}

// String tells the loss in a few words.
func (l Loss) String() string {
	text := grouped(l.Count) + " " + l.What
	if l.Hint != "" {
		text += ": " + l.Hint
	}
	return Clean(text)
}

// others is what values past a limit are counted as.
const others = "others"

// counts counts how often each value was seen.
type counts struct {
	by    map[string]*int64
	total int64
	limit int // how many values are counted apart; maxCounted if it is 0
}

// of returns how often a value was seen.
func (c *counts) of(value string) int64 {
	if n := c.by[value]; n != nil {
		return *n
	}
	return 0
}

func (c *counts) add(value string, n int64) {
	if value != "" && !c.again(c.by[value], n) {
		c.begin(strings.Clone(value), n) // a record that was read back shares its text with others
	}
}

// addText is add for a value that was put together to be counted.
func (c *counts) addText(value []byte, n int64) {
	if !c.again(c.by[string(value)], n) {
		c.begin(string(value), n)
	}
}

// again counts a value that was seen before, or else one past the limit, and reports whether it is either.
func (c *counts) again(seen *int64, n int64) bool {
	if seen == nil && len(c.by) >= cmp.Or(c.limit, maxCounted) {
		if seen = c.by[others]; seen == nil {
			c.begin(others, n)
			return true
		}
	}
	if seen != nil {
		*seen += n
		c.total += n
	}
	return seen != nil
}

// begin counts a value for the first time.
func (c *counts) begin(value string, n int64) {
	if c.by == nil {
		c.by = make(map[string]*int64)
	}
	c.by[value] = &n
	c.total += n
}

func (c *counts) merge(o *counts) {
	for _, value := range slices.Sorted(maps.Keys(o.by)) {
		c.add(value, *o.by[value])
	}
}

// top returns the values seen most, the most frequent first, and last those that are not told apart.
func (c *counts) top() []string {
	values := slices.Collect(maps.Keys(c.by))
	last := func(value string) int {
		if value == others {
			return 1
		}
		return 0
	}
	slices.SortFunc(values, func(a, b string) int {
		return cmp.Or(last(a)-last(b), -cmp.Compare(*c.by[a], *c.by[b]), cmp.Compare(a, b))
	})
	return values
}

// Add counts a record.
func (s *Summary) Add(c *record.Connection) {
	s.Outcomes.add(c.Outcome, 1)
	s.Versions.add(c.Version, 1)
	s.Suites.add(c.CipherSuite, 1)
	s.Groups.add(c.KeyExchangeGroup, 1)
	for i := range c.Alerts {
		if a := &c.Alerts[i]; !a.Encrypted && a.Description != "close_notify" {
			s.text = append(append(append(s.text[:0], a.Description...), " from "...), a.From...)
			s.Alerts.addText(s.text, 1)
		}
	}
	s.text = appendHostPort(s.text[:0], &c.Server)
	s.failures.add(c, s.text)
	for i := range c.Findings {
		f := &c.Findings[i]
		s.text = append(append(append(s.text[:0], f.Severity...), ' '), f.Code...)
		s.findings.addText(s.text, 1)
	}
	leaf := leaf(c)
	if leaf == nil {
		return
	}
	s.certificates.add(leaf.SHA256, 1)
	name := cmp.Or(leaf.CommonName.Value, leaf.Subject.Value, leaf.SHA256)
	if leaf.NotAfter.Present && leaf.NotAfter.Value.Before(c.Start.Std()) {
		s.Expired.add(name, 1)
	}
	if leaf.SelfSigned.Value {
		s.SelfSigned.add(name, 1)
	}
}

// Merge adds what another summary counted of records.
func (s *Summary) Merge(o *Summary) {
	s.Outcomes.merge(&o.Outcomes)
	s.Versions.merge(&o.Versions)
	s.Suites.merge(&o.Suites)
	s.Groups.merge(&o.Groups)
	s.Alerts.merge(&o.Alerts)
	s.failures.merge(&o.failures)
	s.findings.merge(&o.findings)
	s.certificates.merge(&o.certificates)
	s.Expired.merge(&o.Expired)
	s.SelfSigned.merge(&o.SelfSigned)
}

// Lose tells of a loss, if there was one.
func (s *Summary) Lose(what string, count int64, hint string) {
	if count > 0 {
		s.Losses = append(s.Losses, Loss{what, count, hint})
	}
}

// Text tells the run to a person.
func (s *Summary) Text(o Options) string {
	var b strings.Builder
	s.write(&b, o)
	return b.String()
}

// input tells what was read: so many packets or records.
func (s *Summary) input() string {
	if records, there := s.Records.Get(); there {
		return plural(records, "record")
	}
	return plural(s.Packets, "packet")
}

// source tells where it came from.
func (s *Summary) source() string {
	if s.Interfaces > 0 {
		return " on " + plural(int64(s.Interfaces), "interface")
	}
	return " in " + plural(int64(s.Files), "file")
}

// write writes the summary for a person.
func (s *Summary) write(b *strings.Builder, o Options) {
	l := lines{b: b, width: o.Width}
	s.headline(&l)
	s.failures.write(&l)
	s.writeFindings(&l)
	if s.Lists > 0 {
		l.add("indicators", fmt.Sprintf("%s looked for, from %s", grouped(s.Indicators), plural(int64(s.Lists), "list")))
	}
	l.counted("alerts", &s.Alerts)
	l.counted("versions", &s.Versions)
	l.counted("suites", &s.Suites)
	l.counted("groups", &s.Groups)
	if n := int64(len(s.certificates.by)); n > 0 {
		text := plural(n, "server certificate")
		if len(s.Expired.by) > 0 {
			text += "; expired when seen: " + strings.Join(most(&s.Expired, Clean), " ")
		}
		if len(s.SelfSigned.by) > 0 {
			text += "; self-signed: " + strings.Join(most(&s.SelfSigned, Clean), " ")
		}
		l.add("certificates", text)
	}
	if s.Refused > 0 || s.HalfOpen > 0 {
		l.add("never open", fmt.Sprintf("%s refused, %s half open", grouped(s.Refused), grouped(s.HalfOpen)))
	}
	l.losses(s)
	s.Kept.write(&l)
}

// leftOut tells how much more there is than was asked for.
func (s *Summary) leftOut() string {
	return plural(s.LeftOut, "more connection") + " not selected by " + s.criteria()
}

// criteria names what was asked for.
func (s *Summary) criteria() string {
	last := len(s.Criteria) - 1
	if last <= 0 {
		return "--" + strings.Join(s.Criteria, "")
	}
	return "--" + strings.Join(s.Criteria[:last], ", --") + " and --" + s.Criteria[last]
}

// headline counts the connections by their outcomes, and says what was read.
func (s *Summary) headline(l *lines) {
	total := s.Outcomes.total
	switch {
	case total == 0 && s.LeftOut > 0:
		l.flow(0, strings.Fields(fmt.Sprintf("no TLS connections selected by %s in %s%s: %s left out", s.criteria(), s.input(), s.span(), grouped(s.LeftOut))))
		return
	case total == 0:
		fmt.Fprintf(l.b, "no TLS connections in %s%s\n", s.input(), s.span())
		return
	}
	var parts []string
	for _, outcome := range []string{record.OutcomeFailed, record.OutcomeAborted, record.OutcomeNotTLS, record.OutcomeIncomplete, record.OutcomeEstablished} {
		if n := s.Outcomes.of(outcome); n > 0 {
			parts = append(parts, grouped(n)+" "+strings.ReplaceAll(outcome, "not_tls", "not TLS"))
		}
	}
	l.flow(0, append([]string{plural(total, "connection") + ":"}, commas(parts)...))
	l.add("read", s.input()+s.source()+s.span())
	if s.LeftOut > 0 {
		l.add("left out", s.leftOut())
	}
}

// span tells how long the capture is.
func (s *Summary) span() string {
	if s.End <= s.Start {
		return ""
	}
	return ", over " + duration(s.End-s.Start)
}
