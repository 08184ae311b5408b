package report

import (
	"io"

	"github.com/tlssniff/tlssniff/record"
)

// Rotation is a Reporter that writes a Series of files.
type Rotation struct {
	*Series
	// encoder is the first file's reporter: encoding depends on no file.
	encoder Reporter
}

// NewRotation begins the first file. make makes the reporter of each.
func NewRotation(path string, when Rotate, make func(io.Writer) (Reporter, error)) (*Rotation, error) {
	s, err := newSeries("the report", path, when, func(w io.Writer) (body, error) { return make(w) })
	if err != nil {
		return nil, err
	}
	return &Rotation{s, s.current.(Reporter)}, nil
}

// Streaming reports whether the reports in the files do.
func (r *Rotation) Streaming() bool { return r.encoder.Streaming() }

// Encode is the reports' own.
func (r *Rotation) Encode(dst []byte, c *record.Connection) []byte { return r.encoder.Encode(dst, c) }
