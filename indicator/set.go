package indicator

import (
	"hash/maphash"
	"net/netip"

	"github.com/gaissmai/bart"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
)

// maxIndicators bounds a set, so that all that is in it can be numbered.
const maxIndicators = 1 << 26

// Set holds the indicators of several lists. A million take some 60 MB.
//
// All that is compared byte by byte stands in one table, by its hash; networks have a table of prefixes.
type Set struct {
	seed     maphash.Seed
	table    map[uint64]uint32 // the number of a value's first entry, by hash
	values   []byte            // of all entries, one behind the other
	entries  []entry           // from 1 on
	networks bart.Table[uint32]
	notes    []string
	noted    map[string]uint32 // while lists are read
	counts   [kinds]int
	lists    []List
}

// entry is an indicator, and what a list says of it.
type entry struct {
	at       uint32 // of its value
	next     uint32 // another entry of the same value, or 0
	note     uint32
	list     uint16
	length   uint8 // of its value
	kind     kind
	severity finding.Severity
}

func newSet() *Set {
	return &Set{
		seed: maphash.MakeSeed(), table: make(map[uint64]uint32), entries: make([]entry, 1),
		notes: []string{""}, noted: map[string]uint32{"": 0},
	}
}

// Lists are those that were read.
func (s *Set) Lists() []List { return s.lists }

// Size returns how many indicators there are.
func (s *Set) Size() int { return len(s.entries) - 1 }

// full reports whether there is no room for one more.
func (s *Set) full() bool { return s.Size() >= maxIndicators || len(s.values) > 1<<32-1-maxName }

// add puts an indicator into the set, unless the list says the same already.
func (s *Set) add(i *indicator, list int, severity finding.Severity, note string) {
	e := entry{kind: i.kind, list: uint16(list), severity: severity, note: s.noteOf(note), length: uint8(len(i.key))}
	number := uint32(len(s.entries))
	var first uint32
	if i.kind == network {
		if first, _ = s.networks.Get(i.net); first == 0 {
			s.networks.Insert(i.net, number)
		}
	} else {
		var hash uint64
		if first, hash = s.find(i.kind, []byte(i.key)); first == 0 {
			s.table[hash] = number
		}
	}
	if first != 0 {
		last := first
		for {
			if old := &s.entries[last]; old.list == e.list && old.note == e.note {
				old.severity = max(old.severity, severity)
				return
			}
			if s.entries[last].next == 0 {
				break
			}
			last = s.entries[last].next
		}
		s.entries[last].next = number
		e.at = s.entries[first].at
	} else {
		e.at = uint32(len(s.values))
		s.values = append(s.values, i.key...)
	}
	s.counts[i.kind]++
	s.entries = append(s.entries, e)
}

// noteOf returns a note's number: many indicators share one.
func (s *Set) noteOf(note string) uint32 {
	n, ok := s.noted[note]
	if !ok {
		n = uint32(len(s.notes))
		s.notes = append(s.notes, note)
		s.noted[note] = n
	}
	return n
}

// find returns the number of a value's first entry, or 0 and where it would stand in the table.
func (s *Set) find(k kind, value []byte) (number uint32, hash uint64) {
	// The kind makes a difference as well, and two values may have one hash.
	for hash = maphash.Bytes(s.seed, value) + uint64(k); ; hash++ {
		number := s.table[hash]
		if number == 0 {
			return 0, hash
		}
		if e := &s.entries[number]; e.kind == k && string(s.values[e.at:e.at+uint32(e.length)]) == string(value) {
			return number, hash
		}
	}
}

// lookup returns the number of a value's first entry, or 0.
func (s *Set) lookup(k kind, value []byte) uint32 {
	if s.counts[k] == 0 {
		return 0
	}
	number, _ := s.find(k, value)
	return number
}

// lookupNetwork returns the number of the first entry of the narrowest network that an address is in, or 0.
func (s *Set) lookupNetwork(a netip.Addr) uint32 {
	if s.counts[network] == 0 {
		return 0
	}
	number, _ := s.networks.Lookup(a)
	return number
}
