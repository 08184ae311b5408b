package upgrade

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// talk gives a Reader what both sides say: a line that begins with C is the
// client's, one with S the server's. It returns what happened, and what was left when a side was opened.
func talk(r *Reader, script ...string) (events []string, rest []string) {
	for _, turn := range script {
		from := Client
		if turn[0] == 'S' {
			from = Server
		}
		b, opened := r.Read(from, []byte(turn[1:]))
		for _, e := range r.Events() {
			events = append(events, strings.TrimSpace(fmt.Sprintf("%s %s %s", [...]string{"C", "S"}[e.From], kindNames[e.Kind], e.What)))
		}
		if opened {
			rest = append(rest, string(b))
		}
	}
	return events, rest
}

var kindNames = [...]string{Offered: "offered", NotListed: "not-listed", Asked: "asked", Accepted: "accepted", Refused: "refused", Continued: "continued", Announced: "announced"}

const (
	sslRequest = "\x00\x00\x00\x08\x04\xd2\x16\x2f"
	gssRequest = "\x00\x00\x00\x08\x04\xd2\x16\x30"
	ldapAsk    = "\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037"
	ldapYes    = "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"
	ldapNo     = "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00"
	rdpAsk     = "\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00"
	rdpYes     = "\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x02\x00\x08\x00\x01\x00\x00\x00"
	rdpNo      = "\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x03\x00\x08\x00\x02\x00\x00\x00"
	rdpOff     = "\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x02\x00\x08\x00\x00\x00\x00\x00"
	tdsAsk     = "\x12\x01\x00\x1a\x00\x00\x00\x00\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff\x08\x00\x01\x55\x00\x00\x01"
	tdsYes     = "\x04\x01\x00\x1a\x00\x00\x01\x00\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff\x08\x00\x01\x55\x00\x00\x01"
	tdsNo      = "\x04\x01\x00\x1a\x00\x00\x01\x00\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff\x08\x00\x01\x55\x00\x00\x02"
)

// greetingOf is a MySQL server's greeting with some capabilities.
func greetingOf(low byte, high byte) string {
	body := "\x0a8.0.30\x00" + "\x01\x00\x00\x00" + "abcdefgh\x00" + string([]byte{low, high}) + "\x21\x02\x00\xff\xdf\x15"
	return string([]byte{byte(len(body)), 0, 0, 0}) + body
}

func mysqlRequest() string {
	body := "\x00\x08\x00\x00" + strings.Repeat("\x00", 28)
	return string([]byte{32, 0, 0, 1}) + body
}

func TestConversations(t *testing.T) {
	for _, c := range []struct {
		name     string
		script   []string
		protocol string
		proxy    string
		target   string
		events   []string
		rest     []string
	}{
		{
			"SMTP", []string{"S220-lab\r\n220 ready\r\n", "CEHLO x\r\n", "S250-lab\r\n250-STARTTLS\r\n250 SIZE\r\n", "CSTARTTLS\r\n", "S220 go\r\n"},
			"smtp", "", "", []string{"S offered 250", "C asked STARTTLS", "S accepted 220"}, []string{""},
		},
		{
			"SMTP refused, and gone on", []string{"S220 lab\r\n", "CEHLO x\r\n", "S250 lab\r\n", "CSTARTTLS\r\n", "S502 no\r\n", "CMAIL FROM:<a@b>\r\n"},
			"smtp", "", "", []string{"S not-listed 250", "C asked STARTTLS", "S refused 502", "C continued"}, nil,
		},
		{"SMTP byte by byte", split("S220 l\r\n|CEHLO x\r\n|S250 STARTTLS\r\n|CSTARTTLS\r\n|S220 g\r\n"), "smtp", "", "", []string{"S offered 250", "C asked STARTTLS", "S accepted 220"}, []string{""}},
		{"LMTP", []string{"S220 lab\r\n", "CLHLO x\r\n", "S250 STARTTLS\r\n", "CSTARTTLS\r\n", "S220 go\r\n"}, "lmtp", "", "", []string{"S offered 250", "C asked STARTTLS", "S accepted 220"}, []string{""}},
		{"FTP", []string{"S220 lab\r\n", "CFEAT\r\n", "S211-Features\r\n AUTH TLS\r\n211 End\r\n", "CAUTH TLS\r\n", "S234 go\r\n"}, "ftp", "", "", []string{"S offered 211", "C asked AUTH TLS", "S accepted 234"}, []string{""}},
		{"FTP refused", []string{"S220 lab\r\n", "CAUTH TLS\r\n", "S530 please log in\r\n"}, "ftp", "", "", []string{"C asked AUTH TLS", "S refused 530"}, nil},
		{"IMAP", []string{"S* OK [CAPABILITY IMAP4rev1 STARTTLS] lab\r\n", "Ca1 STARTTLS\r\n", "Sa1 OK go\r\n"}, "imap", "", "", []string{"S offered CAPABILITY", "C asked STARTTLS", "S accepted OK"}, []string{""}},
		{"IMAP not offered", []string{"S* OK lab\r\n", "Ca1 CAPABILITY\r\n", "S* CAPABILITY IMAP4rev1\r\na1 OK\r\n", "Ca2 LOGOUT\r\n"}, "imap", "", "", []string{"S not-listed CAPABILITY"}, nil},
		{"POP3", []string{"S+OK lab\r\n", "CCAPA\r\n", "S+OK\r\nUSER\r\nSTLS\r\n.\r\n", "CSTLS\r\n", "S+OK go\r\n"}, "pop3", "", "", []string{"S offered CAPA", "C asked STLS", "S accepted +OK"}, []string{""}},
		{"POP3 refused", []string{"S+OK lab\r\n", "CSTLS\r\n", "S-ERR no\r\n"}, "pop3", "", "", []string{"C asked STLS", "S refused -ERR"}, nil},
		{"NNTP", []string{"S200 lab\r\n", "CCAPABILITIES\r\n", "S101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n", "CSTARTTLS\r\n", "S382 go\r\n"}, "nntp", "", "", []string{"S offered 101", "C asked STARTTLS", "S accepted 382"}, []string{""}},
		{"ManageSieve", []string{"S\"IMPLEMENTATION\" \"lab\"\r\n\"STARTTLS\"\r\nOK\r\n", "CSTARTTLS\r\n", "SOK\r\n"}, "sieve", "", "", []string{"S offered OK", "C asked STARTTLS", "S accepted OK"}, []string{""}},
		{"IRC", []string{"CSTARTTLS\r\n", "S:irc.lab 670 * :go\r\n"}, "irc", "", "", []string{"C asked STARTTLS", "S accepted 670"}, []string{""}},
		{"IRC refused", []string{"CCAP LS\r\n", "S:irc.lab CAP * LS :tls sasl\r\n", "CSTARTTLS\r\n", "S:irc.lab 691 * :no\r\n"}, "irc", "", "", []string{"S offered CAP", "C asked STARTTLS", "S refused 691"}, nil},
		{
			"XMPP", []string{"C<?xml version='1.0'?><stream:stream to='x'>", "S<stream:stream><stream:features><starttls/></stream:features>", "C<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "S<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"},
			"xmpp", "", "", []string{"S offered features", "C asked starttls", "S accepted proceed"}, []string{""},
		},
		{"XMPP refused", []string{"C<stream:stream to='x'><starttls/>", "S<failure/>"}, "xmpp", "", "", []string{"C asked starttls", "S refused failure"}, nil},
		{"LDAP", []string{"C" + ldapAsk, "S" + ldapYes}, "ldap", "", "", []string{"C asked StartTLS", "S accepted success"}, []string{""}},
		{"LDAP refused", []string{"C" + ldapAsk, "S" + ldapNo}, "ldap", "", "", []string{"C asked StartTLS", "S refused resultCode"}, nil},
		{"PostgreSQL", []string{"C" + sslRequest, "SS"}, "postgresql", "", "", []string{"C asked SSLRequest", "S accepted S"}, []string{""}},
		{"PostgreSQL after GSSAPI", []string{"C" + gssRequest, "SN", "C" + sslRequest, "SN"}, "postgresql", "", "", []string{"C asked SSLRequest", "S refused N"}, nil},
		{"MySQL", []string{"S" + greetingOf(0xff, 0xff), "C" + mysqlRequest()}, "mysql", "", "", []string{"S offered CLIENT_SSL", "C asked SSLRequest"}, nil},
		{"MySQL without", []string{"S" + greetingOf(0xff, 0xf7)}, "mysql", "", "", []string{"S not-listed CLIENT_SSL"}, nil},
		{"RDP", []string{"C" + rdpAsk, "S" + rdpYes}, "rdp", "", "", []string{"C asked RDP_NEG_REQ", "S accepted RDP_NEG_RSP"}, []string{""}},
		{"RDP refused", []string{"C" + rdpAsk, "S" + rdpNo}, "rdp", "", "", []string{"C asked RDP_NEG_REQ", "S refused RDP_NEG_FAILURE"}, nil},
		{"RDP refused, and gone on", []string{"C" + rdpAsk, "S" + rdpOff, "C\x03\x00\x00\x0c\x02\xf0\x80\x04\x01\x00\x01\x00"}, "rdp", "", "", []string{"C asked RDP_NEG_REQ", "S refused RDP_NEG_RSP", "C continued"}, nil},
		{"RDP asked of something else, which answers shorter than what it seems to begin", []string{"C" + rdpAsk, "S\x03\x00\x00\x2b\x00\x03\x00\x80\x01"}, "", "", "", []string{"C asked RDP_NEG_REQ"}, nil},
		{"TDS", []string{"C" + tdsAsk, "S" + tdsYes}, "tds", "", "", []string{"C asked PRELOGIN", "S accepted PRELOGIN"}, []string{""}},
		{"TDS refused", []string{"C" + tdsAsk, "S" + tdsNo}, "tds", "", "", []string{"C asked PRELOGIN", "S refused ENCRYPT_NOT_SUP"}, nil},
		{"TDS refused, and gone on", []string{"C" + tdsAsk, "S" + tdsNo, "C\x10\x01\x00\x09\x00\x00\x01\x00\x00"}, "tds", "", "", []string{"C asked PRELOGIN", "S refused ENCRYPT_NOT_SUP", "C continued"}, nil},
		{
			"CONNECT", []string{"CCONNECT a.example:443 HTTP/1.1\r\nHost: a\r\n\r\n", "SHTTP/1.1 200 OK\r\nVia: x\r\n\r\n"},
			"", "http_connect", "a.example:443", []string{"C asked CONNECT a.example:443", "S accepted 200"}, []string{""},
		},
		{
			"CONNECT after a login", []string{"CCONNECT a.example:443 HTTP/1.1\r\n\r\n", "SHTTP/1.1 407 No\r\n\r\n", "CCONNECT a.example:443 HTTP/1.1\r\nProxy-Authorization: x\r\n\r\n", "SHTTP/1.1 200 OK\r\n\r\nmore"},
			"", "http_connect", "a.example:443",
			[]string{"C asked CONNECT a.example:443", "S refused 407", "C asked CONNECT a.example:443", "S accepted 200"}, []string{"more"},
		},
		{"SOCKS 4", []string{"C\x04\x01\x01\xbb\xc0\x00\x02\x01me\x00", "S\x00\x5a\x00\x00\x00\x00\x00\x00"}, "", "socks4", "192.0.2.1:443", []string{"C asked CONNECT 192.0.2.1:443", "S accepted 90"}, []string{""}},
		{"SOCKS 4a", []string{"C\x04\x01\x01\xbb\x00\x00\x00\x01\x00a.example\x00", "S\x00\x5b\x00\x00\x00\x00\x00\x00"}, "", "socks4", "a.example:443", []string{"C asked CONNECT a.example:443", "S refused 91"}, nil},
		{
			"SOCKS 5", []string{"C\x05\x01\x00", "S\x05\x00", "C\x05\x01\x00\x03\x09a.example\x01\xbb", "S\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"},
			"", "socks5", "a.example:443", []string{"C asked CONNECT a.example:443", "S accepted 0"}, []string{""},
		},
		{
			"SOCKS 5 with a login", []string{"C\x05\x01\x02", "S\x05\x02", "C\x01\x02me\x02pw", "S\x01\x00", "C\x05\x01\x00\x01\xc0\x00\x02\x01\x01\xbb", "S\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"},
			"", "socks5", "192.0.2.1:443", []string{"C asked CONNECT 192.0.2.1:443", "S refused 5"}, nil,
		},
		{"SOCKS 5 without a way to log in", []string{"C\x05\x01\x00", "S\x05\xff"}, "", "socks5", "", []string{"S refused no method"}, nil},
		{"three bytes that only seem to be SOCKS 5", []string{"C\x05\x01\x00", "SNO"}, "", "", "", nil, nil},
		{"PROXY 1, then TLS", []string{"CPROXY TCP4 192.0.2.1 192.0.2.2 1234 443\r\n\x16\x03\x01"}, "", "proxy_v1", "", []string{"C announced version 1"}, []string{"\x16\x03\x01"}},
		{
			"PROXY 2, then TLS", []string{"C" + signatureV2 + "\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x04\xd2\x01\xbb\x16\x03\x01"},
			"", "proxy_v2", "", []string{"C announced version 2"}, []string{"\x16\x03\x01"},
		},
		{
			"STARTTLS in a tunnel", []string{"CCONNECT m.example:25 HTTP/1.1\r\n\r\n", "SHTTP/1.1 200 OK\r\n\r\n", "S220 lab\r\n", "CSTARTTLS\r\n", "S220 go\r\n"},
			"smtp", "http_connect", "m.example:25", []string{"C asked CONNECT m.example:25", "S accepted 200", "C asked STARTTLS", "S accepted 220"}, []string{"", ""},
		},
		{"neither", []string{"CGET / HTTP/1.1\r\n\r\n"}, "", "", "", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r Reader
			events, rest := talk(&r, c.script...)
			if diff := cmp.Diff(c.events, events); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.rest, rest); diff != "" {
				t.Errorf("rest (-want +got):\n%s", diff)
			}
			if r.Protocol != c.protocol || r.Proxy != c.proxy || r.Target != c.target {
				t.Errorf("%q %q %q, want %q %q %q", r.Protocol, r.Proxy, r.Target, c.protocol, c.proxy, c.target)
			}
		})
	}
}

// split makes one turn of each byte but for a side's first bytes, by which its protocol is known.
func split(script string) (turns []string) {
	for i, turn := range strings.Split(script, "|") {
		if i < 2 {
			turns = append(turns, turn)
			continue
		}
		for _, c := range []byte(turn[1:]) {
			turns = append(turns, turn[:1]+string([]byte{c}))
		}
	}
	return turns
}

func TestPROXYNamesTheRealEnds(t *testing.T) {
	for name, header := range map[string]string{
		"1":         "PROXY TCP4 192.0.2.1 192.0.2.2 1234 443\r\n",
		"2":         signatureV2 + "\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x04\xd2\x01\xbb",
		"1, broken": "PROXY TCP4 nowhere 192.0.2.2 1234 443\r\n",
	} {
		var r Reader
		talk(&r, "C"+header)
		got := r.Source.String() + " " + r.Destination.String()
		want := "192.0.2.1:1234 192.0.2.2:443"
		if name == "1, broken" {
			want = "invalid AddrPort invalid AddrPort"
		}
		if got != want {
			t.Errorf("version %s: %s, want %s", name, got, want)
		}
	}
}

func TestAConversationIsGivenUpInTheEnd(t *testing.T) {
	var r Reader
	talk(&r, "S220 lab\r\n")
	for range 2 * maxRead / 1000 {
		talk(&r, "S"+strings.Repeat("x", 1000))
	}
	if !r.Over() {
		t.Error("it still listens")
	}
}

// FuzzRead gives a Reader anything, in turns that the first bytes of the input cut.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"220 lab\r\nEHLO x\r\n250 STARTTLS\r\nSTARTTLS\r\n220 go\r\n", sslRequest + "S", ldapAsk + ldapYes, rdpAsk + rdpYes, tdsAsk + tdsYes,
		greetingOf(0xff, 0xff) + mysqlRequest(), "\x05\x01\x00\x05\x00\x05\x01\x00\x03\x09a.example\x01\xbb", signatureV2 + "\x21\x11\x00\x0c",
		"CONNECT a:443 HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "<stream:stream><starttls/><proceed/>",
	} {
		f.Add([]byte{10, 20, 3}, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, cuts, b []byte) {
		var r Reader
		from := Client
		for i := 0; len(b) > 0; i++ {
			n := len(b)
			if i < len(cuts) {
				n = min(n, int(cuts[i]&0x7f)+1)
				from = Side(cuts[i] >> 7)
			}
			rest, opened := r.Read(from, b[:n])
			if len(rest) > n || !opened && rest != nil {
				t.Fatalf("%d bytes left of %d, opened %v", len(rest), n, opened)
			}
			r.Events()
			b = b[n:]
		}
	})
}
