package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/verify"
)

// zeekVersion spells a version as Zeek does: TLSv12, DTLSv10, TLSv13-draft23.
func zeekVersion(version string) string {
	protocol, number, spaced := strings.Cut(version, " ")
	if !spaced {
		return zeekNamed(version)
	}
	number, draft, drafted := strings.Cut(number, " (")
	draft = strings.TrimSuffix(draft, ")")
	if fizz, known := strings.CutPrefix(draft, "fizz draft-"); known {
		n, _ := strconv.Atoi(fizz)
		return zeekUnknown(0xfb00 | uint64(n))
	}
	major, minor, _ := strings.Cut(number, ".")
	spelled := protocol + "v" + major
	if protocol != "SSL" {
		spelled += minor
	}
	if drafted {
		spelled += "-" + strings.Replace(draft, "-", "", 1)
	}
	return spelled
}

// zeekNamed spells a code point: what has no name is unknown- and its number.
func zeekNamed(name string) string {
	if digits, hex := strings.CutPrefix(name, "0x"); hex {
		if n, err := strconv.ParseUint(digits, 16, 64); err == nil {
			return zeekUnknown(n)
		}
	}
	return name
}

func zeekUnknown(n uint64) string { return "unknown-" + strconv.FormatUint(n, 10) }

// zeekGroup names a group. One of a finite field that has no name is no curve.
func zeekGroup(group string) string {
	if group == "dh" {
		return ""
	}
	return zeekNamed(group)
}

// verificationResults are OpenSSL's words for what it finds wrong with a chain, in the order in which it
// looks. What Zeek does not let it look at is not among them: the name (sni_matches_cert has it), the
// use, the strength and the stapled response.
var verificationResults = []struct{ found, words string }{
	{verify.SelfSigned, "self-signed certificate"},
	{verify.UnknownIssuer, "unable to get local issuer certificate"},
	{verify.IncompleteChain, "unable to get local issuer certificate"},
	{verify.NotYetValid, "certificate is not yet valid"},
	{verify.Expired, "certificate has expired"},
}

// validation tells what OpenSSL says of a chain; nothing where nothing was checked or
// the certificate could not be read.
func validation(v *record.Verification) string {
	if v == nil || v.Status == verify.Unchecked || slices.Contains(v.Errors, verify.Malformed) {
		return ""
	}
	for _, result := range verificationResults {
		if slices.Contains(v.Errors, result.found) {
			return result.words
		}
	}
	return "ok"
}

// zeekKeyType is the kind of a key, of those that Zeek tells apart.
func zeekKeyType(algorithm string) string {
	switch algorithm {
	case "RSA", "RSA-PSS":
		return "rsa"
	case "DSA":
		return "dsa"
	case "ECDSA":
		return "ecdsa"
	}
	return ""
}

// opensslKeys are OpenSSL's names for the algorithms of keys, where they differ from the record's.
var opensslKeys = map[string]string{
	"RSA": "rsaEncryption", "RSA-OAEP": "rsaesOaep", "RSA-PSS": "rsassaPss", "DSA": "dsaEncryption",
	"DH": "dhKeyAgreement", "ECDSA": "id-ecPublicKey", "Ed25519": "ED25519", "Ed448": "ED448",
}

func opensslKey(algorithm string) string { return renamed(opensslKeys, algorithm) }

// opensslSignatures are OpenSSL's names for the algorithms of signatures, where they differ from the record's.
var opensslSignatures = map[string]string{
	"MD2-RSA": "md2WithRSAEncryption", "MD4-RSA": "md4WithRSAEncryption", "MD5-RSA": "md5WithRSAEncryption",
	"SHA1-RSA": "sha1WithRSAEncryption", "SHA224-RSA": "sha224WithRSAEncryption", "SHA256-RSA": "sha256WithRSAEncryption",
	"SHA384-RSA": "sha384WithRSAEncryption", "SHA512-RSA": "sha512WithRSAEncryption", "RIPEMD160-RSA": "ripemd160WithRSA",
	"SHA3-224-RSA": "RSA-SHA3-224", "SHA3-256-RSA": "RSA-SHA3-256", "SHA3-384-RSA": "RSA-SHA3-384", "SHA3-512-RSA": "RSA-SHA3-512",
	"SHA1-RSAPSS": "rsassaPss", "SHA224-RSAPSS": "rsassaPss", "SHA256-RSAPSS": "rsassaPss",
	"SHA384-RSAPSS": "rsassaPss", "SHA512-RSAPSS": "rsassaPss", "RSASSA-PSS": "rsassaPss",
	"DSA-SHA1": "dsaWithSHA1", "DSA-SHA224": "dsa_with_SHA224", "DSA-SHA256": "dsa_with_SHA256",
	"DSA-SHA384": "dsa_with_SHA384", "DSA-SHA512": "dsa_with_SHA512",
	"ECDSA-SHA1": "ecdsa-with-SHA1", "ECDSA-SHA224": "ecdsa-with-SHA224", "ECDSA-SHA256": "ecdsa-with-SHA256",
	"ECDSA-SHA384": "ecdsa-with-SHA384", "ECDSA-SHA512": "ecdsa-with-SHA512",
	"ECDSA-SHA3-224": "ecdsa_with_SHA3-224", "ECDSA-SHA3-256": "ecdsa_with_SHA3-256",
	"ECDSA-SHA3-384": "ecdsa_with_SHA3-384", "ECDSA-SHA3-512": "ecdsa_with_SHA3-512",
	"Ed25519": "ED25519", "Ed448": "ED448", "SM2-SM3": "SM2-with-SM3",
}

func opensslSignature(algorithm string) string { return renamed(opensslSignatures, algorithm) }

// opensslCurves are OpenSSL's names for curves, where they differ from TLS's.
var opensslCurves = map[string]string{"secp256r1": "prime256v1", "secp192r1": "prime192v1", "curveSM2": "SM2"}

func opensslCurve(curve string) string { return renamed(opensslCurves, curve) }

// renamed returns what names has for a name, or the name itself.
func renamed(names map[string]string, name string) string {
	if other, known := names[name]; known {
		return other
	}
	return name
}

// exponent returns an RSA key's public exponent in decimal.
func exponent(c *record.Certificate) string {
	if !c.KeyExponent.Present {
		return ""
	}
	return strconv.FormatUint(c.KeyExponent.Value, 10)
}

func zeekCount(n record.Optional[int]) zeekValue {
	return zeekValue{set: n.Present && n.Value >= 0, number: uint64(n.Value)}
}

func zeekDate(t record.Optional[time.Time]) zeekValue {
	v := zeekAt(t.Value)
	v.set = t.Present
	return v
}
