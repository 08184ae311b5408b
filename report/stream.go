package report

import "io"

// stream writes each record as it was encoded, as connections end, and nothing besides. Formats of
// which a record stands for itself are made of it.
type stream struct{ w io.Writer }

func (stream) Streaming() bool { return true }

func (s stream) Write(encoded []byte) error {
	_, err := s.w.Write(encoded)
	return err
}

func (stream) Close(*Summary) error { return nil }
