package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
)

// A dialogue is what a server says in the clear until TLS begins. It is a
// script: the protocol's real lines, without a daemon behind them.
type dialogue struct {
	greeting string
	// next reads what the client says in one turn, and no byte of what follows it.
	next  func(io.Reader) (string, error)
	turns []turn
}

// A turn answers what begins with ask. TLS follows the answer, or the
// connection ends with it, where one of these is set.
type turn struct {
	ask, answer string
	tls, last   bool
}

// dialogues are those that the flag -starttls names.
var dialogues = map[string]dialogue{
	"smtp": {"220 server.example ESMTP\r\n", line, []turn{
		{ask: "EHLO", answer: "250-server.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n"},
		{ask: "STARTTLS", answer: "220 2.0.0 go ahead\r\n", tls: true},
	}},
	// It offers STARTTLS, refuses it, and takes mail in the clear.
	"smtp-refusing": {"220 server.example ESMTP\r\n", line, []turn{
		{ask: "EHLO", answer: "250-server.example\r\n250 STARTTLS\r\n"},
		{ask: "STARTTLS", answer: "454 4.7.0 TLS not available\r\n"},
		{ask: "MAIL", answer: "250 2.1.0 sender ok\r\n"},
		{ask: "RCPT", answer: "250 2.1.5 recipient ok\r\n"},
		{ask: "DATA", answer: "354 end with a dot\r\n"},
		{ask: ".", answer: "250 2.0.0 queued\r\n"},
		{ask: "QUIT", answer: "221 2.0.0 bye\r\n", last: true},
	}},
	"smtp-without": {"220 server.example ESMTP\r\n", line, []turn{
		{ask: "EHLO", answer: "250-server.example\r\n250 PIPELINING\r\n"},
		{ask: "QUIT", answer: "221 2.0.0 bye\r\n", last: true},
	}},
	"lmtp": {"220 server.example LMTP\r\n", line, []turn{
		{ask: "LHLO", answer: "250-server.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n"},
		{ask: "STARTTLS", answer: "220 2.0.0 go ahead\r\n", tls: true},
	}},
	"imap": {"* OK server.example ready\r\n", line, []turn{
		{ask: ". CAPABILITY", answer: "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n. OK done\r\n"},
		{ask: ". STARTTLS", answer: ". OK begin\r\n", tls: true},
	}},
	"pop3": {"+OK server.example ready\r\n", line, []turn{
		{ask: "STLS", answer: "+OK begin\r\n", tls: true},
	}},
	"nntp": {"201 server.example ready\r\n", line, []turn{
		{ask: "CAPABILITIES", answer: "101 list follows\r\nVERSION 2\r\nREADER\r\nSTARTTLS\r\n.\r\n"},
		{ask: "STARTTLS", answer: "382 begin\r\n", tls: true},
	}},
	"irc": {"", line, []turn{
		{ask: "STARTTLS", answer: ":server.example 670 * :STARTTLS successful\r\n", tls: true},
	}},
	"sieve": {"\"IMPLEMENTATION\" \"samples\"\r\n\"SIEVE\" \"fileinto\"\r\n\"STARTTLS\"\r\nOK\r\n", line, []turn{
		{ask: "STARTTLS", answer: "OK \"begin\"\r\n", tls: true},
	}},
	"xmpp": {"", tag, []turn{
		{ask: "<stream:stream", answer: "<?xml version='1.0'?><stream:stream xmlns='jabber:client' " +
			"xmlns:stream='http://etherx.jabber.org/streams' id='1' from='server.example' version='1.0'>" +
			"<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>"},
		{ask: "<starttls", answer: "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", tls: true},
	}},
	"ldap": {"", bytesOf(31), []turn{
		{answer: "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00", tls: true},
	}},
	"postgres": {"", bytesOf(8), []turn{{answer: "S", tls: true}}},
	// Protocol 10, with CLIENT_SSL among the capabilities; nothing answers the request for it.
	"mysql": {"\x4a\x00\x00\x00\x0a8.0.40\x00\x07\x00\x00\x00abcdefgh\x00\xff\xff\xff\x02\x00\xff\xc7\x15" +
		strings.Repeat("\x00", 10) + "ijklmnopqrst\x00caching_sha2_password\x00", bytesOf(36), []turn{{tls: true}}},
	// An X.224 connection request with RDP_NEG_REQ; the server takes TLS.
	"rdp": {"", bytesOf(19), []turn{
		{ask: rdpRequest, answer: "\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x02\x00\x08\x00\x01\x00\x00\x00", tls: true},
	}},
}

const rdpRequest = "\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x01\x00\x00\x00"

// converse speaks a dialogue with a client until TLS begins. It reports false where it does not.
func converse(conn net.Conn, d dialogue) (bool, error) {
	if _, err := io.WriteString(conn, d.greeting); err != nil {
		return false, err
	}
	for {
		said, err := d.next(conn)
		if err != nil {
			return false, err
		}
		for _, t := range d.turns {
			if !strings.HasPrefix(said, t.ask) {
				continue
			}
			if _, err := io.WriteString(conn, t.answer); err != nil || t.tls || t.last {
				return t.tls, err
			}
			break
		}
	}
}

// request asks a server for TLS in the one dialogue that no other client here speaks.
func request(conn net.Conn, protocol string) error {
	if protocol != "rdp" {
		return fmt.Errorf("no client for %q", protocol)
	}
	if _, err := io.WriteString(conn, rdpRequest); err != nil {
		return err
	}
	_, err := bytesOf(len(dialogues["rdp"].turns[0].answer))(conn)
	return err
}

// line reads up to the end of a line, tag up to the end of an XML tag.
func line(r io.Reader) (string, error) { return until(r, '\n') }
func tag(r io.Reader) (string, error)  { return until(r, '>') }

func until(r io.Reader, end byte) (string, error) {
	var said bytes.Buffer
	for one := make([]byte, 1); one[0] != end; said.Write(one) {
		if _, err := io.ReadFull(r, one); err != nil {
			return "", err
		}
	}
	return strings.TrimLeft(said.String(), " \r\n"), nil
}

// bytesOf reads a message of n bytes.
func bytesOf(n int) func(io.Reader) (string, error) {
	return func(r io.Reader) (string, error) {
		said := make([]byte, n)
		_, err := io.ReadFull(r, said)
		return string(said), err
	}
}
