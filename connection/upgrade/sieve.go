package upgrade

// sieve is ManageSieve (RFC 5804, sections 1.7 and 2.2): the server lists what it can do, and ends the list with OK.
type sieve struct {
	lines
	pending string
	listed  bool
}

func (s *sieve) read(r *Reader, from Side, b []byte) (int, state) {
	r.Protocol = "sieve"
	return s.each(from, b, func(line string) state {
		if from == Client {
			return s.command(r, line)
		}
		return s.answer(r, line)
	})
}

func (s *sieve) command(r *Reader, line string) state {
	s.pending, _ = command(line)
	switch s.pending {
	case "STARTTLS":
		r.tell(Client, Asked, "STARTTLS")
	case "CAPABILITY":
		r.Wants, s.listed = true, false
	case "LOGOUT", "NOOP":
	default:
		r.tell(Client, Continued, "")
		return over
	}
	return talking
}

func (s *sieve) answer(r *Reader, line string) state {
	if line != "" && line[0] == '"' {
		s.listed = s.listed || hasWord(line, "STARTTLS")
		return talking
	}
	word, _ := command(line)
	if word != "OK" && word != "NO" && word != "BYE" {
		return talking
	}
	pending := s.pending
	s.pending = ""
	switch {
	case pending == "STARTTLS" && word == "OK":
		r.tell(Server, Accepted, "OK")
		return opened
	case pending == "STARTTLS":
		r.tell(Server, Refused, word)
	case (pending == "" || pending == "CAPABILITY") && word == "OK" && s.listed:
		r.tell(Server, Offered, "OK")
	case (pending == "" || pending == "CAPABILITY") && word == "OK":
		r.tell(Server, NotListed, "OK")
	}
	return talking
}
