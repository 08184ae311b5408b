package certificate

import (
	"bytes"
	"hash/maphash"
)

// What a certificate counts for in a Cache: one for each started unit of bytes
// and of alternative names, so that large ones do not fill the memory.
const (
	unitBytes = 2048
	unitNames = 32
)

// Cache remembers the certificates that were read. It is not safe for
// concurrent use.
//
// It has two generations. When the newer one is full it becomes the older one,
// which is forgotten but for what was asked for again.
type Cache struct {
	seed      maphash.Seed
	limit     int // units of a generation
	units     int // of newer
	newer     map[uint64]*Entry
	older     map[uint64]*Entry
	forgotten int
}

// NewCache returns a cache of about limit certificates of ordinary size; a large
// one takes the place of several.
func NewCache(limit int) *Cache {
	return &Cache{
		seed:  maphash.MakeSeed(),
		limit: max(limit/2, 1),
		newer: make(map[uint64]*Entry),
		older: make(map[uint64]*Entry),
	}
}

// Get returns what is known of a certificate, reading it only if it is not
// known. It never returns nil. The cache does not keep der.
func (c *Cache) Get(der []byte) *Entry {
	key := maphash.Bytes(c.seed, der)
	if e := c.newer[key]; e != nil && bytes.Equal(e.Certificate.DER, der) {
		return e
	}
	e := c.older[key]
	if e != nil && bytes.Equal(e.Certificate.DER, der) {
		delete(c.older, key)
	} else {
		e = Parse(der)
	}
	c.keep(key, e)
	return e
}

// Forgotten returns how many certificates the limit made the cache forget.
func (c *Cache) Forgotten() int { return c.forgotten }

// keep puts an entry into the newer generation, unless it is larger than all of one.
func (c *Cache) keep(key uint64, e *Entry) {
	n := e.units()
	if e.Certificate.DER == nil || n > c.limit {
		return
	}
	if c.units+n > c.limit {
		c.forgotten += len(c.older)
		c.newer, c.older = c.older, c.newer
		c.units = 0
		clear(c.newer)
	}
	c.newer[key] = e
	c.units += n
}

func (e *Entry) units() int {
	c := e.Certificate
	names := len(c.DNSNames) + len(c.IPAddresses) + len(c.Emails) + len(c.URIs)
	return 1 + len(c.DER)/unitBytes + names/unitNames
}
