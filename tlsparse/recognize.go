package tlsparse

import "encoding/binary"

// Recognition is what a stream's first bytes are taken for.
type Recognition uint8

// The answers of Recognize.
const (
	NeedMore        Recognition = iota // too few bytes to tell
	RecognizedTLS                      // SSL 3.0 or TLS records
	RecognizedSSLv2                    // SSL 2.0 records, also of an SSL 2.0 hello that offers more
	NotTLS
)

// minHello is the length of what every hello begins with, its version and random.
const minHello = 2 + 32

// maxFirstMessage bounds the length that the first handshake message of a
// stream may claim to be believed.
const maxFirstMessage = 1 << 17

// Recognize tells from the first bytes of one side's stream, one or more, whether
// they are SSL or TLS. It believes a record header only together with what must
// follow; while that has not come it is NeedMore, and how long to wait is the caller's choice:
//
//   - a handshake record that begins with a message that can come first: a
//     ClientHello or ServerHello whose version is one of SSL or TLS, a HelloRequest, or, in
//     the middle of a handshake, another known message that fits
//   - an alert record of two bytes with a level that exists
//   - application data, change_cipher_spec, or what an encrypted record hides, where
//     the header of a second record of the same version follows
//   - an SSL 2.0 hello whose lengths add up
func Recognize(b []byte) Recognition {
	if len(b) == 0 {
		return NeedMore
	}
	if b[0]&0x80 != 0 {
		return recognizeSSLv2(b)
	}
	t := ContentType(b[0])
	if t < ContentTypeChangeCipherSpec || t > ContentTypeHeartbeat || len(b) > 1 && b[1] != 3 {
		return NotTLS
	}
	h, ok := ParseRecordHeader(b)
	if !ok {
		return NeedMore
	}
	if !h.Plausible() || h.Length == 0 {
		return NotTLS
	}
	body := b[RecordHeaderLen:]
	switch h.Type {
	case ContentTypeHandshake:
		return recognizeHandshake(h, body)
	case ContentTypeAlert:
		return recognizeAlert(h, body)
	}
	return recognizeChain(h, body)
}

// RecognizeWhole reports whether a segment from the middle of a stream is made of whole records of hidden
// content, to its last byte. Recognize can't tell it from the beginning of one record alone.
func RecognizeWhole(b []byte) bool {
	first, _ := ParseRecordHeader(b)
	for n := 0; ; n++ {
		h, ok := ParseRecordHeader(b)
		switch {
		case !ok:
			return n > 0 && len(b) == 0
		case h.Type != ContentTypeApplicationData && h.Type != ContentTypeAlert || !h.Plausible() || h.Version != first.Version:
			return false
		case h.Length < minSealed || len(b)-RecordHeaderLen < h.Length:
			return false
		}
		b = b[RecordHeaderLen+h.Length:]
	}
}

// minSealed is the least that an encrypted record holds: a tag, and something to protect.
const minSealed = 17

func recognizeHandshake(h RecordHeader, body []byte) Recognition {
	m, ok := ParseHandshakeHeader(body)
	if h.Length < HandshakeHeaderLen || !ok {
		// A message cut into tiny records shows no header of its own.
		return recognizeChain(h, body)
	}
	switch {
	case m.Type == HandshakeTypeClientHello || m.Type == HandshakeTypeServerHello:
		if m.Length < minHello || m.Length > maxFirstMessage {
			return NotTLS
		}
		if h.Length < HandshakeHeaderLen+2 || len(body) < HandshakeHeaderLen+2 {
			return recognizeChain(h, body)
		}
		v := ProtocolVersion(binary.BigEndian.Uint16(body[HandshakeHeaderLen:]))
		if v>>8 == 3 || v.Draft() > 0 {
			return RecognizedTLS
		}
		return NotTLS
	case m.Type == HandshakeTypeHelloRequest:
		if m.Length == 0 && h.Length == HandshakeHeaderLen {
			return RecognizedTLS
		}
	case m.Type.Known() && m.Length > 0 && m.Length <= maxFirstMessage:
		// In the middle of a handshake. It has to end within its record, or fill it.
		if HandshakeHeaderLen+m.Length <= h.Length || h.Length > 1<<10 {
			return RecognizedTLS
		}
	}
	return recognizeChain(h, body)
}

func recognizeAlert(h RecordHeader, body []byte) Recognition {
	if h.Length != AlertLen {
		return recognizeChain(h, body)
	}
	a, ok := ParseAlert(body)
	switch {
	case !ok:
		return NeedMore
	case !a.Level.Valid():
		return NotTLS
	}
	return RecognizedTLS
}

// recognizeChain believes a record of hidden content where another record of
// the same version follows it.
func recognizeChain(h RecordHeader, body []byte) Recognition {
	if len(body) < h.Length {
		return NeedMore
	}
	next, ok := ParseRecordHeader(body[h.Length:])
	switch {
	case !ok:
		return NeedMore
	case !next.Plausible() || next.Version != h.Version || next.Length == 0:
		return NotTLS
	}
	return RecognizedTLS
}

// recognizeSSLv2 believes a CLIENT-HELLO or SERVER-HELLO whose lengths add up to
// its record's.
func recognizeSSLv2(b []byte) Recognition {
	if len(b) < 3 {
		return NeedMore
	}
	length, message := int(binary.BigEndian.Uint16(b)&0x7fff), b[2:]
	var sum int
	var version ProtocolVersion
	switch message[0] {
	case sslv2ClientHello:
		if len(message) < SSLv2HelloLen {
			return NeedMore
		}
		m, _ := ParseSSLv2ClientHello(message)
		version = m.Version
		specs, id, challenge := m.lengths()
		if specs == 0 || specs%3 != 0 || challenge < 16 || challenge > 32 || id != 0 && id != 16 {
			return NotTLS
		}
		sum = SSLv2HelloLen + specs + id + challenge
	case sslv2ServerHello:
		if len(message) < sslv2ServerHelloLen {
			return NeedMore
		}
		m, _ := ParseSSLv2ServerHello(message)
		version = m.Version
		certificate, specs, id := m.lengths()
		if specs%3 != 0 {
			return NotTLS
		}
		sum = sslv2ServerHelloLen + certificate + specs + id
	}
	if sum != length || version != VersionSSL20 && version>>8 != 3 {
		return NotTLS
	}
	return RecognizedSSLv2
}
