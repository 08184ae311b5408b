package tlsparse

import (
	"fmt"
	"iter"

	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// TransportParameter is the id of a QUIC transport parameter (RFC 9000, section 18).
type TransportParameter uint64

func (p TransportParameter) String() string {
	if p <= 0xffff {
		if name, ok := iana.QUICTransportParameterName(uint16(p)); ok {
			return name
		}
	}
	if p%31 == 27 {
		return "GREASE" // RFC 9000, section 18.1
	}
	return fmt.Sprintf("0x%x", uint64(p))
}

// TransportParameters is the body of a quic_transport_parameters extension.
type TransportParameters []byte

// All yields each parameter's id and value in wire order, as far as they are whole.
func (t TransportParameters) All() iter.Seq2[TransportParameter, []byte] {
	return func(yield func(TransportParameter, []byte) bool) {
		for b := []byte(t); len(b) > 0; {
			id, rest, ok := cutVarint(b)
			if !ok {
				return
			}
			n, rest, ok := cutVarint(rest)
			if !ok || n > uint64(len(rest)) || !yield(TransportParameter(id), rest[:n:n]) {
				return
			}
			b = rest[n:]
		}
	}
}

// cutVarint cuts a variable-length integer off b (RFC 9000, section 16).
func cutVarint(b []byte) (v uint64, rest []byte, ok bool) {
	if len(b) == 0 {
		return 0, b, false
	}
	n := 1 << (b[0] >> 6)
	if n > len(b) {
		return 0, b, false
	}
	v = uint64(b[0] & 0x3f)
	for _, x := range b[1:n] {
		v = v<<8 | uint64(x)
	}
	return v, b[n:], true
}
