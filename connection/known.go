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

// find returns what is known of a hello, or nil; then again says that it came before, most likely, and
// is worth being learnt. It notes that it came now.
func (k *known[T]) find(hello []byte) (found *T, again bool) {
	if found = k.by[string(hello)]; found != nil {
		return found, false
	}
	hash := maphash.Bytes(k.seed, hello)
	once := &k.once[hash%onceSeen]
	before := *once
	*once = hash
	return nil, before == hash
}

// learn remembers what was made of a hello.
func (k *known[T]) learn(hello []byte, made *T) { remember(&k.by, maxHellos, string(hello), made) }
