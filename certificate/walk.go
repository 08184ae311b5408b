package certificate

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// walk goes through a structure to its end, whatever is wrong on the way, and
// keeps the first thing that was. Behind it, a cursor that broke is empty.
type walk struct {
	broken error
}

// note keeps the first error, with its place.
func (w *walk) note(place string, err error) {
	if err != nil && w.broken == nil {
		w.broken = fmt.Errorf("%s: %w", place, err)
	}
}

// field takes the next element of in, which must have this tag, and hands it
// to read if it is whole.
func (w *walk) field(in *input, place string, tag asn1.Tag, read func(element) error) {
	e, err := in.take(tag)
	if err == nil {
		err = read(e)
	}
	w.note(place, err)
}

// open takes the next element of in, which must have this tag, and returns
// what is there of its content.
func (w *walk) open(in *input, place string, tag asn1.Tag) input {
	content, err := in.inside(tag)
	w.note(place, err)
	return content
}

// takeExtension takes an Extension (RFC 5280, section 4.1) and returns its
// object identifier and the content of extnValue.
func takeExtension(list *input) (oid string, value input, err error) {
	in, err := list.inside(asn1.SEQUENCE)
	if err != nil {
		return "", nil, err
	}
	if oid, err = takeOID(&in); err != nil {
		return "", nil, err
	}
	if _, _, err = in.optional(asn1.BOOLEAN); err != nil {
		return oid, nil, err
	}
	value, err = in.inside(asn1.OCTET_STRING)
	return oid, value, err
}
