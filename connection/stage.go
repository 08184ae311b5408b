package connection

// Stage says how far a connection has come, for who has to know whether its packets matter.
type Stage uint8

const (
	// Quiet: nothing shows that there is a handshake, or that there will be one.
	Quiet Stage = iota
	// Shaking: a handshake goes on, or something that turns into one.
	Shaking
	// Good: the handshake came to a good end, whatever follows but another one.
	Good
)

// Stage says how far the connection has come.
func (c *Connection) Stage() Stage {
	switch {
	case c.quic != nil && c.quic.answered, c.settled && c.retries <= 1 && !c.renegotiating && !c.doubted():
		return Good
	case c.sides[0].tls, c.sides[1].tls, c.quic != nil, c.dtls != nil, c.plaintext != nil && !c.plaintext.Over():
		return Shaking
	}
	return Quiet
}

// doubted reports whether what follows may show that a TLS 1.3 handshake that seems to be over was
// refused: see rejected and missesECH.
func (c *Connection) doubted() bool {
	return c.tls13 && (c.replies == 0 || c.replies == 1 && c.sizes().alert(c.reply.length()) || c.farewell && c.afterFinished <= 1)
}
