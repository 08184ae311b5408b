package tlsparse

import "github.com/tlssniff/tlssniff/tlsparse/iana"

// CertificateCompression is an algorithm to compress certificates with (RFC 8879).
type CertificateCompression uint16

// String returns the algorithm's IANA name, "GREASE", or its value in hex.
func (a CertificateCompression) String() string {
	name, ok := iana.CertificateCompressionName(uint16(a))
	return nameOr(name, ok, uint16(a))
}

// IsGREASE reports whether the value looks like one of RFC 8701, which some clients
// put here too.
func (a CertificateCompression) IsGREASE() bool { return IsGREASE(uint16(a)) }

// ParseCertificateCompression returns the algorithms of a compress_certificate
// extension (RFC 8879, section 3). The list points into b.
func ParseCertificateCompression(b []byte) (List[CertificateCompression], error) {
	c := newCursor("compress_certificate", b)
	list := List[CertificateCompression](c.codes8("algorithms"))
	c.end("algorithms")
	return list, c.err()
}

// CompressedCertificate stands in a Certificate's place (RFC 8879, section 4).
type CompressedCertificate struct {
	Algorithm CertificateCompression
	// UncompressedLength is what the sender claims of the Certificate message, in bytes.
	UncompressedLength int
	Message            []byte // points into the bytes that were parsed
}

// ParseCompressedCertificate reads a CompressedCertificate's body. It decompresses nothing.
func ParseCompressedCertificate(b []byte) (CompressedCertificate, error) {
	var m CompressedCertificate
	c := newCursor("compressed_certificate", b)
	m.Algorithm = CertificateCompression(c.uint16("algorithm"))
	m.UncompressedLength = c.uint24("uncompressed_length")
	m.Message = c.vector24("compressed_certificate_message")
	c.end("compressed_certificate_message")
	return m, c.err()
}
