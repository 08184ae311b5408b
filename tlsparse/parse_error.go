package tlsparse

import "fmt"

// Reason is what is wrong with a field.
type Reason uint8

// The reasons.
const (
	// Truncated: the field, or the length before it, runs past the end of what holds it.
	Truncated Reason = iota
	// Malformed: the field has a length or a value that the RFC does not allow.
	Malformed
	// Trailing: bytes follow where the message or extension has to end.
	Trailing
)

func (r Reason) String() string {
	switch r {
	case Truncated:
		return "runs past the end"
	case Malformed:
		return "is not allowed"
	}
	return "is followed by more bytes"
}

// ParseError says what breaks a message's form. What could be read of the
// message is returned with it.
type ParseError struct {
	Message string // the message or extension, by its RFC name
	Field   string
	Offset  int // of the field, its length included, in the message's body, in bytes; where Reason is Trailing, of what follows
	Reason  Reason
}

// Error tells all of it in one line.
func (e *ParseError) Error() string {
	return fmt.Sprintf("%s: %s at byte %d %s", e.Message, e.Field, e.Offset, e.Reason)
}
