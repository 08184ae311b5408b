package tlsparse

// ECH is a ClientHello's encrypted_client_hello extension (RFC 9849, section 5).
// Its slices point into the bytes that were parsed.
type ECH struct {
	// Inner says that the ClientHello is the decrypted one; nothing else is then in
	// the extension.
	Inner     bool
	KDF, AEAD uint16 // of HPKE (RFC 9180, section 7)
	ConfigID  uint8
	// Enc is the encapsulated key, empty after a HelloRetryRequest.
	Enc     []byte
	Payload []byte
}

// ParseECH reads a ClientHello's encrypted_client_hello.
func ParseECH(b []byte) (ECH, error) {
	var m ECH
	c := newCursor("encrypted_client_hello", b)
	switch c.uint8("type") {
	case 0:
		m.KDF, m.AEAD = c.uint16("kdf_id"), c.uint16("aead_id")
		m.ConfigID = c.uint8("config_id")
		m.Enc = c.vector16("enc")
		m.Payload = c.vector16("payload")
		c.end("payload")
	case 1:
		m.Inner = true
		c.end("type")
	default:
		c.fail("type", 0, Malformed)
	}
	return m, c.err()
}
