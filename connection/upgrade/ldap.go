package upgrade

import (
	"bytes"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// ldap is LDAP's StartTLS extended operation (RFC 4511, section 4.14).
type ldap struct {
	gather
}

// startTLS is its object identifier.
var startTLS = []byte("1.3.6.1.4.1.1466.20037")

const (
	ldapExtendedRequest  = asn1.Tag(23 | 0x40 | 0x20)
	ldapExtendedResponse = asn1.Tag(24 | 0x40 | 0x20)
)

// isLDAP reports whether bytes begin an LDAPMessage whose operation is the extended one.
func isLDAP(b []byte) bool {
	op, _, ok := ldapOperation(b)
	return ok && op == ldapExtendedRequest
}

// ldapOperation takes an LDAPMessage apart: its operation's tag and content.
func ldapOperation(b []byte) (op asn1.Tag, body cryptobyte.String, ok bool) {
	s := cryptobyte.String(b)
	var message, id cryptobyte.String
	ok = s.ReadASN1(&message, asn1.SEQUENCE) && message.ReadASN1(&id, asn1.INTEGER) && message.ReadAnyASN1(&body, &op)
	return op, body, ok
}

func (l *ldap) read(r *Reader, from Side, b []byte) (int, state) {
	r.Protocol = "ldap"
	message, used, ok := l.message(from, b, 2, berLength)
	switch {
	case !ok:
		return used, over
	case message == nil:
		return used, talking
	}
	op, body, ok := ldapOperation(message)
	switch {
	case !ok:
		return used, over
	case from == Client && op == ldapExtendedRequest && bytes.Contains(body, startTLS):
		r.tell(Client, Asked, "StartTLS")
	case from == Server && op == ldapExtendedResponse && r.Asked:
		var result int
		if body.ReadASN1Enum(&result) && result == 0 {
			r.tell(Server, Accepted, "success")
			return used, opened
		}
		r.tell(Server, Refused, "resultCode")
	case from == Client:
		r.tell(Client, Continued, "")
		return used, over
	}
	return used, talking
}

// berLength returns how long an element is with its header, or a number that is too large where it is not known.
func berLength(b []byte) int {
	n := int(b[1])
	if n < 0x80 {
		return 2 + n
	}
	bytes := n & 0x7f
	if bytes == 0 || bytes > 2 {
		return -1
	}
	if len(b) < 2+bytes {
		return 2 + bytes
	}
	n = 0
	for _, x := range b[2 : 2+bytes] {
		n = n<<8 | int(x)
	}
	return 2 + bytes + n
}
