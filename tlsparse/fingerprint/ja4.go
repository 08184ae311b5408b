package fingerprint

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// Transport is what a ClientHello came over, as JA4 marks it.
type Transport byte

// The transports.
const (
	TCP  Transport = 't'
	QUIC Transport = 'q'
	DTLS Transport = 'd'
)

// JA4Len is the length of a JA4.
const JA4Len = 36

// AppendJA4 appends a ClientHello's JA4 to one slice,
// and to another what JA4 hashes (JA4_r): the readable part, the sorted cipher
// suites, the sorted extensions and the signature algorithms in wire order.
func AppendJA4(ja4, raw []byte, h *tlsparse.ClientHello, over Transport) (hashed, plain []byte) {
	var r room
	o := readOffer(h, &r)
	from := len(raw)
	raw = append(o.appendReadable(raw, over), '_')
	ja4 = append(ja4, raw[from:]...)
	suites := len(raw)
	raw = o.appendSuites(raw)
	ja4 = append(appendHash(ja4, raw[suites:], len(o.suites)), '_')
	raw = append(raw, '_')
	extensions := len(raw)
	raw = o.appendExtensions(raw)
	return appendHash(ja4, raw[extensions:], len(o.extensions)), raw
}

// appendReadable appends JA4's first part.
func (o *offer) appendReadable(dst []byte, over Transport) []byte {
	name := byte('i')
	if o.serverName {
		name = 'd'
	}
	dst = append(dst, byte(over))
	dst = append(dst, versionCode(o.version)...)
	dst = append(dst, name)
	dst = appendCount(dst, len(o.suites))
	dst = appendCount(dst, o.nextensions)
	first, last := protocolCode(o.protocol)
	return append(dst, first, last)
}

func (o *offer) appendSuites(dst []byte) []byte { return appendHex(dst, o.suites) }

func (o *offer) appendExtensions(dst []byte) []byte {
	dst = appendHex(dst, o.extensions)
	if len(o.schemes) > 0 {
		dst = append(dst, '_')
		dst = appendHex(dst, o.schemes)
	}
	return dst
}

// appendCount appends a count of two digits, of which 99 is the highest.
func appendCount(dst []byte, n int) []byte {
	n = min(n, 99)
	return append(dst, byte('0'+n/10), byte('0'+n%10))
}

const hexDigits = "0123456789abcdef"

// appendHex appends values of four hex digits, joined by commas.
func appendHex(dst []byte, values []uint16) []byte {
	for i, v := range values {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, hexDigits[v>>12], hexDigits[v>>8&0xf], hexDigits[v>>4&0xf], hexDigits[v&0xf])
	}
	return dst
}

// appendHash appends the first twelve digits of a hash, or zeros, not the hash
// of nothing, where nothing was listed.
func appendHash(dst, b []byte, listed int) []byte {
	if listed == 0 {
		return append(dst, "000000000000"...)
	}
	sum := sha256.Sum256(b)
	return hex.AppendEncode(dst, sum[:6])
}

// versionCode is a version's two characters.
func versionCode(v tlsparse.ProtocolVersion) string {
	switch v {
	case tlsparse.VersionTLS13:
		return "13"
	case tlsparse.VersionTLS12:
		return "12"
	case tlsparse.VersionTLS11:
		return "11"
	case tlsparse.VersionTLS10:
		return "10"
	case tlsparse.VersionSSL30:
		return "s3"
	case tlsparse.VersionSSL20:
		return "s2"
	case tlsparse.VersionDTLS10:
		return "d1"
	case tlsparse.VersionDTLS12:
		return "d2"
	case tlsparse.VersionDTLS13:
		return "d3"
	}
	return "00"
}

// protocolCode is the first and the last character of an ALPN name; of one that
// does not begin and end alphanumerically, the first and the last digit of its hex.
func protocolCode(name []byte) (first, last byte) {
	if len(name) == 0 {
		return '0', '0'
	}
	first, last = name[0], name[len(name)-1]
	if !alphanumeric(first) || !alphanumeric(last) {
		const digits = "0123456789abcdef"
		return digits[first>>4], digits[last&0xf]
	}
	return first, last
}

func alphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}
