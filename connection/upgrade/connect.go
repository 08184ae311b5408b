package upgrade

import "strings"

// connect is HTTP's CONNECT (RFC 9110, section 9.3.6).
type connect struct {
	lines
	target string
	status string // the answer's, while its header goes on
}

func (c *connect) read(r *Reader, from Side, b []byte) (int, state) {
	return c.each(from, b, func(line string) state {
		if from == Client {
			return c.request(r, line)
		}
		return c.answer(r, line)
	})
}

func (c *connect) request(r *Reader, line string) state {
	if word, rest := command(line); word == "CONNECT" {
		c.target, _, _ = strings.Cut(rest, " ")
		r.Proxy, r.Target = "http_connect", c.target
		r.tell(Client, Asked, "CONNECT "+c.target)
	}
	return talking
}

func (c *connect) answer(r *Reader, line string) state {
	switch {
	case c.status == "" && strings.HasPrefix(line, "HTTP/"):
		_, rest, _ := strings.Cut(line, " ")
		if c.status, _ = code(rest); c.status == "" {
			return over
		}
	case line == "" && c.status != "":
		status := c.status
		c.status = ""
		switch status[0] {
		case '1':
		case '2':
			r.tell(Server, Accepted, status)
			return opened
		default:
			r.tell(Server, Refused, status)
		}
	}
	return talking
}
