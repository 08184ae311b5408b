package connection

import "hash/maphash"

// Of the hellos that are known: how many of each kind, and how long they may be, in bytes; and how many of
// those that came once are told apart.
const (
	maxHellos   = 512
	maxHelloLen = 2 << 10
	onceSeen    = 4096
)

// known remembers what was made of the hellos that came at least twice. Most of what comes once does not come again.
type known[T any] struct {
	by   map[string]*T
	once [onceSeen]uint64 // hashes, each where its low bits say
	seed maphash.Seed
}

// of returns what is known of a hello, or nil. It learns one that came before, most likely, unless there is nothing to be learnt; of
// others it notes that they came.
func (k *known[T]) of(hello []byte, learn func() *T) *T {
	if found := k.by[string(hello)]; found != nil {
		return found
	}
	hash := maphash.Bytes(k.seed, hello)
	once := &k.once[hash%onceSeen]
	before := *once
	*once = hash
	if before != hash {
		return nil
	}
	learnt := learn()
	if learnt != nil {
		remember(&k.by, maxHellos, string(hello), learnt)
	}
	return learnt
}

// apart returns a filler of the same connection whose record owns its memory.
func (f *filler) apart() *filler {
	apart := &filler{Connection: f.Connection, sheet: new(Sheet)}
	apart.sheet.reset()
	return apart
}
