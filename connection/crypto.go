package connection

import (
	"bytes"
	"slices"
)

// crypto puts the CRYPTO frames of one side's Initials in order (RFC 9000,
// section 7.5): they may come in any order, twice, and overlap.
type crypto struct {
	next    uint64 // offset of the next byte
	pending []cryptoPart
	held    int // bytes of pending
}

type cryptoPart struct {
	offset uint64
	b      []byte
}

// maxCrypto is how many bytes wait for earlier ones, and maxCryptoParts in how many parts; RFC 9000 asks
// for 4096 bytes at least.
const (
	maxCrypto      = 64 << 10
	maxCryptoParts = 512
)

// add takes a frame's bytes, and gives those that are next to deliver, in order and once. It reports
// false where there is no room for them.
func (s *crypto) add(offset uint64, b []byte, deliver func([]byte)) bool {
	if len(b) == 0 || offset+uint64(len(b)) <= s.next {
		return true
	}
	if offset > s.next {
		if s.held+len(b) > maxCrypto || len(s.pending) == maxCryptoParts {
			return false
		}
		at, _ := slices.BinarySearchFunc(s.pending, offset, func(p cryptoPart, o uint64) int {
			if p.offset < o {
				return -1
			}
			return 1
		})
		s.pending = slices.Insert(s.pending, at, cryptoPart{offset, bytes.Clone(b)})
		s.held += len(b)
		return true
	}
	b = b[s.next-offset:]
	s.next += uint64(len(b))
	deliver(b)
	for len(s.pending) > 0 && s.pending[0].offset <= s.next {
		p := s.pending[0]
		s.pending = s.pending[1:]
		s.held -= len(p.b)
		if end := p.offset + uint64(len(p.b)); end > s.next {
			rest := p.b[s.next-p.offset:]
			s.next = end
			deliver(rest)
		}
	}
	return true
}
