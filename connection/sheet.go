package connection

import (
	"encoding/hex"
	"strings"
	"unsafe"

	"github.com/tlssniff/tlssniff/record"
)

// Sheet is a record with the memory that its parts stand in. Filling it again
// overwrites both, so that a record that is written at once costs almost no
// memory; one that is kept keeps its sheet.
type Sheet struct {
	record.Connection

	tcp          record.TCP
	bySide       [5]record.BySide
	clientHello  record.ClientHello
	serverHello  record.ServerHello
	keyExchange  record.ServerKeyExchange
	certificates record.Certificates
	timing       record.Timing
	fingerprints record.Fingerprints

	fins    []record.Fin
	alerts  []record.Alert
	steps   []record.Step
	shown   [2][]record.PresentedCertificate // by the server, by the client
	texts   []string                         // what lists are cut from
	long    strings.Builder                  // what long texts are cut from
	scratch []byte
}

// Room for the lists and the long texts, in bytes, of an ordinary record.
const (
	listed    = 48
	longTexts = 1 << 10
)

// reset empties the sheet. Strings that were cut from it stay as they are.
func (s *Sheet) reset() {
	if s.texts == nil {
		s.texts = make([]string, 0, listed)
	}
	s.texts = s.texts[:0]
	s.long.Reset()
	s.long.Grow(longTexts)
}

// Size is about how many bytes the sheet takes in memory.
func (s *Sheet) Size() int {
	return int(unsafe.Sizeof(*s)) + cap(s.texts)*int(unsafe.Sizeof("")) + s.long.Cap() + cap(s.scratch) +
		cap(s.steps)*int(unsafe.Sizeof(record.Step{})) + cap(s.alerts)*int(unsafe.Sizeof(record.Alert{}))
}

// since returns the texts from one on as a list; it is never nil.
func (s *Sheet) since(from int) []string {
	return s.texts[from:len(s.texts):len(s.texts)]
}

// text returns a string of bytes. It shares its memory with the record's other
// long texts: it is for those that nobody keeps apart from the record.
func (s *Sheet) text(b []byte) string {
	from := s.long.Len()
	s.long.Write(b)
	return s.long.String()[from:]
}

// hex returns bytes in hex, as text does.
func (s *Sheet) hex(b []byte) string {
	s.scratch = hex.AppendEncode(s.scratch[:0], b)
	return s.text(s.scratch)
}
