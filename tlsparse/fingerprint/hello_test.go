package fingerprint

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// extension is an extension's type and body.
type extension struct {
	kind tlsparse.ExtensionType
	body []byte
}

// hello returns a ClientHello of these parts.
func hello(version tlsparse.ProtocolVersion, suites []uint16, extensions ...extension) *tlsparse.ClientHello {
	h := &tlsparse.ClientHello{LegacyVersion: version, CipherSuites: codes(suites...)}
	for _, e := range extensions {
		h.Extensions = binary.BigEndian.AppendUint16(h.Extensions, uint16(e.kind))
		h.Extensions = append(h.Extensions, sized16(e.body)...)
	}
	return h
}

func codes(values ...uint16) []byte {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

func sized8(b []byte) []byte  { return append([]byte{byte(len(b))}, b...) }
func sized16(b []byte) []byte { return append(codes(uint16(len(b))), b...) }

func alpn(names ...string) extension {
	var list []byte
	for _, name := range names {
		list = append(list, sized8([]byte(name))...)
	}
	return extension{tlsparse.ExtensionALPN, sized16(list)}
}

func versions(v ...uint16) extension {
	return extension{tlsparse.ExtensionSupportedVersions, sized8(codes(v...))}
}

func groups(v ...uint16) extension {
	return extension{tlsparse.ExtensionSupportedGroups, sized16(codes(v...))}
}

func schemes(v ...uint16) extension {
	return extension{tlsparse.ExtensionSignatureAlgorithms, sized16(codes(v...))}
}

func formats(v ...byte) extension {
	return extension{tlsparse.ExtensionECPointFormats, sized8(v)}
}

// chrome is the ClientHello that the specification of JA4 takes for its example,
// in the order of some browser, with GREASE.
func chrome() *tlsparse.ClientHello {
	return hello(tlsparse.VersionTLS12,
		[]uint16{0x4a4a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035},
		extension{kind: 0x7a7a},
		extension{tlsparse.ExtensionServerName, sized16(append([]byte{0}, sized16([]byte("a.example"))...))},
		extension{kind: 0x0017}, extension{tlsparse.ExtensionRenegotiationInfo, []byte{0}},
		groups(0x2a2a, 0x001d, 0x0017, 0x0018), formats(0), extension{kind: 0x0023}, alpn("h2", "http/1.1"),
		extension{0x0005, []byte{1, 0, 0, 0, 0}}, schemes(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601),
		extension{kind: 0x0012}, extension{0x0033, []byte{0, 0}}, extension{0x002d, []byte{1, 1}}, versions(0xfafa, 0x0304, 0x0303),
		extension{0x001b, []byte{2, 0, 2}}, extension{0x4469, []byte{0, 0}}, extension{0x0a0a, []byte{0}}, extension{0x0015, make([]byte, 9)},
	)
}
