package upgrade

import (
	"bytes"
	"encoding/binary"
	"net"
	"net/netip"
	"strconv"
)

// socks4 is SOCKS 4 and 4a.
type socks4 struct {
	gather
}

func isSOCKS4(b []byte) bool {
	return len(b) >= 9 && b[0] == 4 && b[1] == 1 && bytes.IndexByte(b[8:], 0) >= 0
}

func (s *socks4) read(r *Reader, from Side, b []byte) (int, state) {
	if from == Client {
		message, used, ok := s.message(from, b, 9, socks4Length)
		switch {
		case !ok:
			return used, over
		case message != nil:
			r.Proxy, r.Target = "socks4", socks4Target(message)
			r.tell(Client, Asked, "CONNECT "+r.Target)
		}
		return used, talking
	}
	message, used, ok := s.message(from, b, 8, func([]byte) int { return 8 })
	switch {
	case !ok:
		return used, over
	case message == nil:
		return used, talking
	case message[1] == 0x5a:
		r.tell(Server, Accepted, "90")
		return used, opened
	}
	r.tell(Server, Refused, strconv.Itoa(int(message[1])))
	return used, over
}

// is4a reports whether the address says that a name follows (SOCKS 4a).
func is4a(b []byte) bool { return b[4] == 0 && b[5] == 0 && b[6] == 0 && b[7] != 0 }

// socks4Length returns a request's length: it ends with the user's name and, in 4a, the host's, each with a zero.
func socks4Length(b []byte) int {
	end := bytes.IndexByte(b[8:], 0)
	if end < 0 {
		return len(b) + 1
	}
	n := 8 + end + 1
	if !is4a(b) {
		return n
	}
	host := bytes.IndexByte(b[n:], 0)
	if host < 0 {
		return len(b) + 1
	}
	return n + host + 1
}

func socks4Target(b []byte) string {
	port := strconv.Itoa(int(binary.BigEndian.Uint16(b[2:])))
	if is4a(b) {
		n := 8 + bytes.IndexByte(b[8:], 0) + 1
		return net.JoinHostPort(string(b[n:len(b)-1]), port)
	}
	ip, _ := netip.AddrFromSlice(b[4:8])
	return net.JoinHostPort(ip.String(), port)
}

// socks5 is SOCKS 5 (RFC 1928) with user names (RFC 1929).
type socks5 struct {
	gather
	stage socks5Stage
}

type socks5Stage uint8

const (
	socks5Methods socks5Stage = iota // what ways to authenticate there are
	socks5Login
	socks5Request
)

func isSOCKS5(b []byte) bool { return len(b) >= 3 && b[0] == 5 && int(b[1])+2 == len(b) && b[1] > 0 }

func (s *socks5) read(r *Reader, from Side, b []byte) (int, state) {
	total := 0
	for {
		message, used, ok := s.message(from, b, s.head(from), s.size(from))
		total += used
		b = b[used:]
		switch {
		case !ok:
			return total, over
		case message == nil:
			return total, talking
		}
		if next := s.take(r, from, message); next != talking {
			return total, next
		}
	}
}

// head and size say how long the next message of a side is.
func (s *socks5) head(from Side) int {
	if s.stage == socks5Request {
		return 5
	}
	return 2
}

func (s *socks5) size(from Side) func([]byte) int {
	return func(b []byte) int {
		switch {
		case s.stage == socks5Methods && from == Client:
			return 2 + int(b[1])
		case s.stage == socks5Login && from == Client:
			user := 2 + int(b[1])
			if len(b) <= user {
				return user + 1
			}
			return user + 1 + int(b[user])
		case s.stage == socks5Request:
			return socks5Length(b)
		}
		return 2
	}
}

// socks5Length returns the length of a request or a reply, by its kind of address.
func socks5Length(b []byte) int {
	switch b[3] {
	case 1:
		return 4 + 4 + 2
	case 3:
		return 4 + 1 + int(b[4]) + 2
	case 4:
		return 4 + 16 + 2
	}
	return -1
}

func (s *socks5) take(r *Reader, from Side, b []byte) state {
	switch {
	case s.stage == socks5Methods && from == Server && b[0] != 5:
		return over // three bytes of another protocol can be a greeting
	case s.stage == socks5Methods && from == Server:
		r.Proxy = "socks5"
		switch b[1] {
		case 0xff:
			r.Asked = true
			r.tell(Server, Refused, "no method")
			return over
		case 2:
			s.stage = socks5Login
		default:
			s.stage = socks5Request
		}
	case s.stage == socks5Login && from == Server:
		if b[1] != 0 {
			r.Asked = true
			r.tell(Server, Refused, "login")
			return over
		}
		s.stage = socks5Request
	case s.stage == socks5Request && from == Client:
		r.Target = socks5Target(b)
		r.tell(Client, Asked, "CONNECT "+r.Target)
	case s.stage == socks5Request && b[1] == 0:
		r.tell(Server, Accepted, "0")
		return opened
	case s.stage == socks5Request:
		r.tell(Server, Refused, strconv.Itoa(int(b[1])))
		return over
	}
	return talking
}

func socks5Target(b []byte) string {
	port := strconv.Itoa(int(binary.BigEndian.Uint16(b[len(b)-2:])))
	address := b[4 : len(b)-2]
	if b[3] == 3 {
		return net.JoinHostPort(string(address[1:]), port)
	}
	ip, _ := netip.AddrFromSlice(address)
	return net.JoinHostPort(ip.String(), port)
}
