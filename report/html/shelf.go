package html

import (
	"fmt"
	"io"
	"strconv"
)

// shelfBlock is how many bytes a block holds before it is written. The page's
// script reads a block of stories when one in it is opened.
const shelfBlock = 128 << 10

// shelf writes numbered pieces of JSON into blocks that a browser does not
// show: each a script element whose type is data, an object from number to
// piece, with the numbers that it holds from and to on the element.
//
// A piece must be JSON in which < is escaped, so that it can't end the element.
type shelf struct {
	kind       string // the class of its elements
	next       int    // the number of the next piece
	from, last int    // the numbers in the block that waits
	block      []byte
}

// put puts the next piece.
func (s *shelf) put(w io.Writer, piece []byte) error { return s.putAt(w, s.next, piece) }

// putAt puts a piece under a number, which is higher than those before.
func (s *shelf) putAt(w io.Writer, number int, piece []byte) error {
	if len(s.block) == 0 {
		s.from = number
	} else {
		s.block = append(s.block, ",\n"...)
	}
	s.last, s.next = number, number+1
	s.block = append(s.block, '"')
	s.block = strconv.AppendInt(s.block, int64(number), 10)
	s.block = append(s.block, `":`...)
	s.block = append(s.block, piece...)
	if len(s.block) < shelfBlock {
		return nil
	}
	return s.flush(w)
}

// flush writes the block that waits.
func (s *shelf) flush(w io.Writer) error {
	if len(s.block) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "<script type=\"application/json\" class=%q data-from=\"%d\" data-to=\"%d\">{%s}</script>\n", s.kind, s.from, s.last, s.block)
	s.block = s.block[:0]
	return err
}
