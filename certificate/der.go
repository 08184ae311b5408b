package certificate

import (
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// Tags that the certificates' structures use and cryptobyte has no name for.
const (
	tagNumericString   asn1.Tag = 18
	tagVideotexString  asn1.Tag = 21
	tagGraphicString   asn1.Tag = 25
	tagVisibleString   asn1.Tag = 26
	tagUniversalString asn1.Tag = 28
	tagBMPString       asn1.Tag = 30
)

var (
	errMissing    = errors.New("missing")
	errCut        = errors.New("longer than what holds it")
	errHeader     = errors.New("malformed tag or length")
	errIndefinite = errors.New("indefinite length")
)

// element is one encoded value (X.690, section 8.1). Its slices are views of
// the bytes that it was read from.
type element struct {
	tag     asn1.Tag
	full    []byte // tag, length and content
	content []byte
}

// input is a cursor over encoded values. Unlike cryptobyte's it takes lengths
// that DER would have encoded in fewer bytes, and hands out what is there of an
// element that is cut. After an error it is empty: what follows is then missing
// rather than taken for something else.
type input []byte

// next takes the next element. With errCut the element holds what is there.
func (in *input) next() (element, error) {
	b := []byte(*in)
	*in = nil
	if len(b) == 0 {
		return element{}, errMissing
	}
	if len(b) < 2 || b[0]&0x1f == 0x1f {
		return element{}, errHeader
	}
	e := element{tag: asn1.Tag(b[0])}
	header, length := 2, int(b[1])
	switch {
	case length == 0x80:
		return e, errIndefinite
	case length > 0x80:
		header += length & 0x7f
		if length = 0; header > len(b) {
			return e, errHeader
		}
		for _, c := range b[2:header] {
			length = min(length<<8|int(c), 2*MaxLength) // any such length is too long
		}
	}
	if length > len(b)-header {
		e.full, e.content = b, b[header:]
		return e, errCut
	}
	end := header + length
	e.full, e.content = b[:end:end], b[header:end:end]
	*in = b[end:]
	return e, nil
}

// take takes the next element, which must have this tag.
func (in *input) take(tag asn1.Tag) (element, error) {
	e, err := in.next()
	if e.tag != tag && (err == nil || err == errCut) {
		*in = nil
		return element{}, fmt.Errorf("unexpected tag 0x%02x", uint8(e.tag))
	}
	return e, err
}

// at reports whether the next element has this tag.
func (in input) at(tag asn1.Tag) bool { return len(in) > 0 && asn1.Tag(in[0]) == tag }

// optional takes the next element if it has this tag.
func (in *input) optional(tag asn1.Tag) (e element, present bool, err error) {
	if !in.at(tag) {
		return element{}, false, nil
	}
	e, err = in.take(tag)
	return e, err == nil, err
}

// inside takes the next element, which must have this tag, and returns its content.
func (in *input) inside(tag asn1.Tag) (input, error) {
	e, err := in.take(tag)
	return input(e.content), err
}

// primitive reports whether the element does not consist of others.
func (e element) primitive() bool { return e.tag&0x20 == 0 }

// bitString returns the bytes of a BIT STRING's content that is a whole number of bytes.
func (e element) bitString() ([]byte, error) {
	if len(e.content) == 0 || e.content[0] != 0 {
		return nil, errors.New("not a whole number of bytes")
	}
	return e.content[1:], nil
}

// boolean returns the value of a BOOLEAN; BER lets any byte but 0 be true.
func (e element) boolean() (bool, error) {
	if len(e.content) != 1 {
		return false, errors.New("malformed BOOLEAN")
	}
	return e.content[0] != 0, nil
}

// magnitude returns the bytes of an INTEGER that must not be negative, without
// leading zeros: none for 0.
func (e element) magnitude() ([]byte, error) {
	b := e.content
	if len(b) == 0 {
		return nil, errors.New("empty INTEGER")
	}
	if b[0]&0x80 != 0 {
		return nil, errors.New("negative INTEGER")
	}
	for len(b) > 0 && b[0] == 0 {
		b = b[1:]
	}
	return b, nil
}
