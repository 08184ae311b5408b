package input

import (
	"errors"
	"fmt"
	"os"
)

// Problem says what of an input could not be read, where, and what to do.
type Problem struct {
	File   string
	Offset int64 // in bytes, of the uncompressed stream; less than 0 where it has no place
	Packet int64 // the number of the packet at which it happened; 0 where it was at none
	Line   int64 // the number of the line at which it happened; 0 where it was at none
	Reason string
	Err    error // what the system said, or nil
}

func (p *Problem) Error() string {
	s := p.File + ": "
	if p.Line > 0 {
		s += fmt.Sprintf("line %d: ", p.Line)
	}
	s += p.Reason
	if p.Err != nil {
		s += ": " + p.Err.Error()
	}
	if p.Offset >= 0 {
		s += fmt.Sprintf(" (at byte %d", p.Offset)
		if p.Packet > 0 {
			s += fmt.Sprintf(", packet %d", p.Packet)
		}
		s += ")"
	}
	return s
}

func (p *Problem) Unwrap() error { return p.Err }

// fault makes an error of a file that has no place in it.
func fault(name, reason string, err error) *Problem {
	return &Problem{File: name, Offset: -1, Reason: reason, Err: Plain(err)}
}

// Plain takes the file's name out of a system's error.
func Plain(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
