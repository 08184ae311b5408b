package connection

import (
	"crypto/tls"
	"encoding/binary"
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

// prelude is what is said before TLS: a line that begins with C is the client's.
func prelude(turns ...string) []write {
	var writes []write
	for _, t := range turns {
		writes = append(writes, write{t[0] == 'C', []byte(t[1:])})
	}
	return writes
}

// inTDS puts what was written of a handshake into TDS packets.
func inTDS(writes []write) []write {
	for i := range writes {
		w := &writes[i]
		if len(w.b) > 0 && w.b[0] == 0x17 {
			continue // after the handshake nothing is wrapped
		}
		header := []byte{0x12, 1, 0, 0, 0, 0, 0, 0}
		binary.BigEndian.PutUint16(header[2:], uint16(len(w.b)+len(header)))
		w.b = append(header, w.b...)
	}
	return writes
}

func TestUpgrades(t *testing.T) {
	client, server := configs(t)
	server.MaxVersion = tls.VersionTLS12
	ask := "\x12\x01\x00\x1a\x00\x00\x00\x00\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff\x08\x00\x01\x55\x00\x00\x01"
	for _, c := range []struct {
		name  string
		said  []string
		wrap  func([]write) []write
		least int    // the smallest segments in which it is known again
		want  string // starttls
		proxy *record.Proxy
	}{
		{name: "smtp", least: 1, said: []string{"S220 lab\r\n", "CEHLO x\r\n", "S250 STARTTLS\r\n", "CSTARTTLS\r\n", "S220 go\r\n"}, want: "smtp"},
		{name: "postgresql", least: 8, said: []string{"C\x00\x00\x00\x08\x04\xd2\x16\x2f", "SS"}, want: "postgresql"},
		{name: "a tunnel", least: 1, said: []string{"CCONNECT a.example:443 HTTP/1.1\r\n\r\n", "SHTTP/1.1 200 OK\r\n\r\n"}, proxy: &record.Proxy{Kind: "http_connect", Target: "a.example:443"}},
		{name: "SMTP in a tunnel", least: 13, said: []string{"C\x05\x01\x00", "S\x05\x00", "C\x05\x01\x00\x03\x09a.example\x00\x19", "S\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", "S220 lab\r\n", "CSTARTTLS\r\n", "S220 go\r\n"}, want: "smtp", proxy: &record.Proxy{Kind: "socks5", Target: "a.example:25"}},
		{name: "a PROXY header", least: 1, said: []string{"CPROXY TCP4 192.0.2.1 192.0.2.2 1234 443\r\n"}, proxy: &record.Proxy{Kind: "proxy_v1", Source: "192.0.2.1:1234", Target: "192.0.2.2:443"}},
		{name: "tds", least: 26, said: []string{"C" + ask, "S\x04" + ask[1:]}, wrap: inTDS, want: "tds"},
	} {
		t.Run(c.name, func(t *testing.T) {
			talk := converse(t, client, server)
			if c.wrap != nil {
				talk.writes = c.wrap(talk.writes)
			}
			talk.writes = append(prelude(c.said...), talk.writes...)
			for _, size := range []int{1400, 100, c.least} {
				r := one(t, talk.segments(size))
				if r.Outcome != record.OutcomeEstablished || r.Version != "TLS 1.2" || r.StartTLS != c.want {
					t.Errorf("segments of %d: %s, %s, starttls %q; want an established TLS 1.2, starttls %q", size, r.Outcome, r.Version, r.StartTLS, c.want)
				}
				if (r.Proxy == nil) != (c.proxy == nil) || c.proxy != nil && *r.Proxy != *c.proxy {
					t.Errorf("proxy %+v, want %+v", r.Proxy, c.proxy)
				}
			}
		})
	}
}

func TestUpgradesThatFail(t *testing.T) {
	for _, c := range []struct {
		name    string
		said    []string
		records int
		want    record.Connection
	}{
		{"refused", []string{"S220 lab\r\n", "CEHLO x\r\n", "S250 lab\r\n", "CSTARTTLS\r\n", "S502 no\r\n"}, 1, record.Connection{Outcome: "failed", StartTLS: "smtp"}},
		{"stripped", []string{"S220 lab\r\n", "CEHLO x\r\n", "S250 STARTTLS\r\n", "CSTARTTLS\r\n", "S454 no\r\n", "CQUIT\r\n"}, 1, record.Connection{Outcome: "failed", StartTLS: "smtp"}},
		{"not offered, and the client leaves", []string{"S* OK lab\r\n", "Ca CAPABILITY\r\n", "S* CAPABILITY IMAP4rev1\r\na OK\r\n"}, 1, record.Connection{Outcome: "failed", StartTLS: "imap"}},
		{"not offered, and not missed", []string{"S* OK lab\r\n", "Ca CAPABILITY\r\n", "S* CAPABILITY IMAP4rev1\r\na OK\r\n", "Cb LOGIN me pw\r\n"}, 0, record.Connection{}},
		{"unanswered", []string{"S220 lab\r\n", "CSTARTTLS\r\n"}, 1, record.Connection{Outcome: "aborted", StartTLS: "smtp"}},
		{"a tunnel to a port of TLS refused", []string{"CCONNECT a:443 HTTP/1.1\r\n\r\n", "SHTTP/1.1 403 no\r\n\r\n"}, 1, record.Connection{Outcome: "failed"}},
		{"a tunnel to another port refused", []string{"CCONNECT a:80 HTTP/1.1\r\n\r\n", "SHTTP/1.1 403 no\r\n\r\n"}, 0, record.Connection{}},
		{"plain mail", []string{"S220 lab\r\n", "CEHLO x\r\n", "S250 lab\r\n", "CMAIL FROM:<a@b>\r\n"}, 0, record.Connection{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			talk := &conversation{writes: prelude(c.said...)}
			records := follow(talk.segments(1400))
			n := 0
			for _, r := range records {
				if r.Outcome == record.OutcomeNotTLS {
					continue // shown only where its server speaks TLS elsewhere
				}
				n++
				if r.Outcome != c.want.Outcome || r.StartTLS != c.want.StartTLS {
					t.Errorf("%s, starttls %q; want %s, %q", r.Outcome, r.StartTLS, c.want.Outcome, c.want.StartTLS)
				}
			}
			if n != c.records {
				t.Errorf("%d records, want %d", n, c.records)
			}
		})
	}
}

// TestATunnelWithoutTLS holds that what is told of a tunnel to a port of TLS in which none comes is what was spoken in it.
func TestATunnelWithoutTLS(t *testing.T) {
	talk := &conversation{writes: prelude("C\x05\x01\x00", "S\x05\x00", "C\x05\x01\x00\x03\x01a\x01\xbb", "S\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", "CGET / HTTP/1.1\r\n\r\n", "SHTTP/1.1 200 OK\r\n\r\n")}
	r := one(t, talk.segments(1400))
	if r.Outcome != record.OutcomeNotTLS || r.Proxy == nil || r.First == nil || r.First.Client != "http" || r.First.Server != "http" || len(r.Steps) != 2 {
		t.Errorf("%s, %+v, %+v, %d steps", r.Outcome, r.Proxy, r.First, len(r.Steps))
	}
}

// TestStripped holds that going on in the clear is told where TLS was asked for and refused, and only there.
func TestStripped(t *testing.T) {
	for _, c := range []struct {
		name string
		said []string
		want bool
	}{
		{"smtp", []string{"S220 lab\r\n", "CSTARTTLS\r\n", "S454 no\r\n", "CMAIL FROM:<a@b>\r\n"}, true},
		{"imap", []string{"S* OK lab\r\n", "Ca STARTTLS\r\n", "Sa NO\r\n", "Cb LOGIN me pw\r\n"}, true},
		{"pop3", []string{"S+OK lab\r\n", "CSTLS\r\n", "S-ERR no\r\n", "CUSER me\r\n"}, true},
		{"ftp", []string{"S220 lab\r\n", "CAUTH TLS\r\n", "S502 no\r\n", "CUSER me\r\n"}, true},
		{"the client leaves", []string{"S220 lab\r\n", "CSTARTTLS\r\n", "S454 no\r\n", "CQUIT\r\n"}, false},
		{"no answer yet", []string{"S220 lab\r\n", "CSTARTTLS\r\n", "CMAIL FROM:<a@b>\r\n"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			talk := &conversation{writes: prelude(c.said...)}
			r := one(t, talk.segments(1400))
			got := false
			for _, s := range r.Steps {
				got = got || s.Message == "continued_in_clear" && s.From == "client"
			}
			if got != c.want || got != (r.Outcome == record.OutcomeNotTLS) {
				t.Errorf("%s, went on in the clear: %v, want %v; steps %+v", r.Outcome, got, c.want, r.Steps)
			}
		})
	}
}

func TestWhatAGreetingOf220Is(t *testing.T) {
	for want, said := range map[string][]string{
		"ftp":  {"CAUTH TLS\r\n", "S502 no\r\n", "CUSER me\r\n"},
		"smtp": {"CEHLO x\r\n", "S250 lab\r\n", "CSTARTTLS\r\n", "S502 no\r\n"},
		"lmtp": {"CLHLO x\r\n", "S250 lab\r\n", "CSTARTTLS\r\n", "S502 no\r\n"},
	} {
		talk := &conversation{writes: prelude(append([]string{"S220 lab\r\n"}, said...)...)}
		r := one(t, talk.segments(1400))
		if r.First == nil || r.First.Server != want || r.First.Client != want {
			t.Errorf("%q: %+v, want %s of both", said, r.First, want)
		}
	}
}
