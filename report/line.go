package report

import (
	"io"
	"net"
	"strconv"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// oneLine writes a line a connection, as connections end, for a person who watches:
// when it ended, how, between whom, and what it came to or what its problem was.
type oneLine struct{ w io.Writer }

func (oneLine) Streaming() bool { return true }

// Widths of the columns that most lines keep to.
const (
	outcomeWidth  = len(record.OutcomeEstablished)
	endpointWidth = 21 // an IPv4 address and a port
)

func (oneLine) Encode(dst []byte, c *record.Connection) []byte {
	dst = append(dst, c.End.Std().Format("15:04:05.000")...)
	dst = appendPadded(append(dst, "  "...), strings.ReplaceAll(c.Outcome, "_", " "), outcomeWidth)
	port := strconv.Itoa(int(c.Client.Port))
	dst = appendPadded(append(dst, "  "...), net.JoinHostPort(c.Client.IP, port), endpointWidth)
	server, port := c.ServerName.Value, strconv.Itoa(int(c.Server.Port))
	if server == "" {
		server = c.Server.IP
	}
	if port != "443" {
		server = net.JoinHostPort(server, port)
	}
	dst = appendPadded(append(dst, "  "...), Clean(server), endpointWidth)
	dst = append(dst, "  "...)
	if text := problem(c); c.Outcome != record.OutcomeEstablished && text != "" {
		dst = append(dst, Clean(text)...)
	} else {
		dst = append(dst, Clean(c.Version+" "+c.CipherSuite)...)
	}
	return append(dst, '\n')
}

func (l oneLine) Write(encoded []byte) error {
	_, err := l.w.Write(encoded)
	return err
}

func (oneLine) Close(*Summary) error { return nil }

// appendPadded appends text, and spaces up to a width.
func appendPadded(dst []byte, text string, width int) []byte {
	dst = append(dst, text...)
	for n := len([]rune(text)); n < width; n++ {
		dst = append(dst, ' ')
	}
	return dst
}
