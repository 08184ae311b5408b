package connection

import (
	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

type place = reassembly.Place

// framing says how a side's bytes are divided.
type framing uint8

const (
	undecided framing = iota // too few bytes to tell
	records                  // SSL 3.0 and TLS records
	sslv2                    // SSL 2.0 records
	plain                    // another protocol, which may turn into TLS
	foreign                  // another protocol
	lost                     // bytes are missing; a record may begin at a segment
	garbled                  // no records any more, or none that can be found
)

// side is what is known of the bytes that one end of the connection sends.
type side struct {
	framing framing
	// next is the offset of the next byte of the stream that is to be read.
	next int64
	// start holds the first bytes while the framing is undecided, then a record header that is not whole.
	start []byte
	// wrap is on while TLS records come inside TDS packets.
	wrap tdsWrap
	// protocol is what a foreign side speaks.
	protocol string
	// torn says that its first bytes begin a record of TLS and break its form.
	torn bool
	// tls says that the side was seen to speak SSL or TLS.
	tls bool
	// attempts counts the segments at which a lost side was looked at in vain.
	attempts int

	// record is the one being read, of which left bytes are to come.
	record tlsparse.RecordHeader
	inside bool // between a record's header and its end
	left   int
	// message holds the handshake message that is not whole yet, header first.
	message []byte
	counted int // its bytes that count as unfinished with the follower
	skipped int // bytes still to come of a message that is too long to keep
	// partial holds the bytes of an alert or heartbeat that is not whole yet.
	partial []byte

	// changed says that the side's ChangeCipherSpec came (TLS 1.2 and below), finished that an
	// encrypted handshake record came after it.
	changed, finished bool
	// sealed are the side's encrypted records before the handshake's end, and the last one of all.
	sealed  []sealedRecord
	latest  sealedRecord
	nsealed int
	fin     bool
	hello   bool // the SSL 2.0 hello came
	finAt   place
	missing int64 // bytes of handshake that the capture lacks
	hole    bool  // bytes of the handshake are missing, whoever lost them
	until   int64 // offset in the stream at which the handshake's bytes end

	certificates []presented
	entries      []*certificate.Entry // the same, for verification
	certified    bool                 // a Certificate message came, be it empty
}

// sealedRecord is an encrypted record: only its type and size are known.
type sealedRecord struct {
	at     place
	kind   tlsparse.ContentType
	length int
}

// presented is a certificate and where it was shown.
type presented struct {
	at    place
	entry *certificate.Entry
}

// reset empties the side and keeps its memory.
func (s *side) reset() {
	clear(s.certificates)
	clear(s.entries)
	*s = side{
		start: emptied(s.start), partial: s.partial[:0],
		sealed: s.sealed[:0], certificates: s.certificates[:0], entries: s.entries[:0],
	}
}

// chain returns the side's certificates.
func (s *side) chain() []*certificate.Entry {
	s.entries = s.entries[:0]
	for i := range s.certificates {
		s.entries = append(s.entries, s.certificates[i].entry)
	}
	return s.entries
}
