package tlsparse

import "math/bits"

// ServerKeyExchange is the server's half of the key exchange in TLS 1.2 and
// below (RFC 5246, section 7.4.3; RFC 8422, section 5.4). All slices point into the
// bytes that were parsed.
type ServerKeyExchange struct {
	PSKIdentityHint []byte // valid for PSK (RFC 4279, section 2)

	// Group is the curve, valid where HasGroup: one that is described instead has CurveBits.
	Group    NamedGroup
	HasGroup bool
	// CurveBits is the size of the field of a curve without a name (RFC 4492,
	// section 5.4), or 0.
	CurveBits int
	// Prime is the modulus of a finite-field exchange or of SRP, or nil.
	Prime []byte
	// Modulus is that of a temporary RSA key, which is for export suites, or nil.
	Modulus []byte
	// Public is the server's public value, but for RSA.
	Public []byte

	// Params are the bytes that the signature covers beside both randoms, and
	// Signature is nil where there is none.
	Params    []byte
	Signature []byte
	// Scheme is the signature's, valid where Signed (TLS 1.2 only).
	Scheme SignatureScheme
	Signed bool
}

// PrimeBits returns the size of Prime in bits.
func (m *ServerKeyExchange) PrimeBits() int { return bitLen(m.Prime) }

// ModulusBits returns the size of Modulus in bits.
func (m *ServerKeyExchange) ModulusBits() int { return bitLen(m.Modulus) }

// bitLen returns the size of a number that begins with its highest byte.
func bitLen(number []byte) int {
	for i, b := range number {
		if b != 0 {
			return 8*(len(number)-i-1) + bits.Len8(b)
		}
	}
	return 0
}

// ParseServerKeyExchange reads a ServerKeyExchange's body, whose form depends on
// the suite and the version. Of a suite whose form is not known it reads nothing.
// With an error, a *ParseError, it returns what could be read before it.
func ParseServerKeyExchange(b []byte, suite CipherSuite, version ProtocolVersion) (ServerKeyExchange, error) {
	var m ServerKeyExchange
	c := newCursor("server_key_exchange", b)
	kx := suite.KeyExchange()
	if kx.PSK {
		m.PSKIdentityHint = c.vector16("psk_identity_hint")
	}
	switch {
	case kx.ECDHE:
		m.readCurve(&c)
	case kx.DHE:
		m.Prime = c.vector16("dh_p")
		c.vector16("dh_g")
		m.Public = c.vector16("dh_Ys")
	case kx.SRP: // RFC 5054, section 2.8.2
		m.Prime = c.vector16("srp_N")
		c.vector16("srp_g")
		c.vector8("srp_s")
		m.Public = c.vector16("srp_B")
	case kx.ECJPAKE: // draft-cragie-tls-ecjpake-01: a public key, and the proof that its owner has the private one
		m.readCurve(&c)
		c.vector8("V")
		c.vector8("r")
	case kx.RSA && kx.Export: // RFC 2246, section 7.4.3
		m.Modulus = c.vector16("rsa_modulus")
		c.vector16("rsa_exponent")
	case !kx.PSK:
		return m, nil
	}
	m.Params = c.all[:c.at:c.at]
	if kx.Signed() && !c.broken {
		if version.namesSchemes() {
			m.Scheme = SignatureScheme(c.uint16("signature_algorithm"))
			m.Signed = !c.broken
		}
		m.Signature = c.vector16("signature")
	}
	c.end("signature")
	return m, c.err()
}

// The ways to tell a curve (RFC 8422, section 5.4).
const (
	explicitPrime = 1
	explicitChar2 = 2
	namedCurve    = 3
)

func (m *ServerKeyExchange) readCurve(c *cursor) {
	start := c.at
	switch kind := c.uint8("curve_type"); kind {
	case namedCurve:
		m.Group = NamedGroup(c.uint16("named_curve"))
		m.HasGroup = !c.broken
	case explicitPrime:
		m.CurveBits = bitLen(c.vector8("prime_p"))
		c.explicitCurve()
	case explicitChar2:
		m.CurveBits = int(c.uint16("m"))
		for range c.basisTerms() {
			c.vector8("k")
		}
		c.explicitCurve()
	default:
		c.fail("curve_type", start, Malformed)
	}
	m.Public = c.vector8("public")
}

// basisTerms takes the kind of a characteristic-2 field's basis and returns how
// many exponents describe it.
func (c *cursor) basisTerms() int {
	start := c.at
	switch c.uint8("basis") {
	case 1: // ec_basis_trinomial
		return 1
	case 2: // ec_basis_pentanomial
		return 3
	}
	c.fail("basis", start, Malformed)
	return 0
}

// explicitCurve takes what describes a curve over any field.
func (c *cursor) explicitCurve() {
	for _, field := range []string{"a", "b", "base", "order", "cofactor"} {
		c.vector8(field)
	}
}
