package upgrade

import "encoding/binary"

// rdp is RDP's negotiation in X.224 (MS-RDPBCGR, sections 2.2.1.1 and 2.2.1.2).
type rdp struct {
	gather
}

// The kinds of negotiation structures, which stand at the end of the X.224 units.
const (
	rdpRequest  = 1
	rdpResponse = 2
	rdpFailure  = 3

	x224Request, x224Confirm = 0xe0, 0xd0
	x224Header               = 7 // bytes, the TPKT's four before it
)

// isRDP reports whether bytes begin an X.224 connection request in a TPKT.
func isRDP(b []byte) bool {
	return len(b) >= 7 && b[0] == 3 && b[1] == 0 && b[5] == x224Request && int(binary.BigEndian.Uint16(b[2:])) == int(b[4])+5
}

func (x *rdp) read(r *Reader, from Side, b []byte) (int, state) {
	unit := byte(x224Request)
	if from == Server {
		unit = x224Confirm
	}
	message, used, ok := x.message(from, b, x224Header, func(have []byte) int {
		if have[0] != 3 || have[5] != unit {
			return -1
		}
		return int(binary.BigEndian.Uint16(have[2:]))
	})
	switch {
	case !ok && from == Server:
		r.Protocol, r.Asked = "", false // it speaks something else
		return used, over
	case !ok:
		r.tell(Client, Continued, "")
		return used, over
	case message == nil:
		return used, talking
	}
	// The structure is the last eight bytes, where there is one.
	kind, protocols := byte(0), uint32(0)
	if len(message) >= 11+8 {
		last := message[len(message)-8:]
		kind, protocols = last[0], binary.LittleEndian.Uint32(last[4:])
	}
	switch {
	case from == Client:
		if kind != rdpRequest || protocols == 0 {
			return used, over // standard RDP security: TLS is not asked for
		}
		r.Protocol = "rdp"
		r.tell(Client, Asked, "RDP_NEG_REQ")
		return used, talking
	case kind == rdpResponse && protocols != 0:
		r.tell(Server, Accepted, "RDP_NEG_RSP")
		return used, opened
	case r.Asked:
		what := "RDP_NEG_RSP"
		if kind == rdpFailure {
			what = "RDP_NEG_FAILURE"
		}
		r.tell(Server, Refused, what)
		return used, talking
	}
	return used, over
}
