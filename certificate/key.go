package certificate

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math/bits"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/tlssniff/tlssniff/record"
)

// keyKind says where in a SubjectPublicKeyInfo a key's size stands.
type keyKind uint8

const (
	opaque     keyKind = iota // the algorithm says all there is
	modulus                   // in the key: the modulus (RFC 8017, appendix A.1.1)
	prime                     // in the parameters: their first INTEGER
	onCurve                   // in the parameters: the curve (RFC 5480, section 2.1.1)
	montgomery                // the key's length (RFC 8410)
)

// keyAlgorithms are the public keys' algorithms by object identifier.
var keyAlgorithms = map[string]struct {
	name string
	kind keyKind
}{
	"1.2.840.113549.1.1.1":   {"RSA", modulus},
	"1.2.840.113549.1.1.7":   {"RSA-OAEP", modulus},
	"1.2.840.113549.1.1.10":  {"RSA-PSS", modulus},
	"1.2.840.113549.1.3.1":   {"DH", prime},
	"1.2.840.10046.2.1":      {"DH", prime},
	"1.2.840.10040.4.1":      {"DSA", prime},
	"1.2.840.10045.2.1":      {"ECDSA", onCurve},
	"1.3.132.1.12":           {"ECDH", onCurve},
	"1.3.132.1.13":           {"ECMQV", onCurve},
	"1.3.101.110":            {"X25519", montgomery},
	"1.3.101.111":            {"X448", montgomery},
	"1.3.101.112":            {"Ed25519", montgomery},
	"1.3.101.113":            {"Ed448", montgomery},
	"1.2.643.2.2.19":         {"GOST R 34.10-2001", opaque},
	"1.2.643.7.1.1.1.1":      {"GOST R 34.10-2012-256", opaque},
	"1.2.643.7.1.1.1.2":      {"GOST R 34.10-2012-512", opaque},
	"2.16.840.1.101.3.4.4.1": {"ML-KEM-512", opaque},
	"2.16.840.1.101.3.4.4.2": {"ML-KEM-768", opaque},
	"2.16.840.1.101.3.4.4.3": {"ML-KEM-1024", opaque},
}

// publicKey is what the check of a self-signature needs of a key.
type publicKey struct {
	algorithm string // as the record has it; empty if it was not read
	curve     string // as the record has it
	bits      []byte // subjectPublicKey's bytes
	// modulus and exponent are an RSA key's, big-endian without leading zeros.
	modulus, exponent []byte
}

// readKey reads a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).
func (r *reader) readKey(e element) error {
	sum := sha256.Sum256(e.full)
	r.certificate.SPKISHA256 = hex.EncodeToString(sum[:])

	in := input(e.content)
	oid, parameters, err := takeAlgorithm(&in)
	if err != nil {
		return err
	}
	known := keyAlgorithms[oid]
	r.key.algorithm = cmp.Or(known.name, postQuantum[oid], oid)
	r.certificate.KeyAlgorithm = r.key.algorithm

	key, err := in.take(asn1.BIT_STRING)
	if err != nil {
		return err
	}
	if r.key.bits, err = key.bitString(); err != nil {
		return err
	}
	return r.readKeySize(known.kind, parameters)
}

func (r *reader) readKeySize(kind keyKind, parameters input) error {
	switch kind {
	case modulus:
		return r.readModulus()
	case prime:
		if len(parameters) == 0 {
			return nil // inherited from the issuer (RFC 3279, section 2.3.2)
		}
		in, err := parameters.inside(asn1.SEQUENCE)
		if err != nil {
			return err
		}
		p, err := takeMagnitude(&in)
		r.setKeyBits(p, err)
		return err
	case onCurve:
		return r.readCurve(parameters)
	case montgomery:
		r.certificate.KeyBits = record.Some(8 * len(r.key.bits))
	}
	return nil
}

// readModulus reads an RSAPublicKey.
func (r *reader) readModulus() error {
	in := input(r.key.bits)
	in, err := in.inside(asn1.SEQUENCE)
	if err != nil {
		return err
	}
	r.key.modulus, err = takeMagnitude(&in)
	r.setKeyBits(r.key.modulus, err)
	if err != nil {
		return err
	}
	r.key.exponent, err = takeMagnitude(&in)
	if err == nil && len(r.key.exponent) <= 8 {
		var wide [8]byte
		copy(wide[8-len(r.key.exponent):], r.key.exponent)
		r.certificate.KeyExponent = record.Some(binary.BigEndian.Uint64(wide[:]))
	}
	// crypto/x509 holds the exponent in an int, of which a 32-bit machine's is the smallest.
	r.foreign = r.foreign || bitLength(r.key.exponent) > 31
	return err
}

// readCurve reads ECParameters and looks at the point's form.
func (r *reader) readCurve(parameters input) error {
	if !parameters.at(asn1.OBJECT_IDENTIFIER) {
		return errors.New("no named curve")
	}
	oid, err := takeOID(&parameters)
	if err != nil {
		return err
	}
	c, known := curves[oid]
	if known {
		r.certificate.KeyBits = record.Some(c.bits)
	} else {
		c.name = oid
	}
	r.key.curve, r.certificate.Curve = c.name, c.name

	compressed := len(r.key.bits) > 0 && (r.key.bits[0] == 2 || r.key.bits[0] == 3)
	r.foreign = r.foreign || compressed || nistCurve(c.name) == nil
	return nil
}

func (r *reader) setKeyBits(magnitude []byte, err error) {
	if err == nil {
		r.certificate.KeyBits = record.Some(bitLength(magnitude))
	}
}

// bitLength returns the bits of a magnitude without leading zeros.
func bitLength(magnitude []byte) int {
	if len(magnitude) == 0 {
		return 0
	}
	return 8*len(magnitude) - bits.LeadingZeros8(magnitude[0])
}

func takeMagnitude(in *input) ([]byte, error) {
	e, err := in.take(asn1.INTEGER)
	if err != nil {
		return nil, err
	}
	return e.magnitude()
}
