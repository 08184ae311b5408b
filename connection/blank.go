package connection

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// Much of a hello is random, and no record shows it. What is zero takes hardly any room when it is packed.

// blankClientHello zeroes what no record shows of a ClientHello, in the bytes that it was parsed from. Its form
// stays as it is.
func blankClientHello(h *tlsparse.ClientHello) {
	blankGREASE(h.CipherSuites)
	var types grease
	at := 0
	for kind, b := range h.Extensions.All() {
		types.blank(h.Extensions[at:])
		at += 4 + len(b)
		switch kind {
		case tlsparse.ExtensionSupportedGroups:
			groups, _ := tlsparse.ParseSupportedGroups(b)
			blankGREASE(groups)
		case tlsparse.ExtensionSupportedVersions:
			versions, _ := tlsparse.ParseSupportedVersions(b)
			blankGREASE(versions)
		case tlsparse.ExtensionKeyShare, tlsparse.ExtensionKeyShareDraft:
			shares, _ := tlsparse.ParseClientKeyShares(b)
			var groups grease
			at := 0
			for _, key := range shares.All() {
				groups.blank(shares[at:])
				at += 4 + len(key)
				clear(key)
			}
		case tlsparse.ExtensionPreSharedKey:
			offer, _ := tlsparse.ParsePreSharedKeyOffer(b)
			at := 0
			for identity := range offer.Identities.All() {
				at += 2 + len(identity)
				clear(identity)
				clear(offer.Identities[at : at+4]) // obfuscated_ticket_age
				at += 4
			}
			for binder := range offer.Binders.All() {
				clear(binder)
			}
		case tlsparse.ExtensionSessionTicket, tlsparse.ExtensionCookie, tlsparse.ExtensionECH, tlsparse.ExtensionESNI:
			clear(b)
		}
	}
}

// grease takes from a list which of RFC 8701's values stand in it, of which the record shows only that there are some: they are
// numbered in the order in which they come. What is the same stays the same.
type grease struct {
	numbers [16]byte // by their own, from 1
	n       byte
}

// blank does so with the code point that b begins with.
func (g *grease) blank(b []byte) {
	if tlsparse.IsGREASE(binary.BigEndian.Uint16(b)) {
		number := &g.numbers[b[0]>>4]
		if *number == 0 {
			g.n++
			*number = g.n
		}
		b[0] = (*number-1)<<4 | 0xa
		b[1] = b[0]
	}
}

// blankGREASE does so with a list of code points.
func blankGREASE[T ~uint16](list tlsparse.List[T]) {
	var g grease
	for i := range list.Len() {
		g.blank(list[2*i:])
	}
}

// blankKeyExchange zeroes the public value and the signature of a ServerKeyExchange.
func (c *Connection) blankKeyExchange() {
	if !c.keyExchange.seen {
		return
	}
	m, _ := tlsparse.ParseServerKeyExchange(c.keyExchange.body, c.suite, c.version)
	clear(m.Public)
	clear(m.Signature)
}

// blankCertificateVerify zeroes the signature of a client's CertificateVerify, which stands behind its scheme
// and its length.
func (c *Connection) blankCertificateVerify() {
	if b := c.clientVerify.body; c.version >= tlsparse.VersionTLS12 && len(b) > 4 {
		clear(b[4:])
	}
}

// blankServerHello zeroes the key share of a ServerHello, in the bytes that it was parsed from.
func blankServerHello(h *tlsparse.ServerHello) {
	for kind, b := range h.Extensions.All() {
		if kind == tlsparse.ExtensionKeyShare || kind == tlsparse.ExtensionKeyShareDraft {
			_, key, _ := tlsparse.ParseServerKeyShare(b)
			clear(key)
		}
	}
}
