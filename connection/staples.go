package connection

import (
	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/record"
)

// Of the OCSP responses that are remembered: how many, and how long they may be, in bytes.
const (
	maxStaples   = 1024
	maxStapleLen = 4 << 10
)

// staples remembers OCSP responses: a server staples the same one for days. What is handed out is not to be changed.
type staples map[stapleKey]staple

// stapleKey is an encoded response, and the serial number of the certificate that it is read for.
type stapleKey struct{ serial, der string }

type staple struct {
	ocsp *record.OCSP // nil where the response is none, or broken
	scts []record.SCT
}

// of reads a response for the certificate with a serial number.
func (s *staples) of(der []byte, serial string) staple {
	if known, ok := (*s)[stapleKey{serial, string(der)}]; ok {
		return known
	}
	ocsp, scts, _ := certificate.ParseOCSP(der, serial)
	read := staple{ocsp, scts}
	if len(der) <= maxStapleLen {
		remember(s, maxStaples, stapleKey{serial, string(der)}, read)
	}
	return read
}
