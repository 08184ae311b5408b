package replay

import "crypto/sha256"

// maxSeen is how many uids are remembered at least. There may be twice as many, which takes about 100 MB.
const maxSeen = 2 << 20

// seen remembers the uids of the records that came last.
type seen struct {
	limit      int
	young, old map[uid]struct{}
	forgotten  int64
}

// uid is what is kept of one.
type uid [16]byte

func newSeen(limit int) *seen { return &seen{limit: limit, young: make(map[uid]struct{})} }

// first reports whether a uid comes for the first time, as far as is remembered. A record without one always does.
func (s *seen) first(text string) bool {
	if text == "" {
		return true
	}
	sum := sha256.Sum256([]byte(text))
	id := uid(sum[:])
	if _, known := s.young[id]; known {
		return false
	}
	_, known := s.old[id]
	if len(s.young) == s.limit {
		s.forgotten += int64(len(s.old))
		s.young, s.old = make(map[uid]struct{}, s.limit), s.young
	}
	s.young[id] = struct{}{}
	return !known
}
