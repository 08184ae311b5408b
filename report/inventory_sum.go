package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// sum writes what the inventory amounts to, and what it lacks.
func (i *inventory) sum(b *strings.Builder, s *Summary) {
	l := lines{b: b, width: i.options.Width}
	i.headline(&l, s)
	if len(i.all) > 0 {
		i.ages(&l, s)
	}
	var problems, keys counts
	for _, h := range i.all {
		for e := range h.errors.by {
			problems.add(e, 1)
		}
		if h.leaf() {
			keys.add(h.key(), 1)
		}
	}
	l.counted("not trusted", &problems)
	l.counted("keys", &keys)
	i.lacks(&l, s)
	l.losses(s)
}

// headline counts the certificates by their use.
func (i *inventory) headline(l *lines, s *Summary) {
	if len(i.all) == 0 {
		l.flow(0, strings.Fields(fmt.Sprintf("no certificates in %s, %s%s", plural(s.Outcomes.total, "TLS connection"), plural(s.Packets, "packet"), s.span())))
		return
	}
	uses := make(map[string]int64)
	for _, h := range i.all {
		for _, use := range h.uses {
			uses[use]++
		}
	}
	var parts []string
	for _, use := range []struct{ name, text string }{{useServer, "shown by servers"}, {useClient, "shown by clients"}, {useChain, "sent in chains"}} {
		if n := uses[use.name]; n > 0 {
			parts = append(parts, grouped(n)+" "+use.text)
		}
	}
	l.flow(0, append([]string{plural(int64(len(i.all)), "certificate") + ":"}, commas(parts)...))
	l.add("read", plural(s.Packets, "packet")+s.source()+s.span())
}

// ages counts certificates by when they expire.
func (i *inventory) ages(l *lines, s *Summary) {
	now, later := i.ask.AsOf.since(s)
	var expired, soonExpired, expiredSince int64
	within := i.ask.Within.Or(soon * 24 * time.Hour)
	for _, h := range i.all {
		end, known := h.NotAfter.Get()
		switch {
		case !known:
		case end.Before(i.at):
			expired++
		case !end.After(i.at.Add(within)):
			soonExpired++
		}
		if known && later && !end.Before(i.at) && end.Before(now) {
			expiredSince++
		}
	}
	l.add("expiry", fmt.Sprintf("%s expired, %s within %s; counted from %s", grouped(expired), grouped(soonExpired), spanText(within), i.ask.AsOf.text(s)))
	if expiredSince > 0 {
		have := "have"
		if expiredSince == 1 {
			have = "has"
		}
		l.add("", fmt.Sprintf("%s more %s expired since, by %s (--as-of now counts from then)", grouped(expiredSince), have, now.UTC().Format(time.DateOnly)))
	}
}

// spanText writes a span in days where it is whole ones.
func spanText(d time.Duration) string {
	const day = 24 * time.Hour
	if d%day == 0 {
		return plural(int64(d/day), "day")
	}
	return d.String()
}

// lacks tells what is not in the list, and why.
func (i *inventory) lacks(l *lines, s *Summary) {
	if more := len(i.all) - len(i.listed); more > 0 {
		l.add("not listed", fmt.Sprintf("%s that %s later, or %s not tell when", plural(int64(more), "certificate"), verb(more, "expires", "expire"), verb(more, "does", "do")))
	}
	if hidden := s.Outcomes.total - i.shown; hidden > 0 && s.Outcomes.total > 0 {
		l.add("not shown", fmt.Sprintf("%s of %s %s no certificate: TLS 1.3 encrypts them, resumed sessions and failures before them send none",
			grouped(hidden), plural(s.Outcomes.total, "connection"), verb(int(hidden), "shows", "show")))
	}
	if i.dropped > 0 {
		l.add("not kept", fmt.Sprintf("certificates past the first %s, which were shown %s: pick connections with a filter (-f)", grouped(int64(len(i.all))), plural(i.dropped, "time")))
	}
	if crowded := i.crowded(); crowded > 0 {
		l.add("not kept", fmt.Sprintf("servers, names or clients past %d of %s", maxPlaces, plural(crowded, "certificate")))
	}
	if i.ask.PEM != "" && len(i.listed) > 0 {
		l.add("written", Clean(fmt.Sprintf("%s in %s%s", plural(i.written(), "file"), i.ask.PEM, i.unwritten())))
	}
}

// crowded counts the certificates that were shown in more places than are kept.
func (i *inventory) crowded() (n int64) {
	for _, h := range i.all {
		if slices.ContainsFunc([]*counts{&h.servers, &h.names, &h.clients}, func(c *counts) bool { return len(c.by) > maxPlaces }) {
			n++
		}
	}
	return n
}

// verb agrees with a number.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
