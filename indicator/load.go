package indicator

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
)

// Limits of what is read and kept.
const (
	maxLists = 1000
	maxFile  = 1 << 30 // bytes of one list
	maxNote  = 200     // bytes kept of what a list says of an indicator
	maxBad   = 5       // entries of one list that are told; the others are counted
	maxKinds = 50      // of those that are left alone
)

// List is one file of indicators.
type List struct {
	Path       string
	Indicators int // that were read
	bad        []string
	moreBad    int
	// ignored counts entries by kinds that TLS does not show.
	ignored map[string]int
}

// Problems says which entries of the list are not used, a line each.
func (l *List) Problems() []string {
	all := slices.Clone(l.bad)
	if l.moreBad > 0 {
		all = append(all, fmt.Sprintf("%s: and %d more entries that can't be read", l.Path, l.moreBad))
	}
	if len(l.ignored) > 0 {
		total, parts := 0, []string(nil)
		for _, kind := range slices.SortedFunc(maps.Keys(l.ignored), func(a, b string) int {
			return cmp.Or(-cmp.Compare(l.ignored[a], l.ignored[b]), cmp.Compare(a, b))
		}) {
			total += l.ignored[kind]
			parts = append(parts, fmt.Sprintf("%s (%d)", kind, l.ignored[kind]))
		}
		all = append(all, fmt.Sprintf("%s: entries left alone: %s", l.Path, strings.Join(parts, ", ")))
	}
	if l.Indicators == 0 {
		all = append(all, l.Path+": there is no indicator in it")
	}
	return all
}

// Load reads lists. An entry that can't be read is told by its list's Problems; an
// error says that a file is no list, or can't be read to its end.
func Load(paths []string) (*Set, error) {
	s := newSet()
	if len(paths) > maxLists {
		return nil, fmt.Errorf("more than %d lists", maxLists)
	}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		err = s.read(path, f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	s.noted = nil
	return s, nil
}

// read reads one list, whose format its content tells.
func (s *Set) read(path string, r io.Reader) error {
	s.lists = append(s.lists, List{Path: path})
	l := &loader{set: s, list: &s.lists[len(s.lists)-1]}
	limited := &io.LimitedReader{R: r, N: maxFile + 1}
	b := bufio.NewReaderSize(limited, 64<<10)
	if start, _ := b.Peek(3); string(start) == "\ufeff" {
		b.Discard(3)
	}
	start, err := b.Peek(16 << 10)
	if err != nil && err != io.EOF {
		return err
	}
	switch {
	case bytes.IndexByte(start, 0) >= 0:
		return fmt.Errorf("it is no list of indicators: it is not text")
	case isJSON(start):
		err = l.json(b)
	case isCSV(start):
		err = l.csv(b)
	default:
		err = l.text(b)
	}
	if err == nil && limited.N == 0 {
		err = fmt.Errorf("it is longer than %d bytes", maxFile)
	}
	return err
}

// isJSON reports whether a file begins like JSON. An IPv6 address with a port begins with a bracket too.
func isJSON(start []byte) bool {
	start = bytes.TrimSpace(start)
	if len(start) > 0 && start[0] == '[' {
		start = bytes.TrimSpace(start[1:])
		return len(start) == 0 || start[0] == '{' || start[0] == ']'
	}
	return len(start) > 0 && start[0] == '{'
}

// loader reads the entries of one list into a set.
type loader struct {
	set  *Set
	list *List
}

// add takes one entry that was understood, or what is wrong with it.
func (l *loader) add(i indicator, err error, line int, severity finding.Severity, note string) {
	switch {
	case err == nil && l.set.full():
		err = fmt.Errorf("there are too many indicators")
		fallthrough
	case err != nil:
		l.wrong(line, err)
		return
	}
	l.list.Indicators++
	l.set.add(&i, len(l.set.lists)-1, severity, cut(note))
}

// wrong notes an entry that can't be read.
func (l *loader) wrong(line int, err error) {
	if len(l.list.bad) == maxBad {
		l.list.moreBad++
		return
	}
	l.list.bad = append(l.list.bad, fmt.Sprintf("%s:%d: %v", l.list.Path, line, err))
}

// ignore counts an entry of a kind that TLS does not show.
func (l *loader) ignore(kind string) {
	if l.list.ignored == nil {
		l.list.ignored = make(map[string]int)
	}
	if kind = cut(kind); l.list.ignored[kind] == 0 && len(l.list.ignored) >= maxKinds {
		kind = "others"
	}
	l.list.ignored[kind]++
}

// cut returns a note in one line, as much of it as is kept.
func cut(note string) string {
	if note == "" {
		return ""
	}
	note = strings.Join(strings.Fields(note), " ")
	if len(note) > maxNote {
		note = strings.ToValidUTF8(note[:maxNote], "") + "…"
	}
	return note
}

// notes puts together what a list says of an indicator: each thing once.
func notes(all ...string) string {
	var parts []string
	for _, note := range all {
		if note = cut(note); note != "" && !slices.Contains(parts, note) {
			parts = append(parts, note)
		}
	}
	return strings.Join(parts, ", ")
}
