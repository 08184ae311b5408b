// Package caret shows a person which part of an expression is wrong.
package caret

import "strings"

// Error says which part of an expression is wrong, and why.
type Error struct {
	Expr    string
	Pos     int // of the part's first byte
	Len     int // of the part, in bytes
	Message string
}

func (e *Error) Error() string { return e.Message }

// Picture shows the expression with the wrong part underlined, on two lines.
func (e *Error) Picture() string {
	return "  " + oneLine(e.Expr) + "\n  " + strings.Repeat(" ", e.Pos) + strings.Repeat("^", max(1, e.Len))
}

// oneLine keeps every byte in its column.
func oneLine(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c < ' ' || c > '~' {
			b[i] = ' '
		}
	}
	return string(b)
}
