package finding

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/tlssniff/tlssniff/tlsparse"
	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

var (
	nullCipher = Definition{
		Code: "null_cipher", Severity: High,
		Title:       "Nothing is encrypted",
		Explanation: "The suite has no cipher: everyone on the way can read what is sent. Remove the NULL suites from both sides; what needs only integrity should say so with a suite of TLS 1.3 made for it.",
		Reference:   "RFC 9325, section 4.1",
	}
	exportCipher = Definition{
		Code: "export_cipher", Severity: High,
		Title:       "An export cipher with a key that can be guessed",
		Explanation: "Export suites have keys of 40 or 56 bits, which fall in hours, and a server that allows them endangers its other connections (FREAK, Logjam). Remove them from both sides.",
		Reference:   "RFC 9325, section 4.1; CVE-2015-0204, CVE-2015-4000",
	}
	anonymousSuite = Definition{
		Code: "anonymous_suite", Severity: High,
		Title:       "Nobody proves who the server is",
		Explanation: "An anonymous key exchange has no certificate and no shared secret: anyone on the way can take the server's place. Remove the anon suites from both sides. Mail servers that encrypt opportunistically use them; there it is no worse than no TLS.",
		Reference:   "RFC 9325, section 4.1",
	}
	desCipher = Definition{
		Code: "des_cipher", Severity: High,
		Title:       "Single DES, whose key can be guessed",
		Explanation: "A key of 56 bits falls in hours on rented hardware. Remove the DES suites from both sides.",
		Reference:   "RFC 5469",
	}
	rc4Cipher = Definition{
		Code: "rc4_cipher", Severity: Medium,
		Title:       "RC4, whose key stream is biased",
		Explanation: "What is sent again and again, a cookie or a password, can be read from many connections. RC4 is forbidden in TLS. Remove its suites from both sides and prefer AES-GCM or ChaCha20-Poly1305.",
		Reference:   "RFC 7465",
	}
	tripleDESCipher = Definition{
		Code: "3des_cipher", Severity: Medium,
		Title:       "3DES, whose blocks are too short",
		Explanation: "With blocks of 64 bits a connection of many gigabytes gives away parts of what it carries (Sweet32), and 3DES is slow. Remove its suites from both sides and prefer AES-GCM or ChaCha20-Poly1305.",
		Reference:   "RFC 9325, section 4.1; CVE-2016-2183",
	}
	integrityOnly = Definition{
		Code: "integrity_only", Severity: Medium,
		Title:       "TLS 1.3 without encryption",
		Explanation: "These suites prove that nothing was changed but hide nothing. They are for devices that must be watched. Anywhere else, allow only TLS_AES and TLS_CHACHA20 suites.",
		Reference:   "RFC 9150",
	}
	noForwardSecrecy = Definition{
		Code: "no_forward_secrecy", Severity: Low,
		Title:       "No forward secrecy",
		Explanation: "Who records the traffic today and gets the server's key later can read all of it. Servers that take RSA key exchange may also answer attackers' guesses (ROBOT). Put ECDHE suites first, or use TLS 1.3 with (EC)DHE, and remove the others.",
		Reference:   "RFC 9325, section 4.1",
	}
	cbcSHA1 = Definition{
		Code: "cbc_sha1", Severity: Info,
		Title:       "AES or another cipher in CBC mode with SHA-1",
		Explanation: "Records are authenticated before they are padded and encrypted, which has led to attacks by timing (Lucky Thirteen) again and again. Prefer AES-GCM or ChaCha20-Poly1305. Not told where both sides encrypt first (encrypt_then_mac).",
		Reference:   "RFC 9325, section 4.2; RFC 7366",
	}
)

// suiteRules say which suites a definition is true of.
var suiteRules = []struct {
	definition *Definition
	holds      func(*tlsparse.CipherSuiteInfo) bool
}{
	{&nullCipher, func(s *tlsparse.CipherSuiteInfo) bool { return s.Cipher == "NULL" && !s.TLS13 }},
	{&exportCipher, func(s *tlsparse.CipherSuiteInfo) bool { return s.KeyExchange.Export }},
	{&anonymousSuite, func(s *tlsparse.CipherSuiteInfo) bool { return s.KeyExchange.Anonymous }},
	{&desCipher, func(s *tlsparse.CipherSuiteInfo) bool { return strings.HasPrefix(s.Cipher, "DES") }},
	{&rc4Cipher, func(s *tlsparse.CipherSuiteInfo) bool { return strings.HasPrefix(s.Cipher, "RC4") }},
	{&tripleDESCipher, func(s *tlsparse.CipherSuiteInfo) bool { return strings.HasPrefix(s.Cipher, "3DES") }},
	{&integrityOnly, func(s *tlsparse.CipherSuiteInfo) bool { return s.Cipher == "NULL" && s.TLS13 }},
	{&noForwardSecrecy, func(s *tlsparse.CipherSuiteInfo) bool { return keepsKeys(&s.KeyExchange) }},
	{&cbcSHA1, func(s *tlsparse.CipherSuiteInfo) bool { return strings.Contains(s.Cipher, "CBC") && s.MAC == "SHA" }},
}

// keepsKeys reports whether a key exchange rests on nothing but keys that stay.
// What is known by name only (SRP, ECJPAKE, CECPQ1) makes new ones.
func keepsKeys(k *tlsparse.KeyExchange) bool {
	if k.ECDHE || k.DHE {
		return false
	}
	return k.RSA || k.DH || k.ECDH || k.PSK || strings.HasPrefix(k.Name, "KRB5") || strings.HasPrefix(k.Name, "GOST")
}

// weakness is a definition that is true of a suite, and what to say of it.
type weakness struct {
	definition *Definition
	detail     string
}

// weakSuites has the suites that anything can be said against. It is made once and only read.
var weakSuites = sync.OnceValue(func() map[uint16][]weakness {
	weak := make(map[uint16][]weakness)
	for v, name := range iana.CipherSuites() {
		info, ok := tlsparse.CipherSuite(v).Info()
		if !ok || v > 0xffff { // an SSL 2.0 cipher has three bytes
			continue
		}
		for _, rule := range suiteRules {
			if rule.holds(&info) {
				weak[uint16(v)] = append(weak[uint16(v)], weakness{rule.definition, "the server chose " + name})
			}
		}
	}
	return weak
})

// OfSuite returns what is found where a suite of TLS is chosen, the worst first. What both
// sides may do to mend it, as encrypt_then_mac does, is not known here.
func OfSuite(id uint16) []Definition {
	var found []Definition
	for _, w := range weakSuites()[id] {
		found = append(found, *w.definition)
	}
	slices.SortStableFunc(found, func(a, b Definition) int { return cmp.Compare(a.rank, b.rank) })
	return found
}

// suite looks at the suite that was chosen. In SSL 2.0 the client chooses, among
// ciphers of three bytes, and the version is bad enough.
func (f *finder) suite() {
	id, ok := f.CipherSuiteID.Get()
	if !ok || f.level == ssl20 {
		return
	}
	for _, w := range weakSuites()[id] {
		if w.definition == &cbcSHA1 && f.ServerHello != nil && f.ServerHello.EncryptThenMAC.Present {
			continue
		}
		f.add(w.definition, w.detail)
	}
	if h := f.ServerHello; f.level == tls13 && h != nil && h.PreSharedKey.Present && h.KeyShare == "" && h.ParseError == "" {
		f.add(&noForwardSecrecy, "a pre-shared key alone, without (EC)DHE beside it")
	}
}
