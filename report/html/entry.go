package html

import (
	"bytes"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// cell is one of the texts that an encoded connection begins with.
type cell int

// The cells. Those up to cellFindings are the table's columns.
const (
	cellUID      cell = iota
	cellStart         // milliseconds since 1970
	cellDuration      // milliseconds
	cellOutcome
	cellProblem
	cellClient
	cellClientPort
	cellServer
	cellServerPort
	cellName
	cellVersion
	cellSuite
	cellGroup
	cellPostQuantum // yes, no, or empty where it is not known
	cellALPN
	cellTransport
	cellCertificate // the leaf's name
	cellExpires     // the day
	cellExpiry      // one of the periods
	cellSource
	cellFirst
	cellLast
	cellJA4
	cellFindings // codes, with spaces between

	cellLeaf    // the leaf's hash
	cellSummary // why it failed, in a sentence
	cellAdvice  // the first
	cells
)

// separator stands between the parts of an encoded connection. No clean text holds it, and no JSON.
const separator = "\x1f"

// appendEntry appends a connection's cells, and what it takes to tell it.
func appendEntry(dst []byte, c *record.Connection, problem string, clean func(string) string) []byte {
	var text [cells]string
	endpoints(&text, c)
	negotiated(&text, c)
	text[cellProblem] = problem
	if d := c.Diagnosis; d != nil {
		text[cellSummary] = cut(d.Summary)
		if len(d.Advice) > 0 {
			text[cellAdvice] = cut(d.Advice[0])
		}
	}
	codes := make([]string, len(c.Findings))
	for i := range c.Findings {
		codes[i] = c.Findings[i].Code
	}
	text[cellFindings] = strings.Join(codes, " ")
	for i := range text {
		dst = append(append(dst, clean(text[i])...), separator...)
	}
	if c.Outcome == record.OutcomeEstablished {
		// Few of them are told. It is for Write to know which.
		return c.AppendJSON(dst)
	}
	return appendTold(dst, c, clean)
}

// appendTold appends what a connection opens to, and its certificates.
func appendTold(dst []byte, c *record.Connection, clean func(string) string) []byte {
	dst = appendJSON(dst, detailOf(c, clean))
	if c.Certificates != nil {
		dst = appendCertificates(dst, "server", c.Certificates.Server, clean)
		dst = appendCertificates(dst, "client", c.Certificates.Client, clean)
	}
	return dst
}

// endpoints fills the cells that say when and between whom.
func endpoints(text *[cells]string, c *record.Connection) {
	text[cellUID], text[cellOutcome], text[cellTransport] = c.UID, c.Outcome, c.Transport
	text[cellStart] = strconv.FormatInt(int64(c.Start)/int64(time.Millisecond), 10)
	text[cellDuration] = strconv.FormatFloat(float64(c.End-c.Start)/float64(time.Millisecond), 'f', 1, 64)
	text[cellClient], text[cellClientPort] = c.Client.IP, strconv.Itoa(int(c.Client.Port))
	text[cellServer], text[cellServerPort] = c.Server.IP, strconv.Itoa(int(c.Server.Port))
	text[cellSource] = c.Capture.Source
	text[cellFirst] = strconv.FormatInt(c.Capture.FirstPacket, 10)
	text[cellLast] = strconv.FormatInt(c.Capture.LastPacket, 10)
}

// negotiated fills the cells that say what was agreed on.
func negotiated(text *[cells]string, c *record.Connection) {
	text[cellName], text[cellALPN] = cut(c.ServerName.Value), cut(c.ALPN.Value)
	text[cellVersion], text[cellSuite], text[cellGroup] = c.Version, c.CipherSuite, c.KeyExchangeGroup
	if c.PostQuantum.Present {
		text[cellPostQuantum] = map[bool]string{true: "yes", false: "no"}[c.PostQuantum.Value]
	}
	if c.Fingerprints != nil {
		text[cellJA4] = c.Fingerprints.JA4
	}
	if c.Certificates == nil || len(c.Certificates.Server) == 0 {
		return
	}
	leaf := c.Certificates.Server[0].Certificate
	text[cellLeaf] = leaf.SHA256
	text[cellCertificate] = cut(leaf.CommonName.Or(leaf.Subject.Value))
	if end, known := leaf.NotAfter.Get(); known {
		text[cellExpires] = end.Format(time.DateOnly)
		text[cellExpiry] = period(end.Sub(c.Start.Std()))
	}
}

// entry is an encoded connection, taken apart.
type entry struct {
	cells [cells]string
	// told is what appendTold appended, or the whole record of an established connection.
	told []byte
}

// parse takes apart what appendEntry appended.
func parse(encoded []byte) (e entry) {
	for i := range e.cells {
		var text []byte
		text, encoded, _ = bytes.Cut(encoded, []byte(separator))
		e.cells[i] = string(text)
	}
	e.told = encoded
	return e
}

// established reports whether the connection is: of those, not all are told.
func (e *entry) established() bool { return e.cells[cellOutcome] == record.OutcomeEstablished }

// presented is a certificate that a side sent.
type presented struct {
	side, hash, packet string
	json               []byte
}

// takeApart returns what appendTold put together.
func takeApart(told []byte) (detail []byte, certificates []presented) {
	parts := bytes.Split(told, []byte(separator))
	for rest := parts[1:]; len(rest) >= 4; rest = rest[4:] {
		certificates = append(certificates, presented{string(rest[0]), string(rest[1]), string(rest[2]), rest[3]})
	}
	return parts[0], certificates
}

// server names the server as the run's summary does.
func (e *entry) server() string {
	return net.JoinHostPort(e.cells[cellServer], e.cells[cellServerPort])
}

// number returns a cell that holds an integer.
func (e *entry) number(c cell) int64 {
	n, _ := strconv.ParseInt(e.cells[c], 10, 64)
	return n
}
