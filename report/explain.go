package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report/story"
)

// maxStories bounds how many stories are kept where all are asked for: 50 MB or so.
const maxStories = 10_000

// Explain says which connections are told.
type Explain struct {
	// Conn picks connections: their number in the run, the uid or the beginning
	// of it, or the IP:PORT of either side. Empty is all of them.
	Conn string
	// Limit is how many are told at most; 0 is as many as can be kept.
	Limit int
}

// explain is the report that tells connections as stories, failures first.
type explain struct {
	w       io.Writer
	options Options
	pick    picker
	limit   int
	seen    int
	matched int
	uids    uids // of those that were picked
	// kept has the stories to tell, by outcome, and told is how many they are.
	kept map[string][]kept
	told int
}

// kept is a connection's number, what went wrong in a few words, and its story, drawn.
type kept struct {
	number  int
	problem string
	text    string
}

// NewExplain returns a reporter that tells connections as stories.
func NewExplain(w io.Writer, o Options, e Explain) (Reporter, error) {
	if o.Width <= 0 {
		o.Width = 80
	}
	if e.Limit < 0 {
		return nil, fmt.Errorf("--limit %d: there can't be fewer than none", e.Limit)
	}
	limit := e.Limit
	if limit == 0 || limit > maxStories {
		limit = maxStories
	}
	pick, err := newPicker(e.Conn)
	if err != nil {
		return nil, err
	}
	return &explain{w: w, options: o, pick: pick, limit: limit, kept: make(map[string][]kept)}, nil
}

func (*explain) Streaming() bool { return false }

// Encode appends what the picker looks at and the story, which is drawn here
// because this is where many work at once. One that is never told is not drawn.
func (e *explain) Encode(dst []byte, c *record.Connection) []byte {
	client := net.JoinHostPort(c.Client.IP, strconv.Itoa(int(c.Client.Port)))
	server := net.JoinHostPort(c.Server.IP, strconv.Itoa(int(c.Server.Port)))
	for _, text := range []string{c.Outcome, problem(c), c.UID, client, server} {
		dst = append(append(dst, Clean(text)...), separator...)
	}
	if !e.pick.may(c.UID, client, server) {
		return dst
	}
	told := story.Tell(c, Clean)
	var b bytes.Buffer
	told.Draw(&b, story.Look{Width: e.options.Width, Unicode: e.options.Unicode, Color: e.options.Color})
	return append(dst, b.Bytes()...)
}

func (e *explain) Write(encoded []byte) error {
	e.seen++
	parts := strings.SplitN(string(encoded), separator, 6)
	outcome, problem, uid, client, server, text := parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]
	if !e.pick.picks(e.seen, uid, client, server) {
		return nil
	}
	e.matched++
	e.uids.add(uid)
	e.keep(outcome, kept{e.seen, problem, text})
	return nil
}

// keep keeps a story, and drops the last of those that are told last if there
// are then too many: what is kept is always what would be told.
func (e *explain) keep(outcome string, k kept) {
	e.kept[outcome] = append(e.kept[outcome], k)
	e.told++
	if e.told <= e.limit {
		return
	}
	e.told--
	outcomes := e.outcomes()
	last := outcomes[len(outcomes)-1]
	if n := len(e.kept[last]) - 1; n > 0 {
		e.kept[last][n] = kept{}
		e.kept[last] = e.kept[last][:n]
	} else {
		delete(e.kept, last)
	}
}

func (e *explain) Close(s *Summary) error {
	if err := e.pick.check(e); err != nil {
		return err
	}
	var b strings.Builder
	if e.seen == 0 {
		s.write(&b, e.options)
	}
	for _, outcome := range e.outcomes() {
		for _, k := range e.kept[outcome] {
			e.tell(&b, outcome, k)
		}
	}
	e.more(&b)
	if e.seen > 0 && (len(s.Losses) > 0 || s.LeftOut > 0) {
		b.WriteString("\n\n")
		l := lines{b: &b, width: e.options.Width}
		if s.LeftOut > 0 {
			l.add("left out", s.leftOut())
		}
		l.losses(s)
	}
	_, err := io.WriteString(e.w, b.String())
	return err
}

// outcomes returns those that there are, the one to look at first first.
func (e *explain) outcomes() []string {
	order := []string{record.OutcomeFailed, record.OutcomeAborted, record.OutcomeNotTLS, record.OutcomeIncomplete, record.OutcomeEstablished}
	return slices.SortedFunc(maps.Keys(e.kept), func(a, b string) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a), slices.Index(order, b)), cmp.Compare(a, b))
	})
}

// tell writes one story under its number.
func (e *explain) tell(b *strings.Builder, outcome string, k kept) {
	if b.Len() > 0 {
		b.WriteString("\n\n")
	}
	head := fmt.Sprintf("connection %d of %d: %s", k.number, e.seen, strings.ReplaceAll(outcome, "_tls", " TLS"))
	if k.problem != "" {
		head += ": " + k.problem
	}
	line := "="
	if e.options.Unicode {
		line = "═"
	}
	head = shorten(head, max(e.options.Width-8, 20), "...")
	rule := strings.Repeat(line, max(e.options.Width-runewidth.StringWidth(head)-4, 3))
	t := table{options: e.options}
	fmt.Fprintf(b, "%s%s %s %s\n%s", line, line, t.paint(outcome, head), rule, k.text)
}

// more tells how many are not told, and how to read one of them.
func (e *explain) more(b *strings.Builder) {
	switch more := e.matched - e.told; {
	case more == 0:
	case e.told == maxStories:
		fmt.Fprintf(b, "\n\nand %s, which are too many to keep: pick some with --conn or a filter (-f)\n", plural(int64(more), "more connection"))
	default:
		fmt.Fprintf(b, "\n\nand %s: --conn tells one (its number, uid or IP:PORT),\n--limit %d tells more\n",
			plural(int64(more), "more connection"), 2*e.told)
	}
}

// picker picks connections, in one of four ways; its zero value picks all.
type picker struct {
	text   string // as it was given
	number int    // 1 for the first connection
	uid    string // or the beginning of one
	addr   string // of either side
}

// uidLength is that of a whole uid, in hexadecimal digits.
const uidLength = 24

// newPicker understands what was asked for.
func newPicker(text string) (picker, error) {
	p := picker{text: text}
	n, err := strconv.Atoi(text)
	switch {
	case text == "":
	case err == nil && n > 0 && len(text) < uidLength:
		p.number = n
	case strings.Contains(text, ":"):
		host, port, err := net.SplitHostPort(text)
		ip := net.ParseIP(host)
		if err != nil || ip == nil {
			return p, fmt.Errorf("--conn %s: it is a number, a uid, or IP:PORT (an IPv6 address in brackets)", text)
		}
		p.addr = net.JoinHostPort(ip.String(), port)
	case strings.Trim(text, "0123456789abcdef") == "" && text != "0":
		p.uid = text
	default:
		return p, fmt.Errorf("--conn %s: it is a number from 1 on, a uid or its beginning, or IP:PORT", text)
	}
	return p, nil
}

// may reports whether a connection can be picked, whatever its number.
func (p *picker) may(uid, client, server string) bool {
	return strings.HasPrefix(uid, p.uid) && (p.addr == "" || client == p.addr || server == p.addr)
}

func (p *picker) picks(number int, uid, client, server string) bool {
	return p.may(uid, client, server) && (p.number == 0 || p.number == number)
}

// check reports that nothing was picked, or that a beginning has several ends.
func (p *picker) check(e *explain) error {
	switch {
	case p.text == "":
		return nil
	case e.matched == 0:
		return PickError{fmt.Sprintf("--conn %s: there is no such connection among %s", p.text, plural(int64(e.seen), "connection"))}
	case p.uid != "" && len(e.uids) > 1:
		return PickError{fmt.Sprintf("--conn %s: several uids begin like this, as %s and %s", p.text, e.uids[0], e.uids[1])}
	}
	return nil
}

// PickError says that what was asked for is not there, or is not one connection.
type PickError struct{ text string }

func (e PickError) Error() string { return e.text }

// uids are up to two different ones: enough to tell that there are several.
type uids []string

func (u *uids) add(uid string) {
	if len(*u) < 2 && !slices.Contains(*u, uid) {
		*u = append(*u, uid)
	}
}
