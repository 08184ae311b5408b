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
	var r record.Fingerprints
	if hello := f.initialHello(); hello.seen {
		h, _ := tlsparse.ParseClientHello(hello.body)
		ja3 := fingerprint.JA3(&h)
		ja4, ja4Raw := fingerprint.JA4(&h, f.ja4Transport())
		r.JA3, r.JA3Raw = fingerprint.MD5(ja3), record.Some(ja3)
		r.JA4, r.JA4Raw = ja4, record.Some(ja4Raw)
	}
	if f.serverHello.seen {
		h, _ := tlsparse.ParseServerHello(f.serverHello.body)
		ja3s := fingerprint.JA3S(&h)
		r.JA3S, r.JA3SRaw = fingerprint.MD5(ja3s), record.Some(ja3s)
	}
	if r == (record.Fingerprints{}) {
		return nil
	}
	return &r
}
