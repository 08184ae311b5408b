package capture

import "fmt"

// Problem says what of an input could not be read, where, and what to do.
type Problem struct {
	File   string
	Offset int64 // in bytes, of the uncompressed stream; less than 0 where it has no place
	Packet int64 // the number of the packet at which it happened; 0 where it was at none
	Reason string
	Err    error // what the system said, or nil
}

func (p *Problem) Error() string {
	s := p.File + ": " + p.Reason
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
