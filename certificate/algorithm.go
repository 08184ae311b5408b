package certificate

import (
	"cmp"
	"crypto"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// scheme is how a signature is made; only those that can be checked have one.
type scheme uint8

const (
	unchecked   scheme = iota
	rsaPKCS1           // RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2)
	rsaPSS             // RSASSA-PSS (RFC 8017, section 8.1)
	ecdsaDER           // ECDSA (RFC 5480)
	ed25519Pure        // Ed25519 (RFC 8032)
)

// signatureAlgorithm is an AlgorithmIdentifier of a signature.
type signatureAlgorithm struct {
	name   string // as the record has it
	scheme scheme
	hash   crypto.Hash // 0 where the scheme takes the message itself, or it can't be computed
}

const (
	oidRSASSAPSS = "1.2.840.113549.1.1.10"
	oidSHA1      = "1.3.14.3.2.26"
)

// signatureAlgorithms are named as crypto/x509 names them.
var signatureAlgorithms = map[string]signatureAlgorithm{
	"1.2.840.113549.1.1.2":    {name: "MD2-RSA"},
	"1.2.840.113549.1.1.3":    {name: "MD4-RSA"},
	"1.2.840.113549.1.1.4":    {"MD5-RSA", rsaPKCS1, crypto.MD5},
	"1.2.840.113549.1.1.5":    {"SHA1-RSA", rsaPKCS1, crypto.SHA1},
	"1.3.14.3.2.29":           {"SHA1-RSA", rsaPKCS1, crypto.SHA1},
	"1.2.840.113549.1.1.14":   {"SHA224-RSA", rsaPKCS1, crypto.SHA224},
	"1.2.840.113549.1.1.11":   {"SHA256-RSA", rsaPKCS1, crypto.SHA256},
	"1.2.840.113549.1.1.12":   {"SHA384-RSA", rsaPKCS1, crypto.SHA384},
	"1.2.840.113549.1.1.13":   {"SHA512-RSA", rsaPKCS1, crypto.SHA512},
	"2.16.840.1.101.3.4.3.13": {name: "SHA3-224-RSA"},
	"2.16.840.1.101.3.4.3.14": {name: "SHA3-256-RSA"},
	"2.16.840.1.101.3.4.3.15": {name: "SHA3-384-RSA"},
	"2.16.840.1.101.3.4.3.16": {name: "SHA3-512-RSA"},
	"1.3.36.3.3.1.2":          {name: "RIPEMD160-RSA"},

	"1.2.840.10040.4.3":      {name: "DSA-SHA1"},
	"1.3.14.3.2.27":          {name: "DSA-SHA1"},
	"2.16.840.1.101.3.4.3.1": {name: "DSA-SHA224"},
	"2.16.840.1.101.3.4.3.2": {name: "DSA-SHA256"},
	"2.16.840.1.101.3.4.3.3": {name: "DSA-SHA384"},
	"2.16.840.1.101.3.4.3.4": {name: "DSA-SHA512"},

	"1.2.840.10045.4.1":       {"ECDSA-SHA1", ecdsaDER, crypto.SHA1},
	"1.2.840.10045.4.3.1":     {"ECDSA-SHA224", ecdsaDER, crypto.SHA224},
	"1.2.840.10045.4.3.2":     {"ECDSA-SHA256", ecdsaDER, crypto.SHA256},
	"1.2.840.10045.4.3.3":     {"ECDSA-SHA384", ecdsaDER, crypto.SHA384},
	"1.2.840.10045.4.3.4":     {"ECDSA-SHA512", ecdsaDER, crypto.SHA512},
	"2.16.840.1.101.3.4.3.9":  {name: "ECDSA-SHA3-224"},
	"2.16.840.1.101.3.4.3.10": {name: "ECDSA-SHA3-256"},
	"2.16.840.1.101.3.4.3.11": {name: "ECDSA-SHA3-384"},
	"2.16.840.1.101.3.4.3.12": {name: "ECDSA-SHA3-512"},

	"1.3.101.112":         {"Ed25519", ed25519Pure, 0},
	"1.3.101.113":         {name: "Ed448"},
	"1.2.643.2.2.3":       {name: "GOST R 34.10-2001"},
	"1.2.643.7.1.1.3.2":   {name: "GOST R 34.10-2012-256"},
	"1.2.643.7.1.1.3.3":   {name: "GOST R 34.10-2012-512"},
	"1.2.156.10197.1.501": {name: "SM2-SM3"},
}

// postQuantum are the algorithms that a signature and a key call by the same
// identifier (RFC 9881, RFC 9909).
var postQuantum = map[string]string{
	"2.16.840.1.101.3.4.3.17": "ML-DSA-44",
	"2.16.840.1.101.3.4.3.18": "ML-DSA-65",
	"2.16.840.1.101.3.4.3.19": "ML-DSA-87",
	"2.16.840.1.101.3.4.3.20": "SLH-DSA-SHA2-128s",
	"2.16.840.1.101.3.4.3.21": "SLH-DSA-SHA2-128f",
	"2.16.840.1.101.3.4.3.22": "SLH-DSA-SHA2-192s",
	"2.16.840.1.101.3.4.3.23": "SLH-DSA-SHA2-192f",
	"2.16.840.1.101.3.4.3.24": "SLH-DSA-SHA2-256s",
	"2.16.840.1.101.3.4.3.25": "SLH-DSA-SHA2-256f",
	"2.16.840.1.101.3.4.3.26": "SLH-DSA-SHAKE-128s",
	"2.16.840.1.101.3.4.3.27": "SLH-DSA-SHAKE-128f",
	"2.16.840.1.101.3.4.3.28": "SLH-DSA-SHAKE-192s",
	"2.16.840.1.101.3.4.3.29": "SLH-DSA-SHAKE-192f",
	"2.16.840.1.101.3.4.3.30": "SLH-DSA-SHAKE-256s",
	"2.16.840.1.101.3.4.3.31": "SLH-DSA-SHAKE-256f",
}

// pssHashes are the hashes that RSASSA-PSS names in its parameters.
var pssHashes = map[string]signatureAlgorithm{
	oidSHA1:                  {"SHA1-RSAPSS", rsaPSS, crypto.SHA1},
	"2.16.840.1.101.3.4.2.4": {"SHA224-RSAPSS", rsaPSS, crypto.SHA224},
	"2.16.840.1.101.3.4.2.1": {"SHA256-RSAPSS", rsaPSS, crypto.SHA256},
	"2.16.840.1.101.3.4.2.2": {"SHA384-RSAPSS", rsaPSS, crypto.SHA384},
	"2.16.840.1.101.3.4.2.3": {"SHA512-RSAPSS", rsaPSS, crypto.SHA512},
}

// parseSignatureAlgorithm reads an AlgorithmIdentifier's content. One that has
// no name is called by its object identifier.
func parseSignatureAlgorithm(in input) (signatureAlgorithm, error) {
	oid, err := takeOID(&in)
	if err != nil {
		return signatureAlgorithm{}, err
	}
	if oid == oidRSASSAPSS {
		return parsePSS(in)
	}
	if a, known := signatureAlgorithms[oid]; known {
		return a, nil
	}
	return signatureAlgorithm{name: cmp.Or(postQuantum[oid], oid)}, nil
}

// parsePSS reads RSASSA-PSS-params (RFC 4055, section 3.1) for the hashes, each
// of which is SHA-1 where they leave it out. A signature is only checked where
// the mask generation uses the message's hash, as it should.
func parsePSS(in input) (signatureAlgorithm, error) {
	var parameters input
	var err error
	if len(in) > 0 {
		if parameters, err = in.inside(asn1.SEQUENCE); err != nil {
			return signatureAlgorithm{}, err
		}
	}
	hash, _, err := takePSSHash(&parameters, asn1.Tag(0).ContextSpecific().Constructed())
	if err != nil {
		return signatureAlgorithm{}, err
	}
	mask, generator, err := takePSSHash(&parameters, asn1.Tag(1).ContextSpecific().Constructed())
	if err != nil {
		return signatureAlgorithm{}, err
	}
	if len(generator) > 0 {
		if mask, _, err = takeAlgorithm(&generator); err != nil {
			return signatureAlgorithm{}, err
		}
	}
	a, known := pssHashes[hash]
	if !known {
		return signatureAlgorithm{name: "RSASSA-PSS"}, nil
	}
	if mask != hash {
		a.scheme = unchecked
	}
	return a, nil
}

// takePSSHash takes a tagged AlgorithmIdentifier, or its default, SHA-1.
func takePSSHash(in *input, tag asn1.Tag) (oid string, parameters input, err error) {
	explicit, present, err := in.optional(tag)
	if !present {
		return oidSHA1, nil, err
	}
	inner := input(explicit.content)
	return takeAlgorithm(&inner)
}

// takeAlgorithm takes an AlgorithmIdentifier (RFC 5280, section 4.1.1.2).
func takeAlgorithm(in *input) (oid string, parameters input, err error) {
	if parameters, err = in.inside(asn1.SEQUENCE); err != nil {
		return "", nil, err
	}
	oid, err = takeOID(&parameters)
	return oid, parameters, err
}
