package upgrade

import "strings"

// imap is IMAP (RFC 9051, section 6.2.1).
type imap struct {
	lines
	tag string // of the STARTTLS whose answer is awaited
}

func (i *imap) read(r *Reader, from Side, b []byte) (int, state) {
	r.Protocol = "imap"
	return i.each(from, b, func(line string) state {
		if from == Client {
			return i.command(r, line)
		}
		return i.answer(r, line)
	})
}

func (i *imap) command(r *Reader, line string) state {
	tag, rest, _ := strings.Cut(line, " ")
	switch word, _ := command(rest); word {
	case "STARTTLS":
		i.tag = tag
		r.tell(Client, Asked, "STARTTLS")
	case "CAPABILITY":
		r.Wants = true
	case "LOGOUT", "NOOP", "ID":
	default:
		r.tell(Client, Continued, "")
		return over
	}
	return talking
}

func (i *imap) answer(r *Reader, line string) state {
	tag, rest, _ := strings.Cut(line, " ")
	word, _ := command(rest)
	switch {
	case i.tag != "" && tag == i.tag:
		i.tag = ""
		if word == "OK" {
			r.tell(Server, Accepted, "OK")
			return opened
		}
		r.tell(Server, Refused, word[:min(len(word), 3)])
	case hasWord(line, "CAPABILITY"):
		if hasWord(line, "STARTTLS") {
			r.tell(Server, Offered, "CAPABILITY")
		} else {
			r.tell(Server, NotListed, "CAPABILITY")
		}
	}
	return talking
}
