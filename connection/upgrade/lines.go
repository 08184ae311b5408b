package upgrade

import (
	"bytes"
	"strings"
)

// maxLine is how much of a line is kept: the rest is passed over.
const maxLine = 512

// lines cuts each side's bytes into lines.
type lines struct {
	part [2][]byte
}

// each calls take for every line that is whole, without its end, until one
// changes the state. It returns how many bytes were taken.
func (l *lines) each(from Side, b []byte, take func(line string) state) (used int, next state) {
	for len(b) > 0 {
		n := bytes.IndexByte(b, '\n')
		if n < 0 {
			l.keep(from, b)
			return used + len(b), talking
		}
		l.keep(from, b[:n])
		used += n + 1
		b = b[n+1:]
		line := strings.TrimSuffix(string(l.part[from]), "\r")
		l.part[from] = l.part[from][:0]
		if next = take(line); next != talking {
			return used, next
		}
	}
	return used, talking
}

func (l *lines) keep(from Side, b []byte) {
	room := maxLine - len(l.part[from])
	l.part[from] = append(l.part[from], b[:min(room, len(b))]...)
}

// command returns a line's first word, in capitals, and what follows it.
func command(line string) (word, rest string) {
	word, rest, _ = strings.Cut(strings.TrimLeft(line, " "), " ")
	return strings.ToUpper(word), strings.TrimSpace(rest)
}

// code returns the three digits that an answer begins with, and whether more lines of it follow.
func code(line string) (digits string, more bool) {
	if len(line) < 3 || !isDigit(line[0]) || !isDigit(line[1]) || !isDigit(line[2]) {
		return "", false
	}
	return line[:3], len(line) > 3 && line[3] == '-'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// hasWord reports whether a line has a word, in any case.
func hasWord(line, word string) bool {
	for _, w := range strings.FieldsFunc(line, func(r rune) bool {
		return r == ' ' || r == '-' || r == '"' || r == '[' || r == ']' || r == '=' || r == ':'
	}) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

func equalFold(b []byte, text string) bool { return strings.EqualFold(string(b), text) }

// gather collects the bytes of a binary message until there are enough of it.
type gather struct {
	part [2][]byte
}

// maxGather is how much of a binary message is kept.
const maxGather = 4096

// add adds bytes up to a length and returns how many it took.
func (g *gather) add(from Side, b []byte, upTo int) int {
	n := min(len(b), max(0, min(upTo, maxGather)-len(g.part[from])))
	g.part[from] = append(g.part[from], b[:n]...)
	return n
}

// message gathers a message whose length its first bytes tell: size returns the whole length given what there
// is, or 0 while that is not known, in which case head bytes are wanted. It returns nil while the message is not whole.
func (g *gather) message(from Side, b []byte, head int, size func(have []byte) int) (message []byte, used int, ok bool) {
	for {
		have := g.part[from]
		want := head
		if len(have) >= head {
			if want = size(have); want <= 0 || want > maxGather {
				return nil, used, false
			}
			if len(have) >= want {
				g.part[from] = nil
				return have[:want], used, true
			}
		}
		n := g.add(from, b, want)
		if n == 0 {
			return nil, used, true
		}
		used += n
		b = b[n:]
	}
}
