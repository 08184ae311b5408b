// Package spool keeps bytes until they are wanted again, in bounded memory: a
// Store gives each back by its place, a Spool gives encoded records back in
// order. It knows nothing of what is in them.
package spool

import "slices"

// Spool holds encoded records, each with the key that is its place in the order. Its memory is bounded as a
// Store's but for a few bytes a record.
type Spool[K any] struct {
	Store
	compare func(a, b K) int
	entries []entry[K]
}

type entry[K any] struct {
	key   K
	place Place
}

// New returns a spool that keeps so many bytes of records in memory, and orders them by compare.
func New[K any](limit int, compare func(a, b K) int) *Spool[K] {
	return &Spool[K]{
		Store:   *NewStore(limit, "the report's records", "set TMPDIR to a folder with space, or use --format ndjson"),
		compare: compare,
	}
}

// Add keeps a copy of one encoded record.
func (s *Spool[K]) Add(key K, text []byte) error {
	place, err := s.Put(text)
	if err == nil {
		s.entries = append(s.entries, entry[K]{key, place})
	}
	return err
}

// Drain gives every record to write, with its key, in the order of these; equal ones in the order in which they came.
func (s *Spool[K]) Drain(write func(key K, text []byte) error) error {
	slices.SortStableFunc(s.entries, func(a, b entry[K]) int { return s.compare(a.key, b.key) })
	for _, e := range s.entries {
		text, err := s.Get(e.place)
		if err != nil {
			return err
		}
		if err := write(e.key, text); err != nil {
			return err
		}
	}
	return nil
}
