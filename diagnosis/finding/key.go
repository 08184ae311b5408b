package finding

import (
	"slices"
	"strconv"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// What a finite-field group must have, in bits.
const (
	enoughDHBits = 2048 // RFC 9325, section 4.2
	brokenDHBits = 1024 // what is below can be broken by a university (Logjam)
)

var (
	brokenDH = Definition{
		Code: "broken_dh", Severity: High,
		Title:       "A Diffie-Hellman group that can be broken",
		Explanation: "Groups below 1024 bits have been broken in public (Logjam): the connection can be read and changed. Prefer ECDHE on the server, or give it a group of 2048 bits or more.",
		Reference:   "RFC 9325, section 4.2; CVE-2015-4000",
	}
	weakDH = Definition{
		Code: "weak_dh", Severity: Medium,
		Title:       "A Diffie-Hellman group of less than 2048 bits",
		Explanation: "A group of 1024 bits is within reach of a state, and once it is broken every connection that used it can be read. Many clients refuse it. Prefer ECDHE on the server, or give it a group of 2048 bits or more.",
		Reference:   "RFC 9325, section 4.2",
	}
	weakGroup = Definition{
		Code: "weak_group", Severity: Medium,
		Title:       "A curve that is too small",
		Explanation: "Curves of less than 224 bits are weaker than any cipher in use and were removed from TLS. Configure the server for x25519 and secp256r1.",
		Reference:   "RFC 8422, section 5.1.1",
	}
	md5Handshake = Definition{
		Code: "md5_handshake_signature", Severity: High,
		Title:       "The key exchange is signed with MD5",
		Explanation: "Collisions of MD5 are cheap enough to take the server's place while a connection is made (SLOTH). Update the server, and let clients not offer MD5.",
		Reference:   "RFC 9155; CVE-2015-7575",
	}
	sha1Handshake = Definition{
		Code: "sha1_handshake_signature", Severity: Low,
		Title:       "The key exchange is signed with SHA-1",
		Explanation: "SHA-1 has collisions and must not be used for signatures in TLS 1.2. Clients of today refuse it. Update the server; where the client offers nothing better, update the client.",
		Reference:   "RFC 9155",
	}
	noPostQuantum = Definition{
		Code: "no_post_quantum", Severity: Info,
		Title:       "The key exchange does not resist quantum computers",
		Explanation: "Who records the traffic now can read it once there is a quantum computer large enough. If it must stay secret for many years, enable TLS 1.3 with X25519MLKEM768 on both sides. The detail says which side lacks it.",
		Reference:   "RFC 8446, section 4.2.7; FIPS 203; draft-ietf-tls-ecdhe-mlkem",
	}
)

// keys looks at how the keys were agreed on.
func (f *finder) keys() {
	if bits, ok := f.DHBits.Get(); ok {
		switch detail := strconv.Itoa(bits) + " bits"; {
		case bits < brokenDHBits:
			f.add(&brokenDH, detail)
		case bits < enoughDHBits:
			f.add(&weakDH, detail)
		}
	}
	if smallCurve(f.KeyExchangeGroup) {
		f.add(&weakGroup, f.KeyExchangeGroup)
	}
	if f.ServerKeyExchange != nil {
		switch scheme := f.ServerKeyExchange.SignatureScheme; scheme {
		case "0x0101", "0x0102", "0x0103": // MD5 with RSA, DSA and ECDSA, which have no names any more
			f.add(&md5Handshake, "signature scheme "+scheme)
		case "rsa_pkcs1_sha1", "ecdsa_sha1", "0x0202":
			f.add(&sha1Handshake, "signature scheme "+scheme)
		}
	}
	if f.classic() {
		f.add(&noPostQuantum, f.whoLacksPostQuantum())
	}
}

// smallCurve reports whether a group is a curve of less than 224 bits.
func smallCurve(group string) bool {
	switch group {
	case "sect163k1", "sect163r1", "sect163r2", "sect193r1", "sect193r2",
		"secp160k1", "secp160r1", "secp160r2", "secp192k1", "secp192r1":
		return true
	}
	return false
}

// classic reports whether the keys were visibly agreed on by what a quantum
// computer breaks. A resumed session of TLS 1.2 does not show it.
func (f *finder) classic() bool {
	if f.level < tls12 || !f.established() {
		return false
	}
	if f.PostQuantum.Present {
		return !f.PostQuantum.Value
	}
	k := tlsparse.CipherSuite(f.CipherSuiteID.Value).KeyExchange()
	return f.full() && (k.RSA || k.DH || k.ECDH)
}

func (f *finder) whoLacksPostQuantum() string {
	switch {
	case f.ClientHello == nil:
		return ""
	case OffersPostQuantum(f.ClientHello):
		return "the client offers a post-quantum group; the server chose none"
	}
	return "the client offers no post-quantum group"
}

// OffersPostQuantum reports whether a client offers a key exchange that resists quantum computers.
func OffersPostQuantum(hello *record.ClientHello) bool {
	return slices.ContainsFunc(hello.SupportedGroups, tlsparse.PostQuantumName)
}
