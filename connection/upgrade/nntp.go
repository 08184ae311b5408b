package upgrade

// nntp is NNTP (RFC 4642).
type nntp struct {
	lines
	pending string
	listing bool
	listed  bool
}

func (n *nntp) read(r *Reader, from Side, b []byte) (int, state) {
	r.Protocol = "nntp"
	return n.each(from, b, func(line string) state {
		if from == Client {
			return n.command(r, line)
		}
		return n.answer(r, line)
	})
}

func (n *nntp) command(r *Reader, line string) state {
	n.pending, _ = command(line)
	switch n.pending {
	case "STARTTLS":
		r.tell(Client, Asked, "STARTTLS")
	case "CAPABILITIES":
		r.Wants = true
	case "QUIT", "MODE", "DATE", "HELP":
	default:
		r.tell(Client, Continued, "")
		return over
	}
	return talking
}

func (n *nntp) answer(r *Reader, line string) state {
	if n.listing {
		switch {
		case line == ".":
			n.listing = false
			if n.listed {
				r.tell(Server, Offered, "101")
			} else {
				r.tell(Server, NotListed, "101")
			}
		case hasWord(line, "STARTTLS"):
			n.listed = true
		}
		return talking
	}
	digits, _ := code(line)
	pending := n.pending
	n.pending = ""
	switch {
	case pending == "CAPABILITIES" && digits == "101":
		n.listing, n.listed = true, false
	case pending == "STARTTLS" && digits == "382":
		r.tell(Server, Accepted, digits)
		return opened
	case pending == "STARTTLS":
		r.tell(Server, Refused, digits)
	}
	return talking
}
