package tlsparse

import "iter"

// KeyShares are a client's key shares as they stand on the wire (RFC 8446, section 4.2.8).
type KeyShares []byte

// All yields each share's group and key, as far as they are whole. The keys point into k.
func (k KeyShares) All() iter.Seq2[NamedGroup, []byte] {
	return func(yield func(NamedGroup, []byte) bool) {
		c := newCursor("key_share", k)
		for !c.empty() {
			group := NamedGroup(c.uint16("group"))
			share := c.vector16("key_exchange")
			if c.broken || !yield(group, share) {
				return
			}
		}
	}
}

// ParseClientKeyShares returns the shares of a ClientHello's key_share (RFC 8446,
// section 4.2.8). They point into b.
func ParseClientKeyShares(b []byte) (KeyShares, error) {
	c := newCursor("key_share", b)
	list := KeyShares(c.vector16("client_shares"))
	end := 0
	for _, share := range list.All() {
		end += 4 + len(share)
	}
	if end < len(list) {
		c.fail("client_shares", c.at-len(list)+end, Truncated)
	}
	c.end("client_shares")
	return list, c.err()
}

// ParseServerKeyShare returns the group of a server's key share, or of a
// HelloRetryRequest's, and the share, which the latter has not (RFC 8446, section
// 4.2.8). The share points into b.
func ParseServerKeyShare(b []byte) (NamedGroup, []byte, error) {
	c := newCursor("key_share", b)
	group := NamedGroup(c.uint16("group"))
	if c.empty() {
		return group, nil, c.err()
	}
	share := c.vector16("key_exchange")
	c.end("key_exchange")
	return group, share, c.err()
}
