package indicator

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
)

// maxLine is how long a line of text may be.
const maxLine = 1 << 16

// text reads one indicator a line, whose kind its form tells; what follows # is what the list says of it.
func (l *loader) text(r *bufio.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		value, note, _ := strings.Cut(lines.Text(), "#")
		if value = strings.TrimSpace(value); value == "" {
			continue
		}
		if kind := notTLS(value); kind != "" {
			l.ignore(kind)
			continue
		}
		i, err := parse(value)
		l.add(i, err, n, finding.High, note)
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d: it is longer than %d bytes: this is no list of indicators", n+1, maxLine)
	}
	return lines.Err()
}

// notTLS names what a value is that plainly is no indicator for TLS.
func notTLS(value string) string {
	switch {
	case strings.Contains(value, "://"):
		return "url"
	case strings.Contains(value, "@"):
		return "email"
	}
	return ""
}
