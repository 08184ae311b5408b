package tlsparse

import "encoding/binary"

// Lengths of DTLS headers, in bytes (RFC 6347, sections 4.1 and 4.2.2).
const (
	DTLSRecordHeaderLen    = 13
	DTLSHandshakeHeaderLen = 12
)

// VersionDTLS09 is what OpenSSL called DTLS before there was a standard; Cisco's AnyConnect speaks it still.
const VersionDTLS09 ProtocolVersion = 0x0100

// ContentTypeCID is the type of a DTLS 1.2 record with a connection id (RFC 9146, section 3).
const ContentTypeCID ContentType = 25

// DTLSRecord is one record of DTLS.
type DTLSRecord struct {
	Type    ContentType
	Version ProtocolVersion
	Epoch   uint16
	// Sealed says that the record is one of DTLS 1.3 whose header hides all else (RFC 9147, section 4).
	Sealed bool
	Body   []byte // points into the bytes given
}

// CutDTLSRecord cuts the first record off a datagram. cid is the length of the connection id that records to this side
// carry, 0 for none. It reports false where b begins with no record.
func CutDTLSRecord(b []byte, cid int) (r DTLSRecord, rest []byte, ok bool) {
	if len(b) > 0 && b[0]>>5 == 1 {
		return cutUnified(b, cid)
	}
	if len(b) < DTLSRecordHeaderLen {
		return r, nil, false
	}
	header := DTLSRecordHeaderLen
	r = DTLSRecord{Type: ContentType(b[0]), Version: ProtocolVersion(binary.BigEndian.Uint16(b[1:])), Epoch: binary.BigEndian.Uint16(b[3:])}
	if r.Type == ContentTypeCID {
		header += cid
	}
	known := r.Type >= ContentTypeChangeCipherSpec && r.Type <= ContentTypeHeartbeat || r.Type == ContentTypeCID
	if !known || r.Version>>8 != 0xfe && r.Version != VersionDTLS09 || len(b) < header {
		return r, nil, false
	}
	n := int(binary.BigEndian.Uint16(b[header-2:]))
	if n > len(b)-header {
		return r, nil, false
	}
	end := header + n
	r.Body = b[header:end:end]
	return r, b[end:], true
}

// cutUnified cuts a DTLS 1.3 record with its short header (RFC 9147, section 4).
func cutUnified(b []byte, cid int) (r DTLSRecord, rest []byte, ok bool) {
	const hasCID, longNumber, hasLength, epoch = 0x10, 0x08, 0x04, 0x03
	r = DTLSRecord{Type: ContentTypeApplicationData, Version: VersionDTLS12, Epoch: uint16(b[0] & epoch), Sealed: true}
	header := 2
	if b[0]&hasCID != 0 {
		header += cid
	}
	if b[0]&longNumber != 0 {
		header++
	}
	end := len(b)
	if b[0]&hasLength != 0 {
		header += 2
		if len(b) < header {
			return r, nil, false
		}
		end = header + int(binary.BigEndian.Uint16(b[header-2:]))
	}
	if len(b) < header || end > len(b) {
		return r, nil, false
	}
	r.Body = b[header:end:end]
	return r, b[end:], true
}

// DTLSFragment is a handshake message, or a part of one (RFC 6347, section 4.2.2).
type DTLSFragment struct {
	HandshakeHeader        // of the whole message
	Sequence        uint16 // of the message
	Offset          int    // of the body's part in the message
	Body            []byte // points into the bytes given
}

// CutDTLSFragment cuts the first handshake fragment off a record's body.
func CutDTLSFragment(b []byte) (f DTLSFragment, rest []byte, ok bool) {
	if len(b) < DTLSHandshakeHeaderLen {
		return f, nil, false
	}
	f.HandshakeHeader, _ = ParseHandshakeHeader(b)
	f.Sequence = binary.BigEndian.Uint16(b[4:])
	f.Offset = int(b[6])<<16 | int(b[7])<<8 | int(b[8])
	n := int(b[9])<<16 | int(b[10])<<8 | int(b[11])
	if n > len(b)-DTLSHandshakeHeaderLen || f.Offset+n > f.Length {
		return f, nil, false
	}
	end := DTLSHandshakeHeaderLen + n
	f.Body = b[DTLSHandshakeHeaderLen:end:end]
	return f, b[end:], true
}

// RecognizeDTLS reports whether a datagram begins with a DTLS record that can begin a connection: a
// hello, or a part of one, in the clear.
func RecognizeDTLS(b []byte) bool {
	r, _, ok := CutDTLSRecord(b, 0)
	if !ok || r.Sealed || r.Type != ContentTypeHandshake || r.Epoch != 0 || !r.Version.IsDTLS() && r.Version != VersionDTLS09 {
		return false
	}
	f, _, ok := CutDTLSFragment(r.Body)
	switch {
	case !ok:
		return false
	case f.Type == HandshakeTypeClientHello, f.Type == HandshakeTypeServerHello, f.Type == HandshakeTypeHelloVerifyRequest:
		return f.Length < maxFirstMessage
	}
	return false
}
