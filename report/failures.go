package report

import (
	"cmp"
	"fmt"
	"maps"
	"net"
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

func (f *failures) add(c *record.Connection) {
	server := net.JoinHostPort(c.Server.IP, strconv.Itoa(int(c.Server.Port)))
	f.of.add(server, 1)
	if c.Diagnosis != nil {
		f.count(failure{server, c.Diagnosis.Cause}, 1)
	}
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
		l.add(label, fmt.Sprintf("%s of %s to %s: %s", grouped(f.by[g]), grouped(f.of.by[g.server]), Clean(g.server), Clean(g.cause)))
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
