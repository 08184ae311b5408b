package connection

import (
	"hash/maphash"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// Of the ClientHellos that are known: how many, and how long they may be, in bytes; and how many of those that came
// once are told apart.
const (
	maxHellos   = 512
	maxHelloLen = 2 << 10
	onceSeen    = 4096
)

// knownHellos are those that came at least twice. Most of what comes once does not come again.
type knownHellos struct {
	known map[string]*knownHello
	once  [onceSeen]uint64 // hashes, each where its low bits say
	seed  maphash.Seed
}

// knownHello is what the ClientHellos of one client have in common, wherever it connects to one server
// name: all but what is random in them. It owns its memory, and is not to be changed.
type knownHello struct {
	record       record.ClientHello // with its JSON
	fingerprints record.Fingerprints
}

// knownHello returns what is known of a ClientHello, which it learns the second time; nil of one that is broken,
// too long, or most likely will not come again.
func (f *filler) knownHello(body []byte, h *tlsparse.ClientHello, err error) *knownHello {
	if err != nil || len(body) > maxHelloLen || shuffles(h) {
		return nil
	}
	f.sheet.scratch = append(append(f.sheet.scratch[:0], byte(f.ja4Transport())), body...)
	key := f.sheet.scratch
	common, _ := tlsparse.ParseClientHello(key[1:])
	clear(common.Random)
	clear(common.SessionID)
	blankClientHello(&common)
	hellos := &f.follower.memory.hellos
	if k, ok := hellos.known[string(key)]; ok {
		return k
	}
	if !hellos.again(key) {
		return nil
	}
	k := f.learn(body, h)
	remember(&hellos.known, maxHellos, string(key), k)
	return k
}

// again reports whether a ClientHello was seen before, most likely, and notes that it now was.
func (k *knownHellos) again(key []byte) bool {
	hash := maphash.Bytes(k.seed, key)
	once := &k.once[hash%onceSeen]
	before := *once
	*once = hash
	return before == hash
}

// learn makes what is known of a ClientHello, or nil if its extensions are broken.
func (f *filler) learn(body []byte, h *tlsparse.ClientHello) *knownHello {
	k := new(knownHello)
	apart := filler{Connection: f.Connection, sheet: new(Sheet)}
	apart.sheet.reset()
	if apart.offer(&k.record, h, nil) != nil {
		return nil
	}
	apart.clientFingerprints(&k.fingerprints, body)
	k.record.JSON = record.EncodeOffer(&k.record)
	return k
}

// shuffles reports whether a client most likely sends its extensions in another order each time: those
// that send GREASE (RFC 8701) do.
func shuffles(h *tlsparse.ClientHello) bool {
	for suite := range h.CipherSuites.All() {
		return suite.IsGREASE()
	}
	return false
}
