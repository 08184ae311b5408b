package connection

import (
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
		f.serverFingerprint(r, &f.answer)
	}
	if *r == (record.Fingerprints{}) {
		return nil
	}
	return r
}

// clientFingerprints fills JA3 and JA4.
func (f *filler) clientFingerprints(r *record.Fingerprints, hello []byte) {
	if k := f.knownOffer; k != nil {
		r.JA3, r.JA3Raw, r.JA4, r.JA4Raw = k.fingerprints.JA3, k.fingerprints.JA3Raw, k.fingerprints.JA4, k.fingerprints.JA4Raw
		return
	}
	h, _ := tlsparse.ParseClientHello(hello)
	b := fingerprint.AppendJA3(f.sheet.scratch[:0], &h)
	r.JA3, r.JA3Raw = f.md5(b), record.Some(f.sheet.text(b))
	var ja4 [fingerprint.JA4Len]byte
	hashed, b := fingerprint.AppendJA4(ja4[:0], b[:0], &h, f.ja4Transport())
	r.JA4, r.JA4Raw, f.sheet.scratch = f.sheet.text(hashed), record.Some(f.sheet.text(b)), b
}

// serverFingerprint fills JA3S.
func (f *filler) serverFingerprint(r *record.Fingerprints, h *tlsparse.ServerHello) {
	if k := f.knownAnswer; k != nil {
		r.JA3S, r.JA3SRaw = k.fingerprint.JA3S, k.fingerprint.JA3SRaw
		return
	}
	b := fingerprint.AppendJA3S(f.sheet.scratch[:0], h)
	r.JA3S, r.JA3SRaw, f.sheet.scratch = f.md5(b), record.Some(f.sheet.text(b)), b
}

// md5 returns the hash of a JA3 or JA3S string.
func (f *filler) md5(raw []byte) string {
	var sum [fingerprint.MD5Len]byte
	return f.sheet.text(fingerprint.AppendMD5(sum[:0], raw))
}
