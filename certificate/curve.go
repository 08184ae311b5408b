package certificate

import "crypto/elliptic"

// curves are the named curves by object identifier, with TLS's names for them
// (RFC 8422, RFC 7027, RFC 8734, RFC 8998) or, where TLS has none, SEC 2's.
var curves = map[string]struct {
	name string
	bits int
}{
	"1.2.840.10045.3.1.1":   {"secp192r1", 192},
	"1.2.840.10045.3.1.7":   {"secp256r1", 256},
	"1.3.132.0.1":           {"sect163k1", 163},
	"1.3.132.0.2":           {"sect163r1", 163},
	"1.3.132.0.3":           {"sect239k1", 239},
	"1.3.132.0.6":           {"secp112r1", 112},
	"1.3.132.0.7":           {"secp112r2", 112},
	"1.3.132.0.8":           {"secp160r1", 160},
	"1.3.132.0.9":           {"secp160k1", 160},
	"1.3.132.0.10":          {"secp256k1", 256},
	"1.3.132.0.15":          {"sect163r2", 163},
	"1.3.132.0.16":          {"sect283k1", 283},
	"1.3.132.0.17":          {"sect283r1", 283},
	"1.3.132.0.24":          {"sect193r1", 193},
	"1.3.132.0.25":          {"sect193r2", 193},
	"1.3.132.0.26":          {"sect233k1", 233},
	"1.3.132.0.27":          {"sect233r1", 233},
	"1.3.132.0.28":          {"secp128r1", 128},
	"1.3.132.0.29":          {"secp128r2", 128},
	"1.3.132.0.30":          {"secp160r2", 160},
	"1.3.132.0.31":          {"secp192k1", 192},
	"1.3.132.0.32":          {"secp224k1", 224},
	"1.3.132.0.33":          {"secp224r1", 224},
	"1.3.132.0.34":          {"secp384r1", 384},
	"1.3.132.0.35":          {"secp521r1", 521},
	"1.3.132.0.36":          {"sect409k1", 409},
	"1.3.132.0.37":          {"sect409r1", 409},
	"1.3.132.0.38":          {"sect571k1", 571},
	"1.3.132.0.39":          {"sect571r1", 571},
	"1.3.36.3.3.2.8.1.1.1":  {"brainpoolP160r1", 160},
	"1.3.36.3.3.2.8.1.1.3":  {"brainpoolP192r1", 192},
	"1.3.36.3.3.2.8.1.1.5":  {"brainpoolP224r1", 224},
	"1.3.36.3.3.2.8.1.1.7":  {"brainpoolP256r1", 256},
	"1.3.36.3.3.2.8.1.1.8":  {"brainpoolP256t1", 256},
	"1.3.36.3.3.2.8.1.1.9":  {"brainpoolP320r1", 320},
	"1.3.36.3.3.2.8.1.1.11": {"brainpoolP384r1", 384},
	"1.3.36.3.3.2.8.1.1.12": {"brainpoolP384t1", 384},
	"1.3.36.3.3.2.8.1.1.13": {"brainpoolP512r1", 512},
	"1.3.36.3.3.2.8.1.1.14": {"brainpoolP512t1", 512},
	"1.2.156.10197.1.301":   {"curveSM2", 256},
}

// nistCurve returns the curve if Go can compute on it, else nil.
func nistCurve(name string) elliptic.Curve {
	switch name {
	case "secp224r1":
		return elliptic.P224()
	case "secp256r1":
		return elliptic.P256()
	case "secp384r1":
		return elliptic.P384()
	case "secp521r1":
		return elliptic.P521()
	}
	return nil
}
