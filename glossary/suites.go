package glossary

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tlssniff/tlssniff/tlsparse"
	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// suiteOf finds a suite by its IANA name, its OpenSSL name or its code point.
func suiteOf(term string) (tlsparse.CipherSuite, bool) {
	if n, ok := codePoint(term); ok {
		_, named := iana.CipherSuiteName(uint32(n))
		return tlsparse.CipherSuite(n), named
	}
	key := fold(term)
	for v, name := range iana.CipherSuites() {
		if v <= 0xffff && (fold(name) == key || fold(opensslName(name)) == key) {
			return tlsparse.CipherSuite(v), true
		}
	}
	return 0, false
}

// codePoint reads 0xc02f, c02f and 0xC0,0x2F.
func codePoint(term string) (uint16, bool) {
	term = strings.ToLower(strings.Trim(term, "{} "))
	if high, low, ok := strings.Cut(term, ","); ok {
		term = strings.TrimPrefix(strings.TrimSpace(high), "0x") + strings.TrimPrefix(strings.TrimSpace(low), "0x")
	}
	term = strings.TrimPrefix(term, "0x")
	n, err := strconv.ParseUint(term, 16, 16)
	return uint16(n), err == nil && len(term) == 4
}

// opensslName makes OpenSSL's name of IANA's: ECDHE-RSA-AES128-GCM-SHA256.
func opensslName(name string) string {
	exchange, protection, with := strings.Cut(strings.TrimPrefix(name, "TLS_"), "_WITH_")
	if !with {
		return name // TLS 1.3: the same
	}
	protection = strings.NewReplacer("AES_128_CBC", "AES128", "AES_256_CBC", "AES256", "AES_128", "AES128", "AES_256", "AES256",
		"CAMELLIA_128_CBC", "CAMELLIA128", "CAMELLIA_256_CBC", "CAMELLIA256", "3DES_EDE_CBC", "DES-CBC3", "RC4_128", "RC4",
		"CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305").Replace(protection)
	exchange = strings.ReplaceAll(strings.ReplaceAll(exchange, "DH_anon", "ADH"), "ECADH", "AECDH")
	if exchange != "RSA" {
		protection = exchange + "-" + protection
	}
	return strings.ReplaceAll(protection, "_", "-")
}

func explainSuite(term string) (Entry, bool) {
	suite, ok := suiteOf(term)
	if !ok {
		return Entry{}, false
	}
	e := Entry{Kind: "cipher suite", Name: suite.String(), Reference: "IANA, TLS Cipher Suites"}
	info, ok := suite.Info()
	if !ok {
		e.Title = "a signal, not a suite"
		e.Text = []string{fmt.Sprintf("Code point 0x%04x. It stands in the list of suites to say something else, and is never chosen.", uint16(suite))}
		return e, true
	}
	verdict, why := judge(info)
	e.Title = verdict
	names := fmt.Sprintf("Code point 0x%04x.", uint16(suite))
	if name := opensslName(e.Name); name != e.Name {
		names = fmt.Sprintf("Code point 0x%04x; OpenSSL calls it %s.", uint16(suite), name)
	}
	e.Text = []string{names, keyExchange(info), protection(info)}
	if why != "" {
		e.Text = append(e.Text, why)
	}
	return e, true
}

// keyExchange tells how the keys are agreed on, and how the server proves who it is.
func keyExchange(info tlsparse.CipherSuiteInfo) string {
	k := info.KeyExchange
	switch {
	case info.TLS13:
		return "Key exchange: TLS 1.3 agrees on it apart from the suite, always with forward secrecy."
	case k.Anonymous:
		return "Key exchange: " + ephemeral(k) + ", and nobody proves who they are (anonymous)."
	case k.PSK && (k.ECDHE || k.DHE):
		return "Key exchange: " + ephemeral(k) + ", and both sides prove that they hold a pre-shared key."
	case k.PSK:
		return "Key exchange: a pre-shared key alone. Whoever learns it later can read all of it."
	case k.ECDHE || k.DHE:
		return fmt.Sprintf("Key exchange: %s, signed with the certificate's key (%s).", ephemeral(k), lastPart(k.Name))
	case k.RSA:
		return "Key exchange: the client encrypts a secret for the RSA key of the server's certificate. No forward secrecy."
	case k.ECDH || k.DH:
		return "Key exchange: Diffie-Hellman with the fixed key of the server's certificate. No forward secrecy."
	case k.SRP:
		return "Key exchange: SRP, from a password."
	}
	return "Key exchange: " + k.Name + "."
}

func ephemeral(k tlsparse.KeyExchange) string {
	if k.ECDHE {
		return "ephemeral Diffie-Hellman over a curve (ECDHE), with forward secrecy"
	}
	return "ephemeral Diffie-Hellman (DHE), with forward secrecy"
}

func lastPart(name string) string {
	parts := strings.Split(strings.TrimSuffix(name, "_EXPORT"), "_")
	return parts[len(parts)-1]
}

// protection tells what encrypts the records, and what keeps them from being changed.
func protection(info tlsparse.CipherSuiteInfo) string {
	text := fmt.Sprintf("Encryption: %s, key of %d bits", strings.ReplaceAll(info.Cipher, "_", "-"), info.KeyBits)
	if info.KeyBits == 0 {
		text = "Encryption: none"
	}
	switch {
	case info.AEAD:
		return text + ", which also keeps records from being changed (AEAD)."
	case info.MAC != "":
		return text + "; an HMAC with " + info.MAC + " keeps records from being changed."
	}
	return text + "."
}

// judge says what to think of a suite, and why.
func judge(info tlsparse.CipherSuiteInfo) (verdict, why string) {
	k := info.KeyExchange
	switch {
	case info.KeyBits == 0:
		return "no encryption: do not use", "Everybody on the way can read what is sent."
	case k.Anonymous:
		return "no authentication: do not use", "Anybody on the way can pose as the server."
	case k.Export || info.KeyBits < 80:
		return "broken: do not use", "Its key can be found by trying all of them (FREAK, Logjam)."
	case strings.HasPrefix(info.Cipher, "RC4"):
		return "broken: do not use", "RC4 is forbidden (RFC 7465): its output leaks what is sent again and again."
	case info.KeyBits < 128:
		return "weak: replace it", "Blocks of 64 bits repeat in long connections (Sweet32)."
	case !info.TLS13 && !k.ECDHE && !k.DHE:
		return "weak: replace it", "Without forward secrecy, whoever steals the key later can read all earlier connections."
	case !info.AEAD:
		return "old: prefer GCM or ChaCha20-Poly1305", "CBC with HMAC has been attacked several times (Lucky 13, POODLE for TLS)."
	}
	return "recommended", ""
}
