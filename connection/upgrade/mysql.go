package upgrade

import (
	"bytes"
	"encoding/binary"
)

// mysql is MySQL's and MariaDB's SSLRequest: the server's greeting says whether it can, and the client's
// short answer that it will (the protocol's documentation, "Connection Phase").
type mysql struct {
	gather
	greeted bool
}

const mysqlClientSSL = 0x0800

// isMySQL reports whether bytes begin a server's greeting: packet number 0, protocol 10.
func isMySQL(b []byte) bool {
	return len(b) >= 6 && b[3] == 0 && b[4] == 10 && mysqlLength(b) > 20 && mysqlLength(b) < 1024
}

func mysqlLength(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func (m *mysql) read(r *Reader, from Side, b []byte) (int, state) {
	r.Protocol = "mysql"
	message, used, ok := m.message(from, b, 4, func(have []byte) int { return 4 + mysqlLength(have) })
	switch {
	case !ok:
		return used, over
	case message == nil:
		return used, talking
	}
	body := message[4:]
	switch {
	case from == Server && !m.greeted:
		m.greeted = true
		if mysqlServerTakes(body) {
			r.tell(Server, Offered, "CLIENT_SSL")
		} else {
			r.Wants = true
			r.tell(Server, NotListed, "CLIENT_SSL")
		}
	case from == Client && len(body) >= 4 && len(body) <= 32 && binary.LittleEndian.Uint32(body)&mysqlClientSSL != 0:
		r.tell(Client, Asked, "SSLRequest")
		if m.greeted {
			// There is no answer: TLS follows at once, unless the server minds.
			return used, talking
		}
	case from == Server && r.Asked:
		r.tell(Server, Refused, "ERR")
		return used, over
	default:
		r.tell(from, Continued, "")
		return used, over
	}
	return used, talking
}

// mysqlServerTakes reports whether a greeting offers SSL: its capabilities stand behind the version's text, the
// connection's id, eight bytes and a zero.
func mysqlServerTakes(greeting []byte) bool {
	if len(greeting) < 2 {
		return false
	}
	end := bytes.IndexByte(greeting[1:], 0)
	at := 1 + end + 1 + 4 + 8 + 1
	return end >= 0 && len(greeting) >= at+2 && binary.LittleEndian.Uint16(greeting[at:])&mysqlClientSSL != 0
}
