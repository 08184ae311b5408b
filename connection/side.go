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

// side is what is known of the bytes that one end of the connection sends: here, what takes
// part in reading every record.
type side struct {
	*sideStory // nil while the connection rests

	framing framing
	// header holds a record header that is not whole yet, partial an alert or heartbeat.
	header, partial partial
	inside          bool // between a record's header and its end
	changed         bool // its ChangeCipherSpec came (TLS 1.2 and below)
	// tls says that the side was seen to speak SSL or TLS.
	tls bool
	// record is the one being read, of which left bytes are to come.
	record tlsparse.RecordHeader
	left   int32
	// nsealed counts its encrypted records, and latest is the last of them.
	nsealed uint32
	latest  sealedRecord
	// next is the offset of the next byte of the stream that is to be read.
	next int64
}

// sideStory is what only the handshake and the record ask of a side.
type sideStory struct {
	// start holds the first bytes while the framing is undecided.
	start []byte
	// wrap is on while TLS records come inside TDS packets.
	wrap tdsWrap
	// protocol is what a foreign side speaks.
	protocol string
	// torn says that its first bytes begin a record of TLS and break its form.
	torn bool
	// attempts counts the segments at which a lost side was looked at in vain.
	attempts int

	// message holds the handshake message that is not whole yet, header first.
	message []byte
	counted int // its bytes that count as unfinished with the follower
	skipped int // bytes still to come of a message that is too long to keep

	// finished says that an encrypted handshake record came after the side's ChangeCipherSpec.
	finished bool
	// sealed are the side's encrypted records before the handshake's end.
	sealed  []sealedRecord
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

// partial holds the first bytes of something short that is not whole yet.
type partial struct {
	bytes [tlsparse.RecordHeaderLen]byte
	n     uint8
}

// add takes one byte more, and returns all.
func (p *partial) add(b byte) []byte {
	p.bytes[p.n] = b
	p.n++
	return p.bytes[:p.n]
}

// clear forgets what there was.
func (p *partial) clear() { p.n = 0 }

// sealedRecord is an encrypted record: only its type and size are known.
type sealedRecord struct {
	at   place
	size uint16
	kind tlsparse.ContentType
}

// length is the record's, in bytes.
func (r *sealedRecord) length() int { return int(r.size) }

// presented is a certificate and where it was shown.
type presented struct {
	at    place
	entry *certificate.Entry
}

// reset empties the side and keeps its memory.
func (s *sideStory) reset() {
	clear(s.certificates)
	clear(s.entries)
	*s = sideStory{
		start: emptied(s.start), sealed: s.sealed[:0], certificates: s.certificates[:0], entries: s.entries[:0],
	}
}

// wrapped reports whether TDS packets carry the side's records.
func (s *side) wrapped() bool { return s.sideStory != nil && s.wrap.on }

// chain returns the side's certificates.
func (s *sideStory) chain() []*certificate.Entry {
	s.entries = s.entries[:0]
	for i := range s.certificates {
		s.entries = append(s.entries, s.certificates[i].entry)
	}
	return s.entries
}
