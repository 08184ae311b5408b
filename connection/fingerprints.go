package connection

import (
	"strings"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
	"github.com/tlssniff/tlssniff/tlsparse/fingerprint"
)

// ja4Transport is the transport as JA4 names it.
func (c *Connection) ja4Transport() fingerprint.Transport {
	switch {
	case c.quic != nil:
		return fingerprint.QUIC
	case c.dtls != nil:
		return fingerprint.DTLS
	}
	return fingerprint.TCP
}

// fingerprints returns JA3 and JA4 of the first ClientHello and JA3S of the ServerHello.
func (f *filler) fingerprints() *record.Fingerprints {
	r := &f.sheet.fingerprints
	*r = record.Fingerprints{}
	if hello := f.initialHello(); hello.seen {
		f.clientFingerprints(r, hello.body)
	}
	if f.serverHello.seen {
		h, _ := tlsparse.ParseServerHello(f.serverHello.body)
		b := fingerprint.AppendJA3S(f.sheet.scratch[:0], &h)
		r.JA3S, r.JA3SRaw, f.sheet.scratch = f.md5(b), record.Some(f.sheet.text(b)), b
	}
	if *r == (record.Fingerprints{}) {
		return nil
	}
	return r
}

// clientFingerprints fills JA3 and JA4. Clients made of the same software have the same ones.
func (f *filler) clientFingerprints(r *record.Fingerprints, hello []byte) {
	h, _ := tlsparse.ParseClientHello(hello)
	known := &f.follower.memory.fingerprints
	var room [maxInput]byte
	input := fingerprint.AppendInput(room[:0], &h, f.ja4Transport())
	if p, ok := (*known)[string(input)]; ok {
		r.JA3, r.JA3Raw, r.JA4, r.JA4Raw = p.ja3, record.Some(p.ja3Raw), p.ja4, record.Some(p.ja4Raw)
		return
	}
	b := fingerprint.AppendJA3(f.sheet.scratch[:0], &h)
	r.JA3, r.JA3Raw = f.md5(b), record.Some(f.sheet.text(b))
	var ja4 [fingerprint.JA4Len]byte
	hashed, b := fingerprint.AppendJA4(ja4[:0], b[:0], &h, f.ja4Transport())
	r.JA4, r.JA4Raw = f.sheet.text(hashed), record.Some(f.sheet.text(b))
	if f.sheet.scratch = b; !shuffles(&h) && len(input) <= maxInput {
		known.remember(input, r)
	}
}

// maxInput bounds what is remembered of one ClientHello, in bytes.
const maxInput = 1 << 10

// clientFingerprints are the fingerprints that were made before, by what they were made of.
type clientFingerprints map[string]*clientFingerprint

type clientFingerprint struct{ ja3, ja3Raw, ja4, ja4Raw string }

// remember keeps a copy of fingerprints. When there are too many it begins anew.
func (known *clientFingerprints) remember(input []byte, r *record.Fingerprints) {
	if *known == nil || len(*known) == maxLists {
		*known = make(clientFingerprints)
	}
	(*known)[string(input)] = &clientFingerprint{
		strings.Clone(r.JA3), strings.Clone(r.JA3Raw.Value), strings.Clone(r.JA4), strings.Clone(r.JA4Raw.Value),
	}
}

// shuffles reports whether a client most likely sends its extensions in another order each time: those
// that send GREASE (RFC 8701) do.
func shuffles(h *tlsparse.ClientHello) bool {
	for suite := range h.CipherSuites.All() {
		return suite.IsGREASE()
	}
	return false
}

// md5 returns the hash of a JA3 or JA3S string.
func (f *filler) md5(raw []byte) string {
	var sum [fingerprint.MD5Len]byte
	return f.sheet.text(fingerprint.AppendMD5(sum[:0], raw))
}
