package view

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// Bounds of what is kept: of the connections that failed and of the others.
const (
	maxKept  = 1000
	maxBytes = 16 << 20
)

// entry is one connection that ended.
type entry struct {
	report.Brief
	// record is the whole of it, in JSON.
	record []byte
}

// separator stands between an encoded entry's brief and its record.
const separator = '\n'

// encode appends a connection as decode reads it.
func encode(dst []byte, c *record.Connection) []byte {
	brief, err := json.Marshal(report.BriefOf(c))
	if err != nil {
		panic(err) // strings and a time can be written
	}
	return c.AppendJSON(append(append(dst, brief...), separator))
}

// decode returns the entry that was encoded. It keeps none of the bytes.
func decode(encoded []byte) *entry {
	brief, rest, _ := bytes.Cut(encoded, []byte{separator})
	e := &entry{record: bytes.Clone(rest)}
	if err := json.Unmarshal(brief, &e.Brief); err != nil {
		panic(err) // encode wrote it
	}
	return e
}

// failed reports whether a person should look at the entry first.
func (e *entry) failed() bool { return e.Outcome != record.OutcomeEstablished }

// matches reports whether any of an entry's words has a text in it, in whatever case.
func (e *entry) matches(text string) bool {
	if text == "" {
		return true
	}
	all := strings.Join([]string{e.Outcome, e.Client, e.Server, e.Name, e.Version, e.Suite, e.Problem}, "\n")
	return strings.Contains(strings.ToLower(all), strings.ToLower(text))
}

// latest keeps the latest connections. It may be used by several goroutines; its zero value is empty.
type latest struct {
	mu           sync.Mutex
	failed, good recent
	added        int64
}

func (l *latest) add(e *entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.added++
	if e.failed() {
		l.failed.add(e)
	} else {
		l.good.add(e)
	}
}

// matching returns the entries that match a text, those that failed first and the latest first, and
// how many were added so far.
func (l *latest) matching(text string) (all []*entry, added int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range []*recent{&l.failed, &l.good} {
		for i := len(r.entries) - 1; i >= 0; i-- {
			if e := r.entries[i]; e.matches(text) {
				all = append(all, e)
			}
		}
	}
	return all, l.added
}

// recent are entries, the oldest first, within bounds.
type recent struct {
	entries []*entry
	bytes   int
}

func (r *recent) add(e *entry) {
	r.entries = append(r.entries, e)
	r.bytes += len(e.record)
	for len(r.entries) > 1 && (len(r.entries) > maxKept || r.bytes > maxBytes) {
		r.bytes -= len(r.entries[0].record)
		r.entries[0], r.entries = nil, r.entries[1:]
	}
}
