package connection

import (
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// sizes computes what an encrypted TLS 1.3 record can hold from its length
// alone (RFC 8446, section 5.2): the content, one byte of content type, any
// padding, and the suite's tag.
type sizes struct {
	tag, hash int // of the suite, in bytes
	header    int // of a handshake message: DTLS's is longer
}

// Lengths of contents, in bytes.
const (
	alertContent = 2
	emptyLists   = 4 // of an empty Certificate: its context, its list
	// padding is what stacks are known to add to every record of TLS (Java adds 16). In DTLS none does, and
	// an empty Certificate is as long.
	padding = 16
)

// content returns the length of a record's content and padding.
func (z sizes) content(record int) int { return record - 1 - z.tag }

// certificateContent is the length of an empty Certificate.
func (z sizes) certificateContent() int { return z.header + emptyLists }

// finishedContent is the length of a Finished: its header and the suite's hash.
func (z sizes) finishedContent() int { return z.header + z.hash }

// fits reports whether a record holds just so much content, padded or not.
func (z sizes) fits(record, content int) bool {
	n := z.content(record)
	return n == content || n == content+padding && z.header == tlsparse.HandshakeHeaderLen
}

// alert reports whether a record can be an alert.
func (z sizes) alert(record int) bool { return z.fits(record, alertContent) }

// emptyCertificate reports whether a record can be a Certificate with no certificate in it.
func (z sizes) emptyCertificate(record int) bool { return z.fits(record, z.certificateContent()) }

// finished reports whether a record can be a Finished, alone or behind an empty Certificate.
func (z sizes) finished(record int) bool {
	return z.fits(record, z.finishedContent()) || z.fits(record, z.certificateContent()+z.finishedContent())
}

// What a record can hold, as the connection's record names it.
var (
	fitsAlert            = []string{record.FitsAlert}
	fitsEmptyCertificate = []string{record.FitsEmptyCertificate}
	fitsFinished         = []string{record.FitsFinished}
	fitsEmptyAndFinished = []string{record.FitsEmptyAndFinished}
)

// fit names what a record can hold, or returns nil where it can be anything.
func (z sizes) fit(record int) []string {
	switch {
	case z.alert(record):
		return fitsAlert
	case z.emptyCertificate(record):
		return fitsEmptyCertificate
	case z.fits(record, z.finishedContent()):
		return fitsFinished
	case z.finished(record):
		return fitsEmptyAndFinished
	}
	return nil
}
