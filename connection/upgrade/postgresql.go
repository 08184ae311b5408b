package upgrade

import "encoding/binary"

// postgresql is PostgreSQL's SSLRequest: the server answers with one byte (the protocol's documentation, "SSL Session Encryption").
type postgresql struct {
	gather
	asked bool // for SSL, not for GSSAPI, whose request looks alike
}

// The codes that stand where a start-up message has its version.
const (
	postgresqlSSL    = 80877103
	postgresqlGSSENC = 80877104
)

func isPostgreSQL(b []byte) bool {
	if len(b) < 8 || binary.BigEndian.Uint32(b) != 8 {
		return false
	}
	c := binary.BigEndian.Uint32(b[4:])
	return c == postgresqlSSL || c == postgresqlGSSENC
}

func (p *postgresql) read(r *Reader, from Side, b []byte) (int, state) {
	if len(b) == 0 {
		return 0, talking
	}
	if from == Server {
		return p.answer(r, b)
	}
	message, used, ok := p.message(from, b, 8, func([]byte) int { return 8 })
	switch {
	case !ok:
		return used, over
	case message == nil:
		return used, talking
	case !isPostgreSQL(message):
		r.tell(Client, Continued, "")
		return used, over
	}
	if p.asked = binary.BigEndian.Uint32(message[4:]) == postgresqlSSL; p.asked {
		r.Protocol = "postgresql"
		r.tell(Client, Asked, "SSLRequest")
	}
	return used, talking
}

func (p *postgresql) answer(r *Reader, b []byte) (int, state) {
	if !p.asked {
		if b[0] == 'N' {
			return 1, talking // no GSSAPI: the client may ask for SSL next
		}
		return len(b), over
	}
	p.asked = false
	if b[0] == 'S' {
		r.tell(Server, Accepted, "S")
		return 1, opened
	}
	what := "N"
	if b[0] == 'E' {
		what = "E"
	}
	r.tell(Server, Refused, what)
	return len(b), talking
}
