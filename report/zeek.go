package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// zeekLog writes one of Zeek's logs: a line a connection or a certificate, with the
// columns that Zeek 8 has in it.
type zeekLog struct {
	w io.Writer
	// name is the log's, as #path has it.
	name string
	// encode appends a record's entries, each behind what it is known by (empty where it is
	// written whatever came before). Both end a line.
	encode func(dst []byte, c *record.Connection) []byte
	// fields are the #fields and #types of a log of lines with tabs; empty in one of JSON.
	fields string
	begun  bool
	// last is the latest time of an entry, in whole seconds.
	last int64
	// known are the entries that are not written again.
	known map[string]struct{}
	// unknown counts the entries that there was no room for in known.
	unknown int64
}

// maxZeekKnown is how many certificates are told apart. One past them is written again when it comes again.
const maxZeekKnown = 100_000

// The formats are Zeek's two: lines with tabs, which is its default, and JSON.
func newZeek(w io.Writer, _ Options) (Reporter, error) { return zeekSSL(w), nil }

// newZeekJSON writes all logs to one stream: _path tells which an entry is of.
func newZeekJSON(w io.Writer, _ Options) (Reporter, error) {
	return together{zeekSSLJSON(w), zeekX509JSON(w)}, nil
}

func zeekSSL(w io.Writer) Reporter {
	return newZeekLog(w, "ssl", zeekHeader(sslColumns), func(dst []byte, c *record.Connection) []byte {
		return appendZeekSSL(dst, c, appendZeekLine)
	})
}

func zeekSSLJSON(w io.Writer) Reporter {
	return newZeekLog(w, "ssl", "", func(dst []byte, c *record.Connection) []byte {
		return appendZeekSSL(dst, c, appendZeekJSON)
	})
}

func zeekX509(w io.Writer) Reporter {
	return newZeekLog(w, "x509", zeekHeader(x509Columns), func(dst []byte, c *record.Connection) []byte {
		return appendZeekX509(dst, c, appendZeekLine)
	})
}

func zeekX509JSON(w io.Writer) Reporter {
	return newZeekLog(w, "x509", "", func(dst []byte, c *record.Connection) []byte {
		return appendZeekX509(dst, c, appendZeekJSON)
	})
}

func newZeekLog(w io.Writer, name, fields string, encode func([]byte, *record.Connection) []byte) *zeekLog {
	return &zeekLog{w: w, name: name, fields: fields, encode: encode, known: make(map[string]struct{})}
}

func (*zeekLog) Streaming() bool { return true }

func (z *zeekLog) Encode(dst []byte, c *record.Connection) []byte { return z.encode(dst, c) }

func (z *zeekLog) Write(encoded []byte) error {
	for len(encoded) > 0 {
		key, rest, _ := bytes.Cut(encoded, []byte("\n"))
		end := bytes.IndexByte(rest, '\n') + 1
		entry := rest[:end]
		encoded = rest[end:]
		if z.seen(key) {
			continue
		}
		if z.fields != "" {
			if err := z.note(entry); err != nil {
				return err
			}
		}
		if _, err := z.w.Write(entry); err != nil {
			return err
		}
	}
	return nil
}

// seen reports whether the entry that is known by key was written, and remembers that it is.
func (z *zeekLog) seen(key []byte) bool {
	if len(key) == 0 {
		return false
	}
	if _, known := z.known[string(key)]; known {
		return true
	}
	if len(z.known) == maxZeekKnown {
		z.unknown++
		return false
	}
	z.known[string(key)] = struct{}{}
	return false
}

// note writes the lines before the first entry, and remembers the time of the latest. Zeek's clock is
// that of the packets: so #open has the time of an entry, and the same input gives the same bytes.
func (z *zeekLog) note(entry []byte) error {
	seconds, _, _ := bytes.Cut(entry, []byte("."))
	at, _ := strconv.ParseInt(string(seconds), 10, 64)
	if z.begun {
		z.last = max(z.last, at)
		return nil
	}
	z.last = at
	return z.begin("#open\t" + zeekClock(at) + "\n")
}

func (z *zeekLog) begin(opened string) error {
	z.begun = true
	_, err := io.WriteString(z.w, "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t"+z.name+"\n"+opened+z.fields)
	return err
}

// Close ends the log. One without an entry tells its columns, but no time.
func (z *zeekLog) Close(s *Summary) error {
	s.Lose("certificates in "+z.name+".log that were not remembered, so that they may stand there again", z.unknown, "let files be rotated sooner (live --rotate-every)")
	switch {
	case z.fields == "":
		return nil
	case !z.begun:
		return z.begin("")
	}
	_, err := fmt.Fprintf(z.w, "#close\t%s\n", zeekClock(z.last))
	return err
}

// zeekClock is a time as the lines around the entries have it.
func zeekClock(seconds int64) string {
	return time.Unix(seconds, 0).UTC().Format("2006-01-02-15-04-05")
}

// zeekHeader returns the lines that name the columns and their types.
func zeekHeader[T any](columns []zeekColumn[T]) string {
	var names, kinds strings.Builder
	for _, column := range columns {
		names.WriteString("\t" + column.name)
		kinds.WriteString("\t" + column.kind)
	}
	return "#fields" + names.String() + "\n#types" + kinds.String() + "\n"
}
