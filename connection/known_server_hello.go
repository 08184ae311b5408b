package connection

import (
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// knownServerHello is what the ServerHellos of like servers to like clients have in common: all but what is random in them. It
// owns its memory, and is not to be changed.
type knownServerHello struct {
	record      record.ServerHello // with its JSON
	fingerprint record.Fingerprints
}

// knownServerHello returns what is known of a ServerHello, which it learns the second time; nil of one that is
// broken, too long, or most likely will not come again.
func (f *filler) knownServerHello(body []byte, h *tlsparse.ServerHello, err error) *knownServerHello {
	if err != nil || len(body) > maxHelloLen {
		return nil
	}
	f.sheet.scratch = append(f.sheet.scratch[:0], body...)
	key := f.sheet.scratch
	common, _ := tlsparse.ParseServerHello(key)
	random := common.Random
	if common.DowngradeSentinel() != "" {
		random = random[:24] // the record shows the sentinel behind
	}
	clear(random)
	clear(common.SessionID)
	blankServerHello(&common)
	return f.follower.memory.serverHellos.of(key, func() *knownServerHello { return f.learnServerHello(h) })
}

// learnServerHello makes what is known of one, or nil if its extensions are broken.
func (f *filler) learnServerHello(h *tlsparse.ServerHello) *knownServerHello {
	k, apart := new(knownServerHello), f.apart()
	if apart.choice(&k.record, h, nil) != nil {
		return nil
	}
	apart.serverFingerprint(&k.fingerprint, h)
	k.record.JSON = record.EncodeChoice(&k.record)
	return k
}
