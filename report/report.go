// Package report writes records: one file a format, all behind one small
// interface. It knows nothing of how a record was made.
package report

import "github.com/tlssniff/tlssniff/record"

// Reporter writes one report. Encode is called from many goroutines at once;
// Write and Close from one.
type Reporter interface {
	// Streaming says that records are to be written as their connections end,
	// rather than in the order of their first packets.
	Streaming() bool
	// Encode appends what the report keeps of a record. It does not keep the record.
	Encode(dst []byte, c *record.Connection) []byte
	// Write takes one encoded record, in the report's order. It does not keep the bytes.
	Write(encoded []byte) error
	// Close ends the report. The summary is that of the whole run.
	Close(s *Summary) error
}
