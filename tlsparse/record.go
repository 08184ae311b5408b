package tlsparse

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// RecordHeaderLen is the length of a record's header, in bytes.
const RecordHeaderLen = 5

// maxRecord is the longest body a record may have: 2^14 bytes and what
// compression and protection may add (RFC 5246, section 6.2.3).
const maxRecord = 1<<14 + 2048

// ContentType is the type of a record (RFC 8446, section 5.1).
type ContentType uint8

// The content types.
const (
	ContentTypeChangeCipherSpec ContentType = 20
	ContentTypeAlert            ContentType = 21
	ContentTypeHandshake        ContentType = 22
	ContentTypeApplicationData  ContentType = 23
	ContentTypeHeartbeat        ContentType = 24 // RFC 6520
)

// String returns the type's IANA name, or its value in hex.
func (t ContentType) String() string {
	name, ok := iana.ContentTypeName(uint8(t))
	return byteName(name, ok, uint8(t))
}

// RecordHeader is the header of a TLS record (RFC 8446, section 5.1).
type RecordHeader struct {
	Type    ContentType
	Version ProtocolVersion
	Length  int // of the body, in bytes
}

// ParseRecordHeader reads a record's header. It reports false if b is shorter than one.
func ParseRecordHeader(b []byte) (RecordHeader, bool) {
	if len(b) < RecordHeaderLen {
		return RecordHeader{}, false
	}
	return RecordHeader{
		Type:    ContentType(b[0]),
		Version: ProtocolVersion(binary.BigEndian.Uint16(b[1:])),
		Length:  int(binary.BigEndian.Uint16(b[3:])),
	}, true
}

// Plausible reports whether the header can stand before a record: a known
// content type, a version of SSL 3.0 to TLS 1.3, a length that is allowed.
func (h RecordHeader) Plausible() bool {
	return h.Type >= ContentTypeChangeCipherSpec && h.Type <= ContentTypeHeartbeat &&
		h.Version>>8 == 3 && h.Version&0xff <= 4 && h.Length <= maxRecord
}
