package fingerprint

import (
	"crypto/md5"
	"encoding/hex"
	"strconv"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// MD5Len is the length of the hash of a JA3 or JA3S string.
const MD5Len = 2 * md5.Size

// AppendMD5 appends the hash of a JA3 or JA3S string in hex, which is what is compared.
func AppendMD5(dst, raw []byte) []byte {
	sum := md5.Sum(raw)
	return hex.AppendEncode(dst, sum[:])
}

// AppendJA3 appends a ClientHello's JA3 string: version, cipher suites,
// extensions, groups and point formats in decimal and in wire order, without
// GREASE. JA3 is not defined for an SSL 2.0 hello.
func AppendJA3(dst []byte, h *tlsparse.ClientHello) []byte {
	dst = strconv.AppendUint(dst, uint64(h.LegacyVersion), 10)
	dst = append(dst, ',')
	dst = appendList(dst, h.CipherSuites)
	dst = append(dst, ',')
	dst = appendExtensions(dst, h.Extensions)
	dst = append(dst, ',')
	body, _ := h.Extensions.Find(tlsparse.ExtensionSupportedGroups)
	groups, _ := tlsparse.ParseSupportedGroups(body)
	dst = appendList(dst, groups)
	dst = append(dst, ',')
	body, _ = h.Extensions.Find(tlsparse.ExtensionECPointFormats)
	formats, _ := tlsparse.ParseECPointFormats(body)
	start := len(dst)
	for _, f := range formats {
		dst = appendNumber(dst, start, uint64(f))
	}
	return dst
}

// AppendJA3S appends a ServerHello's JA3S string: version, cipher suite and
// extensions in decimal and in wire order.
func AppendJA3S(dst []byte, h *tlsparse.ServerHello) []byte {
	dst = strconv.AppendUint(dst, uint64(h.LegacyVersion), 10)
	dst = append(dst, ',')
	dst = strconv.AppendUint(dst, uint64(h.CipherSuite), 10)
	dst = append(dst, ',')
	return appendExtensions(dst, h.Extensions)
}

// appendExtensions appends the types of extensions, without GREASE.
func appendExtensions(dst []byte, e tlsparse.Extensions) []byte {
	start := len(dst)
	for kind := range e.All() {
		if !kind.IsGREASE() {
			dst = appendNumber(dst, start, uint64(kind))
		}
	}
	return dst
}

// appendList appends code points joined by '-', without GREASE.
func appendList[T interface {
	~uint16
	IsGREASE() bool
}](dst []byte, list tlsparse.List[T]) []byte {
	start := len(dst)
	for v := range list.All() {
		if !v.IsGREASE() {
			dst = appendNumber(dst, start, uint64(v))
		}
	}
	return dst
}

// appendNumber appends a number of the list that begins at start.
func appendNumber(dst []byte, start int, v uint64) []byte {
	if len(dst) > start {
		dst = append(dst, '-')
	}
	return strconv.AppendUint(dst, v, 10)
}
