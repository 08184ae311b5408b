package connection

import (
	"encoding/hex"
	"slices"
	"unsafe"

	"github.com/tlssniff/tlssniff/record"
)

// Sheet is a record with the memory that its parts stand in. Filling it again
// overwrites both, so that a record that is written at once costs almost no
// memory; one that is kept keeps its sheet.
type Sheet struct {
	record.Connection

	tcp          record.TCP
	rst          record.Reset
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
	long    []byte                           // what long texts are cut from
	scratch []byte
}

// Room for the lists and the long texts, in bytes, of an ordinary record.
const (
	listed    = 24
	longTexts = 1 << 10
)

// reset empties the sheet. Strings that were cut from it are overwritten.
func (s *Sheet) reset() {
	if s.texts == nil {
		s.texts, s.long = make([]string, 0, listed), make([]byte, 0, longTexts)
	}
	s.texts, s.long = s.texts[:0], s.long[:0]
}

// Next returns a sheet for the next record where this one's is kept, and leaves it only what that needs.
func (s *Sheet) Next() *Sheet {
	next := &Sheet{scratch: s.scratch, steps: s.steps}
	s.scratch, s.steps = nil, slices.Clone(s.Steps)
	s.Steps = s.steps
	return next
}

// Size is about how many bytes the sheet takes in memory.
func (s *Sheet) Size() int {
	return int(unsafe.Sizeof(*s)) + cap(s.texts)*int(unsafe.Sizeof("")) + cap(s.long) + cap(s.scratch) +
		cap(s.steps)*int(unsafe.Sizeof(record.Step{})) + cap(s.alerts)*int(unsafe.Sizeof(record.Alert{}))
}

// since returns the texts from one on as a list; it is never nil.
func (s *Sheet) since(from int) []string {
	return s.texts[from:len(s.texts):len(s.texts)]
}

// text returns a string of bytes. It stands in the sheet's memory, and lives no longer than the record
// that it is of: it is for what nobody keeps apart from that.
func (s *Sheet) text(b []byte) string {
	from := len(s.long)
	s.long = append(s.long, b...)
	return s.cut(from)
}

// hex returns bytes in hex, as text does.
func (s *Sheet) hex(b []byte) string {
	from := len(s.long)
	s.long = hex.AppendEncode(s.long, b)
	return s.cut(from)
}

// cut returns the long texts' bytes from one on. They are not written to before the sheet is reset.
func (s *Sheet) cut(from int) string {
	return unsafe.String(unsafe.SliceData(s.long[from:]), len(s.long)-from)
}
