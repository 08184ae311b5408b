package connection

import (
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// knownClientHello is what the ClientHellos of one client have in common, wherever it connects to one server
// name: all but what is random in them. It owns its memory, and is not to be changed.
type knownClientHello struct {
	record       record.ClientHello // with its JSON
	fingerprints record.Fingerprints
}

// knownClientHello returns what is known of a ClientHello, which it learns the second time; nil of one that is broken,
// too long, or most likely will not come again.
func (f *filler) knownClientHello(body []byte, h *tlsparse.ClientHello, err error) *knownClientHello {
	if err != nil || len(body) > maxHelloLen || shuffles(h) {
		return nil
	}
	f.sheet.scratch = append(append(f.sheet.scratch[:0], byte(f.ja4Transport())), body...)
	key := f.sheet.scratch
	common, _ := tlsparse.ParseClientHello(key[1:])
	clear(common.Random)
	clear(common.SessionID)
	blankClientHello(&common)
	return f.follower.memory.clientHellos.of(key, func() *knownClientHello { return f.learnClientHello(body, h) })
}

// learnClientHello makes what is known of one, or nil if its extensions are broken.
func (f *filler) learnClientHello(body []byte, h *tlsparse.ClientHello) *knownClientHello {
	k, apart := new(knownClientHello), f.apart()
	if apart.offer(&k.record, h, nil) != nil {
		return nil
	}
	apart.clientFingerprints(&k.fingerprints, body)
	k.record.JSON = record.EncodeOffer(&k.record)
	return k
}

// shuffles reports whether a client most likely sends its extensions in another order each time, as Chromium does, the only one
// that sends application_settings (draft-vvv-tls-alps).
func shuffles(h *tlsparse.ClientHello) bool {
	for kind := range h.Extensions.All() {
		if kind == tlsparse.ExtensionApplicationSettings || kind == tlsparse.ExtensionApplicationSettingsNew {
			return true
		}
	}
	return false
}
