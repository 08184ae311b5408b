package upgrade

import "strings"

// irc is IRC with its STARTTLS command (the IRCv3 extension "tls").
type irc struct {
	lines
	asked bool
}

func (i *irc) read(r *Reader, from Side, b []byte) (int, state) {
	r.Protocol = "irc"
	return i.each(from, b, func(line string) state {
		if from == Client {
			return i.command(r, line)
		}
		return i.answer(r, line)
	})
}

func (i *irc) command(r *Reader, line string) state {
	switch word, _ := command(line); word {
	case "STARTTLS":
		i.asked = true
		r.tell(Client, Asked, "STARTTLS")
	case "CAP":
		r.Wants = true
	case "NICK", "USER", "QUIT", "PING", "PONG":
	default:
		r.tell(Client, Continued, "")
		return over
	}
	return talking
}

func (i *irc) answer(r *Reader, line string) state {
	if strings.HasPrefix(line, ":") {
		_, line, _ = strings.Cut(line, " ")
	}
	word, rest := command(line)
	switch {
	case i.asked && word == "670": // RPL_STARTTLS
		r.tell(Server, Accepted, word)
		return opened
	case i.asked && (word == "691" || word == "421" || word == "451"): // ERR_STARTTLS, unknown command, not registered
		i.asked = false
		r.tell(Server, Refused, word)
	case word == "CAP" && hasWord(rest, "LS") && hasWord(rest, "tls"):
		r.tell(Server, Offered, "CAP")
	case word == "001":
		r.tell(Client, Continued, "")
		return over
	}
	return talking
}
