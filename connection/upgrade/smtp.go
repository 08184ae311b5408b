package upgrade

// greeted is a conversation that a server began with code 220: SMTP (RFC 3207), LMTP (RFC
// 2033) and FTP (RFC 4217) all do. The client's first command tells.
type greeted struct {
	lines
	pending string // the command whose answer is awaited
	listed  bool   // STARTTLS stands in the answer
}

func (g *greeted) read(r *Reader, from Side, b []byte) (int, state) {
	return g.each(from, b, func(line string) state {
		if from == Client {
			return g.command(r, line)
		}
		return g.answer(r, line)
	})
}

func (g *greeted) command(r *Reader, line string) state {
	word, rest := command(line)
	g.pending = ""
	switch word {
	case "EHLO", "HELO":
		r.Protocol, g.pending = "smtp", "EHLO"
	case "LHLO":
		r.Protocol, g.pending = "lmtp", "EHLO"
	case "FEAT":
		r.Protocol, g.pending = "ftp", "FEAT"
	case "STARTTLS":
		if g.pending = "STARTTLS"; r.Protocol == "" {
			r.Protocol = "smtp"
		}
		r.tell(Client, Asked, "STARTTLS")
	case "AUTH":
		if mechanism, _ := command(rest); isTLSAuth(mechanism) {
			r.Protocol, g.pending = "ftp", "AUTH"
			r.tell(Client, Asked, "AUTH "+mechanism)
			break
		}
		return g.goOn(r)
	case "QUIT", "NOOP", "RSET", "CLNT", "SYST", "OPTS", "PBSZ", "PROT":
	case "USER", "PASS":
		r.Protocol = "ftp"
		return g.goOn(r)
	default:
		return g.goOn(r)
	}
	r.Wants = r.Wants || g.pending == "EHLO" || g.pending == "FEAT"
	g.listed = false
	return talking
}

// isTLSAuth reports whether FTP's AUTH names TLS (RFC 4217, section 4).
func isTLSAuth(mechanism string) bool {
	return mechanism == "TLS" || mechanism == "SSL" || mechanism == "TLS-C" || mechanism == "TLS-P"
}

// goOn notes that the client goes on in the clear.
func (g *greeted) goOn(r *Reader) state {
	r.tell(Client, Continued, "")
	return over
}

func (g *greeted) answer(r *Reader, line string) state {
	digits, more := code(line)
	switch g.pending {
	case "EHLO":
		g.listed = g.listed || hasWord(line, "STARTTLS")
	case "FEAT":
		g.listed = g.listed || hasWord(line, "TLS") || hasWord(line, "SSL")
	}
	if digits == "" || more {
		return talking
	}
	pending := g.pending
	g.pending = ""
	switch pending {
	case "EHLO", "FEAT":
		if g.listed {
			r.tell(Server, Offered, digits)
		} else if digits == "250" || digits == "211" {
			r.tell(Server, NotListed, digits)
		}
	case "STARTTLS", "AUTH":
		if digits == "220" || digits == "234" || digits == "334" {
			r.tell(Server, Accepted, digits)
			return opened
		}
		r.tell(Server, Refused, digits)
	}
	return talking
}
