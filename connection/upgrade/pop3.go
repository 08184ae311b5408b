package upgrade

// pop3 is POP3 (RFC 2595, section 4).
type pop3 struct {
	lines
	pending string
	listing bool
	listed  bool
}

func (p *pop3) read(r *Reader, from Side, b []byte) (int, state) {
	r.Protocol = "pop3"
	return p.each(from, b, func(line string) state {
		if from == Client {
			return p.command(r, line)
		}
		return p.answer(r, line)
	})
}

func (p *pop3) command(r *Reader, line string) state {
	p.pending, _ = command(line)
	switch p.pending {
	case "STLS":
		r.tell(Client, Asked, "STLS")
	case "CAPA":
		r.Wants = true
	case "QUIT", "NOOP":
	default:
		r.tell(Client, Continued, "")
		return over
	}
	return talking
}

func (p *pop3) answer(r *Reader, line string) state {
	if p.listing {
		switch {
		case line == ".":
			p.listing = false
			if p.listed {
				r.tell(Server, Offered, "CAPA")
			} else {
				r.tell(Server, NotListed, "CAPA")
			}
		case hasWord(line, "STLS"):
			p.listed = true
		}
		return talking
	}
	word, _ := command(line)
	pending := p.pending
	p.pending = ""
	switch {
	case pending == "CAPA" && word == "+OK":
		p.listing, p.listed = true, false
	case pending == "STLS" && word == "+OK":
		r.tell(Server, Accepted, "+OK")
		return opened
	case pending == "STLS":
		r.tell(Server, Refused, "-ERR")
	}
	return talking
}
