package verify

import (
	"hash/maphash"
	"time"

	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/record"
)

// maxAnswers is how many questions a generation of the cache holds.
const maxAnswers = 10_000

// cache remembers answers. It has two generations: when the newer one is full
// it becomes the older one, which is forgotten but for what is asked again.
type cache struct {
	seed         maphash.Seed
	newer, older map[uint64]*answer
}

// answer is what is known of one question, at all times that were asked for.
type answer struct {
	question
	spans []span
}

// span is a result, and the times between which it holds, in nanoseconds.
type span struct {
	from, until int64
	result      *record.Verification
}

func newCache() cache {
	return cache{seed: maphash.MakeSeed(), newer: make(map[uint64]*answer), older: make(map[uint64]*answer)}
}

// key hashes a question.
func (c *cache) key(q *question) uint64 {
	var h maphash.Hash
	h.SetSeed(c.seed)
	for _, e := range q.chain {
		h.WriteString(e.Certificate.SHA256)
	}
	h.WriteString(q.name)
	flags := byte(0)
	for i, set := range []bool{q.server, q.named, q.revoked} {
		if set {
			flags |= 1 << i
		}
	}
	h.WriteByte(flags)
	return h.Sum64()
}

// is reports whether a question is the same as another.
func (q *question) is(o *question) bool {
	if len(q.chain) != len(o.chain) || q.server != o.server || q.name != o.name || q.named != o.named || q.revoked != o.revoked {
		return false
	}
	for i := range q.chain {
		if q.chain[i] != o.chain[i] && q.chain[i].Certificate.SHA256 != o.chain[i].Certificate.SHA256 {
			return false
		}
	}
	return true
}

// get returns the answer to a question at a time, or nil.
func (c *cache) get(q *question, at time.Time) *record.Verification {
	key := c.key(q)
	a := c.newer[key]
	if a == nil {
		if a = c.older[key]; a != nil && a.is(q) {
			delete(c.older, key)
			c.keep(key, a)
		}
	}
	if a == nil || !a.is(q) {
		return nil
	}
	now := at.UnixNano()
	for _, s := range a.spans {
		if now >= s.from && now < s.until {
			return s.result
		}
	}
	return nil
}

// put remembers an answer.
func (c *cache) put(q *question, from, until int64, result *record.Verification) {
	key := c.key(q)
	a := c.newer[key]
	if a == nil || !a.is(q) {
		a = &answer{question: *q}
		a.chain = append([]*certificate.Entry(nil), q.chain...)
		c.keep(key, a)
	}
	a.spans = append(a.spans, span{from, until, result})
}

func (c *cache) keep(key uint64, a *answer) {
	if len(c.newer) >= maxAnswers {
		c.newer, c.older = c.older, c.newer
		clear(c.newer)
	}
	c.newer[key] = a
}
