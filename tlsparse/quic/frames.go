package quic

import "errors"

// FrameType is a frame's type (RFC 9000, section 19).
type FrameType uint64

// The frames that Initial packets may hold (RFC 9000, section 12.4).
const (
	Padding         FrameType = 0x00
	Ping            FrameType = 0x01
	ACK             FrameType = 0x02
	ACKWithECN      FrameType = 0x03
	Crypto          FrameType = 0x06
	ConnectionClose FrameType = 0x1c
)

// Frame is one frame. Its slices point into the bytes given.
type Frame struct {
	Type FrameType
	// Offset and Data are a CRYPTO frame's: Data stands at Offset in the handshake's stream.
	Offset uint64
	Data   []byte
	// Code, Cause and Reason are a CONNECTION_CLOSE's: the error, the type of the frame that
	// brought it about, and what was said about it.
	Code   uint64
	Cause  FrameType
	Reason []byte
}

var errFrame = errors.New("quic: a frame that can't be in an Initial, or breaks its form")

// NextFrame reads a frame of an Initial of some version, padding passed over, and returns
// what follows. At the end it returns no bytes and a Padding frame.
func NextFrame(v Version, b []byte) (f Frame, rest []byte, err error) {
	for len(b) > 0 && b[0] == byte(Padding) {
		b = b[1:]
	}
	if len(b) == 0 {
		return Frame{}, nil, nil
	}
	if v.Google() {
		return nextGoogleFrame(b)
	}
	r := reader{b: b}
	f.Type = FrameType(r.varint())
	switch f.Type {
	case Ping:
	case ACK, ACKWithECN:
		r.varint() // largest
		r.varint() // delay
		ranges := r.varint()
		r.varint() // first range
		for i := uint64(0); i < ranges && !r.failed; i++ {
			r.varint()
			r.varint()
		}
		if f.Type == ACKWithECN {
			r.varint()
			r.varint()
			r.varint()
		}
	case Crypto:
		f.Offset = r.varint()
		f.Data = r.vector()
	case ConnectionClose:
		f.Code = r.varint()
		f.Cause = FrameType(r.varint())
		f.Reason = r.vector()
	default:
		return f, nil, errFrame
	}
	if r.failed {
		return f, nil, errFrame
	}
	return f, r.b, nil
}

// reader takes integers and vectors from bytes, and remembers if there were too few.
type reader struct {
	b      []byte
	failed bool
}

func (r *reader) varint() uint64 {
	v, size := Varint(r.b)
	if size == 0 {
		r.failed, r.b = true, nil
		return 0
	}
	r.b = r.b[size:]
	return v
}

func (r *reader) vector() []byte {
	v, rest, ok := cutVarint(r.b)
	if !ok {
		r.failed, r.b = true, nil
		return nil
	}
	r.b = rest
	return v
}

// fixed takes an integer of some bytes.
func (r *reader) fixed(size int) (v uint64) {
	for _, x := range r.bytes(uint64(size)) {
		v = v<<8 | uint64(x)
	}
	return v
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.failed, r.b = true, nil
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}
