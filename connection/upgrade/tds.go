package upgrade

import "encoding/binary"

// tds is MS SQL's PRELOGIN (MS-TDS, section 2.2.6.5), after which TLS comes inside TDS packets.
type tds struct {
	gather
}

const (
	tdsPrelogin = 0x12
	tdsResponse = 0x04
	// TDSHeaderLen is the length of a TDS packet's header.
	TDSHeaderLen = 8

	tdsEncryption = 1 // the option that asks for encryption
	tdsEnd        = 0xff
)

// What the encryption option says.
const (
	tdsOff          = 0
	tdsOn           = 1
	tdsNotSupported = 2
	tdsRequired     = 3
)

// isTDS reports whether bytes begin a PRELOGIN packet whose first option makes sense.
func isTDS(b []byte) bool {
	return len(b) >= TDSHeaderLen+6 && b[0] == tdsPrelogin && b[1] <= 1 && int(binary.BigEndian.Uint16(b[2:])) >= TDSHeaderLen+6 && b[TDSHeaderLen] == 0
}

func (t *tds) read(r *Reader, from Side, b []byte) (int, state) {
	message, used, ok := t.message(from, b, TDSHeaderLen, func(have []byte) int {
		if have[0] != tdsPrelogin && have[0] != tdsResponse {
			return -1
		}
		return int(binary.BigEndian.Uint16(have[2:]))
	})
	switch {
	case !ok:
		if from == Client {
			r.tell(Client, Continued, "")
		}
		return used, over
	case message == nil:
		return used, talking
	case len(message) <= TDSHeaderLen:
		return used, over
	}
	wish, found := tdsWish(message[TDSHeaderLen:])
	switch {
	case !found:
		return used, over
	case from == Client:
		r.Protocol = "tds"
		if wish == tdsNotSupported {
			r.tell(Client, Continued, "")
			return used, over
		}
		r.tell(Client, Asked, "PRELOGIN")
		return used, talking
	case wish == tdsNotSupported:
		r.tell(Server, Refused, "ENCRYPT_NOT_SUP")
		return used, talking
	}
	// Even where both say off, the login is encrypted.
	r.tell(Server, Accepted, "PRELOGIN")
	return used, opened
}

// tdsWish returns what a PRELOGIN's encryption option says.
func tdsWish(options []byte) (byte, bool) {
	for at := 0; at+5 <= len(options) && options[at] != tdsEnd; at += 5 {
		offset, length := int(binary.BigEndian.Uint16(options[at+1:])), int(binary.BigEndian.Uint16(options[at+3:]))
		if options[at] == tdsEncryption && length >= 1 && offset < len(options) {
			return options[offset], true
		}
	}
	return 0, false
}
