package connection

import "github.com/tlssniff/tlssniff/tlsparse"

// Much of a hello is random, and no record shows it. What is zero takes hardly any room when it is packed.

// blankClientHello zeroes what no record shows of a ClientHello, in the bytes that it was parsed from. Its form
// stays as it is.
func blankClientHello(h *tlsparse.ClientHello) {
	for kind, b := range h.Extensions.All() {
		switch kind {
		case tlsparse.ExtensionKeyShare, tlsparse.ExtensionKeyShareDraft:
			shares, _ := tlsparse.ParseClientKeyShares(b)
			for _, key := range shares.All() {
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
