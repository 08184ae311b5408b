package certificate

import (
	"errors"
	"math/big"
	"strconv"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// maxOID is how many bytes an object identifier may have; UUIDs take 19.
const maxOID = 64

// dotted returns an object identifier in dotted form from its encoded content
// (X.690, section 8.19). It is empty if the encoding is malformed or huge.
func dotted(content []byte) string {
	if len(content) == 0 || len(content) > maxOID || content[len(content)-1]&0x80 != 0 {
		return ""
	}
	var buf [4 * maxOID]byte
	out := buf[:0]
	for len(content) > 0 {
		end := 1
		for content[end-1]&0x80 != 0 {
			end++
		}
		if content[0] == 0x80 {
			return "" // padded, so not the only encoding of the arc
		}
		out = appendArc(out, content[:end])
		content = content[end:]
	}
	return string(out)
}

// takeOID takes an OBJECT IDENTIFIER and returns it in dotted form.
func takeOID(in *input) (string, error) {
	e, err := in.take(asn1.OBJECT_IDENTIFIER)
	if err != nil {
		return "", err
	}
	if oid := dotted(e.content); oid != "" {
		return oid, nil
	}
	return "", errors.New("malformed OBJECT IDENTIFIER")
}

// appendArc appends one arc in base 128; the first of an identifier holds two.
func appendArc(out, arc []byte) []byte {
	if len(arc) > 9 {
		return appendLongArc(out, arc)
	}
	var v uint64
	for _, c := range arc {
		v = v<<7 | uint64(c&0x7f)
	}
	if len(out) == 0 {
		top := min(v/40, 2)
		out = strconv.AppendUint(out, top, 10)
		v -= top * 40
	}
	return strconv.AppendUint(append(out, '.'), v, 10)
}

// appendLongArc appends an arc of more than 63 bits, such as a UUID's below 2.25.
func appendLongArc(out, arc []byte) []byte {
	v, low := new(big.Int), new(big.Int)
	for _, c := range arc {
		v.Or(v.Lsh(v, 7), low.SetUint64(uint64(c&0x7f)))
	}
	if len(out) == 0 {
		out = append(out, '2')
		v.Sub(v, low.SetUint64(80))
	}
	return v.Append(append(out, '.'), 10)
}
