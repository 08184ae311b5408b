package story

import "github.com/tlssniff/tlssniff/record"

// upgrades are the steps of what is said in the clear before TLS: how each is
// called, and what it means. What was said exactly stands in the step's note.
var upgrades = map[string]struct {
	name, meaning string
	trouble       bool
}{
	"upgrade_offered":     {name: "TLS offered"},
	"upgrade_not_offered": {name: "no TLS offered", meaning: "lists what it can do, without TLS", trouble: true},
	"upgrade_requested":   {name: "request in the clear"},
	"upgrade_accepted":    {name: "accepted"},
	"upgrade_refused":     {name: "refused", trouble: true},
	"continued_in_clear":  {name: "on in the clear", meaning: "goes on without TLS: everyone on the way can read what follows", trouble: true},
	"proxy_header":        {name: "PROXY header", meaning: "names the real ends of the connection"},
}

// upgrade tells a step on the way to TLS. It has no size: of what was said in
// the clear nothing is kept.
func (t *teller) upgrade(s *record.Step, out *Step) {
	u := upgrades[s.Message]
	out.Message, out.Trouble, out.Size = u.name, u.trouble, record.Optional[int]{}
	if u.meaning != "" {
		out.means(u.meaning)
	}
}

// refusal tells which step on the way to TLS failed, or "".
func refusal(c *record.Connection) string {
	text := ""
	for i := range c.Steps {
		switch c.Steps[i].Message {
		case "upgrade_not_offered":
			text = "the server does not offer TLS"
		case "upgrade_offered", "upgrade_requested", "upgrade_accepted":
			text = ""
		case "upgrade_refused":
			if text = "the server refused to change to TLS"; c.StartTLS == "" {
				text = "the proxy refused the tunnel"
			}
		case "continued_in_clear":
			text += ", and the client went on in the clear"
		}
	}
	return text
}
