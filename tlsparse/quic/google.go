package quic

// The frames of Google's own versions, as far as their Initials need them. They have
// other numbers and forms than the IETF's, which took their place in 2021.
const (
	googleConnectionClose = 0x02
	googlePing            = 0x07
	googleCrypto          = 0x08
	// googleACK is a bit that is set in an ACK's type: the others say how long its fields are.
	googleACK = 0x40
)

// nextGoogleFrame reads a frame of Google's, which NextFrame passed padding over for. A CONNECTION_CLOSE
// has one of Google's error codes, and does not tell what brought it about.
func nextGoogleFrame(b []byte) (f Frame, rest []byte, err error) {
	r := reader{b: b}
	switch kind := r.fixed(1); {
	case kind == googlePing:
		f.Type = Ping
	case kind == googleCrypto:
		f.Type, f.Offset = Crypto, r.varint()
		f.Data = r.vector()
	case kind == googleConnectionClose:
		f.Type, f.Code = ConnectionClose, r.fixed(4)
		f.Reason = r.bytes(r.fixed(2))
	case kind&^(googleACK-1) == googleACK:
		f.Type = ACK
		r.googleACK(kind)
	default:
		return f, nil, errFrame
	}
	if r.failed {
		return f, nil, errFrame
	}
	return f, r.b, nil
}

// googleACK passes over what follows an ACK's type.
func (r *reader) googleACK(kind uint64) {
	size := func(bits uint64) int { return [...]int{1, 2, 4, 6}[bits&3] }
	several := kind&0x20 != 0
	r.fixed(size(kind >> 2)) // the largest
	r.fixed(2)               // the delay
	blocks := uint64(0)
	if several {
		blocks = r.fixed(1)
	}
	r.fixed(size(kind)) // how many up to the largest
	for range blocks {
		r.fixed(1) // a gap
		r.fixed(size(kind))
	}
	stamps := r.fixed(1)
	for i := range stamps {
		r.fixed(1) // which packet
		if i == 0 {
			r.fixed(4)
		} else {
			r.fixed(2)
		}
	}
}
