package tlsparse

// ClientKeyExchange is the client's half of the key exchange in TLS 1.2 and below
// (RFC 5246, section 7.4.7). All slices point into the bytes that were parsed.
type ClientKeyExchange struct {
	PSKIdentity []byte // valid for PSK (RFC 4279, section 2)
	// Public is the client's public value, empty where its certificate has it.
	Public []byte
	// EncryptedPreMaster is the premaster secret, encrypted for the server's RSA key.
	EncryptedPreMaster []byte
}

// ParseClientKeyExchange reads a ClientKeyExchange's body, whose form depends on
// the suite and the version. Of a suite whose form is not known it reads nothing.
// With an error, a *ParseError, it returns what could be read before it.
func ParseClientKeyExchange(b []byte, suite CipherSuite, version ProtocolVersion) (ClientKeyExchange, error) {
	var m ClientKeyExchange
	c := newCursor("client_key_exchange", b)
	kx := suite.KeyExchange()
	if kx.PSK {
		m.PSKIdentity = c.vector16("psk_identity")
	}
	switch {
	case kx.ECDHE || kx.ECDH:
		if !c.empty() {
			m.Public = c.vector8("ecdh_Yc")
		}
	case kx.DHE || kx.DH:
		if !c.empty() {
			m.Public = c.vector16("dh_Yc")
		}
	case kx.SRP: // RFC 5054, section 2.8.4
		m.Public = c.vector16("srp_A")
	case kx.ECJPAKE: // as the server's, whose curve it is on
		m.Public = c.vector8("X")
		c.vector8("V")
		c.vector8("r")
	case kx.RSA && version == VersionSSL30: // without a length (RFC 6101, section 5.6.7.1)
		m.EncryptedPreMaster = c.take(len(b), "encrypted_pre_master_secret")
	case kx.RSA:
		m.EncryptedPreMaster = c.vector16("encrypted_pre_master_secret")
	case !kx.PSK:
		return m, nil
	}
	c.end("exchange_keys")
	return m, c.err()
}
