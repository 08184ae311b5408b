package tlsparse

import (
	"strings"
	"sync"

	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// CipherSuite is a cipher suite's code point.
type CipherSuite uint16

// String returns the suite's IANA name, "GREASE", or its value in hex.
func (s CipherSuite) String() string {
	name, ok := iana.CipherSuiteName(uint32(s))
	return nameOr(name, ok, uint16(s))
}

// IsGREASE reports whether the value is reserved by RFC 8701.
func (s CipherSuite) IsGREASE() bool { return IsGREASE(uint16(s)) }

// CipherSuiteNamed returns the suite of a name.
func CipherSuiteNamed(name string) (CipherSuite, bool) {
	v, ok := iana.CipherSuiteValue(name)
	if !ok || v > 0xffff {
		return 0, false // an SSL 2.0 cipher has three bytes
	}
	return CipherSuite(v), true
}

// CipherSuiteInfo is what a suite's name tells.
type CipherSuiteInfo struct {
	// TLS13 says that the suite is one of TLS 1.3 alone, which says nothing of the key exchange.
	TLS13       bool
	KeyExchange KeyExchange
	// Cipher is as in the name: AES_128_GCM, 3DES_EDE_CBC, NULL.
	Cipher string
	// KeyBits is the effective size of the cipher's key: 112 for 3DES, 40 or 56 for
	// an export cipher, 0 for NULL.
	KeyBits int
	// MAC is the hash of the records' HMAC (MD5, SHA, SHA256), empty for an AEAD.
	MAC  string
	AEAD bool
	// TagLength is the length of what authenticates a record of an AEAD, in bytes.
	TagLength int
	// HashLength is the length of the hash of the suite's Finished in TLS 1.3, in bytes.
	HashLength int
}

// KeyExchange says what a suite's name says of the key exchange. TLS 1.3 suites
// say nothing.
type KeyExchange struct {
	Name           string // as in the suite's: RSA, ECDHE_ECDSA, DH_anon, DHE_RSA_EXPORT
	ECDHE, DHE     bool   // ephemeral, over a curve or a finite field; anonymous ones too
	ECDH, DH       bool   // with a key of the server's certificate
	PSK, Anonymous bool
	RSA            bool // the client encrypts the premaster secret for an RSA key
	SRP, Export    bool
	ECJPAKE        bool // a password proves both ends (draft-cragie-tls-ecjpake)
}

// Signed reports whether a ServerKeyExchange of this kind carries a signature.
func (k KeyExchange) Signed() bool {
	return !k.Anonymous && !k.PSK && (k.ECDHE || k.DHE || k.RSA && k.Export || k.SRP && k.Name != "SRP_SHA")
}

// Info returns what the suite's name tells, and whether it has one that tells
// anything: signalling values do not.
func (s CipherSuite) Info() (CipherSuiteInfo, bool) {
	info, ok := suites()[s]
	return info, ok
}

// KeyExchange returns the suite's key exchange, as its name tells it.
func (s CipherSuite) KeyExchange() KeyExchange { return suites()[s].KeyExchange }

// TLS13 reports whether the suite is one of TLS 1.3 alone (RFC 8446, appendix B.4).
func (s CipherSuite) TLS13() bool { return suites()[s].TLS13 }

// TagLength returns the length of the suite's AEAD tag in bytes; 16, the usual
// one, for a suite that is not known.
func (s CipherSuite) TagLength() int {
	if info, ok := suites()[s]; ok && info.TagLength > 0 {
		return info.TagLength
	}
	return 16
}

// HashLength returns the length of the hash that the suite's Finished has in TLS
// 1.3, in bytes; 32, the usual one, for a suite that is not known.
func (s CipherSuite) HashLength() int {
	if info, ok := suites()[s]; ok {
		return info.HashLength
	}
	return 32
}

// suites has what the names of all suites tell. It is made once and only read.
var suites = sync.OnceValue(func() map[CipherSuite]CipherSuiteInfo {
	all := make(map[CipherSuite]CipherSuiteInfo)
	for v, name := range iana.CipherSuites() {
		if info, ok := readSuiteName(name); ok && v <= 0xffff {
			all[CipherSuite(v)] = info
		}
	}
	return all
})

// readSuiteName takes a name such as TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA or
// TLS_AES_128_GCM_SHA256 apart.
func readSuiteName(name string) (CipherSuiteInfo, bool) {
	_, name, _ = strings.Cut(name, "_") // TLS, SSL
	name = strings.TrimSuffix(strings.TrimSuffix(name, "_OLD"), "_2")
	exchange, protection, with := strings.Cut(name, "_WITH_")
	switch {
	case with:
	case strings.HasSuffix(name, "SCSV"):
		return CipherSuiteInfo{}, false
	default:
		exchange, protection = "", name
	}
	info := CipherSuiteInfo{KeyExchange: readKeyExchange(exchange)}
	info.readProtection(protection)
	// The GOST suites of TLS 1.3 are named as those of TLS 1.2 are (RFC 9367).
	if info.TLS13 = !with || strings.Contains(protection, "MGM"); info.TLS13 {
		info.KeyExchange = KeyExchange{}
	}
	return info, true
}

func readKeyExchange(name string) KeyExchange {
	has := func(part string) bool { return strings.Contains("_"+name+"_", "_"+part+"_") }
	k := KeyExchange{
		Name:      name,
		Anonymous: has("anon"),
		PSK:       has("PSK"),
		SRP:       has("SRP"),
		Export:    has("EXPORT") || has("EXPORT1024"),
		ECJPAKE:   has("ECJPAKE"),
	}
	k.ECDHE = has("ECDHE") || has("ECDH") && k.Anonymous
	k.DHE = has("DHE") || has("DH") && k.Anonymous
	k.ECDH, k.DH = has("ECDH") && !k.Anonymous, has("DH") && !k.Anonymous
	k.RSA = strings.HasPrefix(name, "RSA")
	return k
}

// readProtection takes the cipher and the hash apart.
func (info *CipherSuiteInfo) readProtection(name string) {
	cipher, hash := name, ""
	if at := strings.LastIndexByte(name, '_'); at >= 0 {
		switch last := name[at+1:]; last {
		case "NULL", "MD5", "SHA", "SHA256", "SHA384", "SHA512", "RMD", "SM3", "IMIT", "OMAC", "GOSTR3411":
			cipher, hash = name[:at], last
		}
	}
	info.HashLength = 32
	switch hash {
	case "SHA384":
		info.HashLength = 48
	case "SHA512":
		info.HashLength = 64
	}
	if cipher == hash && hash != "NULL" {
		// TLS_SHA256_SHA256 protects with an HMAC and does not encrypt (RFC 9150).
		info.Cipher, info.MAC, info.TagLength = "NULL", hash, info.HashLength
		return
	}
	info.Cipher, info.KeyBits = cipher, keyBits(cipher)
	for _, mode := range []string{"GCM", "CCM", "POLY1305", "AEGIS", "MGM"} {
		if strings.Contains(cipher, mode) {
			info.AEAD, info.TagLength = true, 16
		}
	}
	switch {
	case strings.Contains(cipher, "CCM_8"), strings.Contains(cipher, "MAGMA_MGM"):
		info.TagLength = 8
	case !info.AEAD && hash != "NULL":
		info.MAC = hash
	}
}

// keyBits returns the effective size of a cipher's key. What comes first in a
// name decides: RC2_CBC_40 before RC2.
func keyBits(cipher string) int {
	for _, known := range []struct {
		part string
		bits int
	}{
		{"NULL", 0}, {"3DES", 112}, {"DES40", 40}, {"_40", 40}, {"_56", 56}, {"DES", 56}, {"FORTEZZA", 80},
		{"_128", 128}, {"_256", 256}, {"RC2", 128}, {"IDEA", 128}, {"SEED", 128}, {"SM4", 128},
		{"CHACHA20", 256}, {"28147", 256}, {"KUZNYECHIK", 256}, {"MAGMA", 256},
	} {
		if strings.Contains(cipher, known.part) {
			return known.bits
		}
	}
	return 0
}
