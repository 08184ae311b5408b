package fingerprint

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// AppendInput appends all of a ClientHello that its JA3 and its JA4 are made of: where two
// hellos have the same input, they have the same fingerprints.
func AppendInput(dst []byte, h *tlsparse.ClientHello, over Transport) []byte {
	dst = binary.BigEndian.AppendUint16(append(dst, byte(over)), uint16(h.LegacyVersion))
	dst = appendSized(dst, h.CipherSuites)
	for kind, body := range h.Extensions.All() {
		dst = binary.BigEndian.AppendUint16(dst, uint16(kind))
		switch kind {
		case tlsparse.ExtensionSupportedGroups, tlsparse.ExtensionECPointFormats, tlsparse.ExtensionSignatureAlgorithms,
			tlsparse.ExtensionSupportedVersions, tlsparse.ExtensionALPN:
			dst = appendSized(dst, body)
		}
	}
	return dst
}

func appendSized(dst, b []byte) []byte {
	return append(binary.BigEndian.AppendUint16(dst, uint16(len(b))), b...)
}
