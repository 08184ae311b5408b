package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// shownFailures is how many groups of failures a summary names.
const shownFailures = 10

// failures groups what failed by server and cause.
type failures struct {
	of       counts // connections, by server
	by       map[failure]int64
	ungroups int64 // failures of groups past maxCounted
}

// failure is a cause at a server.
type failure struct{ server, cause string }

// add counts a record, whose server's address and port are given as text.
func (f *failures) add(c *record.Connection, server []byte) {
	f.of.addText(server, 1)
	if c.Diagnosis != nil {
		f.count(failure{string(server), c.Diagnosis.Cause}, 1)
	}
}

// appendHostPort appends an address and a port, as net.JoinHostPort has them.
func appendHostPort(b []byte, e *record.Endpoint) []byte {
	if strings.Contains(e.IP, ":") {
		b = append(append(append(b, '['), e.IP...), ']')
	} else {
		b = append(b, e.IP...)
	}
	return strconv.AppendUint(append(b, ':'), uint64(e.Port), 10)
}

func (f *failures) count(group failure, n int64) {
	if f.by == nil {
		f.by = make(map[failure]int64)
	}
	if _, known := f.by[group]; !known {
		if len(f.by) >= maxCounted {
			f.ungroups += n
			return
		}
		group.cause = strings.Clone(group.cause)
	}
	f.by[group] += n
}

func (f *failures) merge(o *failures) {
	f.of.merge(&o.of)
	for _, group := range o.worst() {
		f.count(group, o.by[group])
	}
	f.ungroups += o.ungroups
}

// worst returns the groups, the one with most failures first.
func (f *failures) worst() []failure {
	return slices.SortedFunc(maps.Keys(f.by), func(a, b failure) int {
		return cmp.Or(-cmp.Compare(f.by[a], f.by[b]), cmp.Compare(a.server, b.server), cmp.Compare(a.cause, b.cause))
	})
}

// write tells which causes failed how many of a server's connections.
func (f *failures) write(l *lines) {
	label := "failures"
	groups := f.worst()
	for _, g := range groups[:min(len(groups), shownFailures)] {
		l.add(label, fmt.Sprintf("%s of %s to %s: %s", grouped(f.by[g]), grouped(f.of.of(g.server)), Clean(g.server), Clean(g.cause)))
		label = ""
	}
	var rest counts // of the causes alone, which many servers may share
	for _, g := range groups[min(len(groups), shownFailures):] {
		rest.add(g.cause, f.by[g])
	}
	if f.ungroups > 0 {
		rest.add(others, f.ungroups)
	}
	if rest.total > 0 {
		l.wrap(label, append([]string{"and", grouped(rest.total), "more:"}, most(&rest, rest.told)...))
	}
}
