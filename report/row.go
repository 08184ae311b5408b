package report

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// cell is a column of the table, and its place in a row.
type cell int

// The cells, as rows hold them.
const (
	cellOutcome  cell = iota
	cellStart         // nanoseconds; shown as date and time
	cellDuration      // nanoseconds; shown in milliseconds
	cellClient
	cellServer
	cellName
	cellVersion
	cellSuite
	cellGroup
	cellALPN
	cellProblem
	cellCertificate
	cellExpires
	cellJA4
	cellPackets
	cellUID
	cells
)

// separator stands between the cells of an encoded row. No clean text holds it.
const separator = "\x1f"

// row is a connection as the table keeps it: its cells in one text.
type row string

// cell returns one cell.
func (r row) cell(c cell) string {
	rest := string(r)
	for range c {
		_, rest, _ = strings.Cut(rest, separator)
	}
	text, _, _ := strings.Cut(rest, separator)
	return text
}

// split returns all cells.
func (r row) split() (all [cells]string) {
	rest := string(r)
	for i := range all {
		all[i], rest, _ = strings.Cut(rest, separator)
	}
	return all
}

// encodeRow appends what the table keeps of a record.
func encodeRow(dst []byte, c *record.Connection) []byte {
	var row [cells]string
	row[cellOutcome] = strings.ReplaceAll(c.Outcome, "not_tls", "not TLS")
	row[cellStart] = strconv.FormatInt(int64(c.Start), 10)
	row[cellDuration] = strconv.FormatInt(int64(c.End-c.Start), 10)
	row[cellClient] = net.JoinHostPort(c.Client.IP, strconv.Itoa(int(c.Client.Port)))
	row[cellServer] = net.JoinHostPort(c.Server.IP, strconv.Itoa(int(c.Server.Port)))
	row[cellName] = c.ServerName.Value
	row[cellVersion] = c.Version
	row[cellSuite] = c.CipherSuite
	row[cellGroup] = c.KeyExchangeGroup
	row[cellALPN] = c.ALPN.Value
	row[cellProblem] = problem(c)
	if leaf := leaf(c); leaf != nil {
		row[cellCertificate] = leaf.CommonName.Or(leaf.Subject.Value)
		if leaf.NotAfter.Present {
			row[cellExpires] = leaf.NotAfter.Value.Format(time.DateOnly)
		}
	}
	if c.Fingerprints != nil {
		row[cellJA4] = c.Fingerprints.JA4
	}
	row[cellPackets] = fmt.Sprintf("%d-%d", c.Capture.FirstPacket, c.Capture.LastPacket)
	row[cellUID] = c.UID
	return appendCells(dst, row[:]...)
}

// appendCells appends cells, cleaned, with separators between them.
func appendCells(dst []byte, texts ...string) []byte {
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, separator...)
		}
		dst = append(dst, Clean(text)...)
	}
	return dst
}

// leaf returns the server's own certificate, or nil.
func leaf(c *record.Connection) *record.Certificate {
	if c.Certificates == nil || len(c.Certificates.Server) == 0 {
		return nil
	}
	return c.Certificates.Server[0].Certificate
}

// problem says in a few words why a connection is not established: the cause
// where there is one, else the alert that ended it, else how it was closed.
func problem(c *record.Connection) string {
	switch {
	case c.Diagnosis != nil:
		return c.Diagnosis.Cause
	case c.Outcome == record.OutcomeEstablished:
		return ""
	case c.Outcome == record.OutcomeNotTLS && c.First != nil:
		return spoken(c.First)
	}
	if a := lastAlert(c.Alerts); a != nil {
		if a.Encrypted {
			return "encrypted alert from " + a.From
		}
		return a.Description + " from " + a.From
	}
	if c.First != nil {
		return spoken(c.First)
	}
	return closing(c)
}

// lastAlert returns the alert that tells most: the last one that is no goodbye.
func lastAlert(alerts []record.Alert) *record.Alert {
	for i := len(alerts) - 1; i >= 0; i-- {
		if a := &alerts[i]; a.Description != "close_notify" {
			return a
		}
	}
	return nil
}

// spoken names what was spoken instead of TLS.
func spoken(f *record.FirstBytes) string {
	switch {
	case f.Client == "":
		return "server speaks " + f.Server
	case f.Server == "" || f.Server == f.Client:
		return "client speaks " + f.Client
	}
	return "client speaks " + f.Client + ", server " + f.Server
}

// closing says how a connection ended that no alert explains.
func closing(c *record.Connection) string {
	after := ""
	switch {
	case c.ServerHello != nil:
		after = " after ServerHello"
	case c.ClientHello != nil:
		after = " after ClientHello"
	}
	switch {
	case c.Capture.MissingBytes.Value > 0:
		return fmt.Sprintf("%d bytes not captured", c.Capture.MissingBytes.Value)
	case c.Capture.OneSided != "":
		return "only the " + c.Capture.OneSided + "'s packets captured"
	case c.Capture.MidStream.Value:
		return "capture begins in the middle"
	}
	switch c.Close {
	case "rst_client", "rst_server":
		return "reset by " + c.Close[4:] + after
	case "fin_client", "fin_server":
		return "closed by " + c.Close[4:] + after
	case "timeout":
		return "silence" + after
	}
	return "capture ends" + after
}

// suiteShort names a suite as short as it can be known by: without the prefix
// and the key exchange that TLS 1.2 puts first.
func suiteShort(name string) string {
	name = strings.TrimPrefix(name, "TLS_")
	if kx, cipher, ok := strings.Cut(name, "_WITH_"); ok {
		return kx + " " + cipher
	}
	return name
}
