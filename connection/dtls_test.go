package connection

import (
	"crypto/tls"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

// inDTLS puts a conversation of TLS 1.2 into datagrams of DTLS 1.2: each record becomes one
// datagram, each handshake message gets a number and is cut into parts of at most size bytes.
func inDTLS(c *conversation, size int) (datagrams []datagram) {
	sequence := map[bool]uint16{}
	epoch := map[bool]uint16{}
	stream := map[bool][]byte{}
	send := func(fromClient bool, kind byte, body []byte) {
		b := append([]byte{kind, 0xfe, 0xfd}, 0, byte(epoch[fromClient]), 0, 0, 0, 0, 0, 0)
		b = binary.BigEndian.AppendUint16(b, uint16(len(body)))
		datagrams = append(datagrams, datagram{fromClient, append(b, body...)})
	}
	for _, w := range c.writes {
		b := append(stream[w.fromClient], w.b...)
		for len(b) >= 5 {
			n := int(binary.BigEndian.Uint16(b[3:]))
			kind, body := b[0], b[5:5+n]
			b = b[5+n:]
			switch {
			case kind == 20:
				send(w.fromClient, kind, body)
				epoch[w.fromClient]++
			case kind == 22 && epoch[w.fromClient] == 0:
				for len(body) > 0 {
					n := int(body[1])<<16 | int(body[2])<<8 | int(body[3])
					message := slices.Clone(body[4 : 4+n])
					if body[0] == 1 || body[0] == 2 {
						copy(message, []byte{0xfe, 0xfd})
					}
					if body[0] == 1 { // a ClientHello has a cookie behind its session id
						at := 35 + int(message[34])
						message = slices.Insert(message, at, 0)
					}
					for from := 0; from == 0 || from < len(message); from += size {
						to := min(len(message), from+size)
						f := []byte{body[0], byte(len(message) >> 16), byte(len(message) >> 8), byte(len(message)), 0, byte(sequence[w.fromClient]),
							byte(from >> 16), byte(from >> 8), byte(from), byte((to - from) >> 16), byte((to - from) >> 8), byte(to - from)}
						send(w.fromClient, kind, append(f, message[from:to]...))
					}
					sequence[w.fromClient]++
					body = body[4+n:]
				}
			default:
				send(w.fromClient, kind, body)
			}
		}
		stream[w.fromClient] = b
	}
	return datagrams
}

func TestDTLS(t *testing.T) {
	client, server := configs(t)
	server.MaxVersion = tls.VersionTLS12
	talk := converse(t, client, server)
	refused := client.Clone()
	refused.RootCAs = nil
	refusal := converse(t, refused, server)

	channel := func(d []datagram) []datagram {
		for i := range d {
			d[i].b = append(append([]byte{0x40, 0x01}, byte(len(d[i].b)>>8), byte(len(d[i].b))), d[i].b...)
		}
		return d
	}
	indication := func(d []datagram) []datagram {
		for i := range d {
			n := len(d[i].b)
			head := append([]byte{0, 0x16, byte((n + 8) >> 8), byte(n + 8), 0x21, 0x12, 0xa4, 0x42}, make([]byte, 12)...)
			d[i].b = append(append(head, 0x80, 0x22, 0, 0, 0, 0x13, byte(n>>8), byte(n)), d[i].b...)
		}
		return d
	}
	backwards := func(d []datagram) []datagram {
		// The parts of each flight come in reverse, and twice.
		for from := 0; from < len(d); {
			to := from
			for to < len(d) && d[to].fromClient == d[from].fromClient && d[to].b[0] == 22 && d[to].b[4] == 0 {
				to++
			}
			slices.Reverse(d[from:to])
			from = max(to, from+1)
		}
		return append(d, d[0])
	}
	for _, c := range []struct {
		name      string
		datagrams []datagram
		outcome   string
		history   string
	}{
		{"whole messages", inDTLS(talk, 1<<14), "established", "CsxknG"},
		{"messages in parts", inDTLS(talk, 50), "established", "CsxknG"},
		{"parts out of order", backwards(inDTLS(talk, 50)), "established", "CsxknG"},
		{"in a TURN channel", channel(inDTLS(talk, 1<<14)), "established", "CsxknG"},
		{"in TURN indications", indication(inDTLS(talk, 1<<14)), "established", "CsxknG"},
		{"refused", inDTLS(refusal, 500), "failed", "CsxknL"},
		{"the server's side alone", slices.DeleteFunc(inDTLS(talk, 1<<14), func(d datagram) bool { return d.fromClient }), "incomplete", "sxkn"},
		{"nobody answers", slices.Repeat(inDTLS(talk, 1<<14)[:1], 4), "aborted", "C"},
	} {
		t.Run(c.name, func(t *testing.T) {
			records := followDatagrams(false, c.datagrams)
			if len(records) != 1 {
				t.Fatalf("%d records", len(records))
			}
			r := records[0]
			if got := ccs.Replace(r.History); r.Outcome != c.outcome || got != c.history || r.Transport != "dtls" {
				t.Errorf("%s, %s, over %s; want %s, %s", r.Outcome, got, r.Transport, c.outcome, c.history)
			}
			if r.ServerHello != nil && r.Version != "DTLS 1.2" {
				t.Errorf("version %s", r.Version)
			}
			if r.ClientHello != nil && (r.Fingerprints.JA4[0] != 'd' || r.ClientHello.ParseError != "" || r.ServerName != record.Some("server.example")) {
				t.Errorf("%+v %+v", r.Fingerprints, r.ClientHello)
			}
		})
	}
}

// TestConnectionIDs holds that the lengths that the hellos agree on are used: each side's records
// carry what the other side asked for.
func TestConnectionIDs(t *testing.T) {
	hello := func(kind, sequence byte, before, id string) []byte {
		extension := "\x00\x36" + "\x00" + string(rune(len(id)+1)) + string(rune(len(id))) + id
		body := "\xfe\xfd" + string(make([]byte, 32)) + "\x00" + before + "\x00" + string(rune(len(extension))) + extension
		n := byte(len(body))
		message := append([]byte{kind, 0, 0, n, 0, sequence, 0, 0, 0, 0, 0, n}, body...)
		return append([]byte{22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, sequence, 0, byte(len(message))}, message...)
	}
	sealed := func(id string, n int) []byte {
		b := append([]byte{25, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 0}, id...)
		return append(append(b, 0, byte(n)), make([]byte, n)...)
	}
	change := []byte{20, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 1}
	begin := []datagram{{true, hello(1, 0, "\x00\x00\x02\xc0\x2b\x01\x00", "abcd")}, {false, hello(2, 0, "\xc0\x2b\x00", "")}, {true, change}, {false, change}}
	for _, c := range []struct {
		name    string
		last    []datagram
		outcome string
	}{
		{"both finish", []datagram{{true, sealed("", 49)}, {false, sealed("abcd", 49)}}, "established"},
		{"the server sends an alert", []datagram{{true, sealed("", 49)}, {false, sealed("abcd", 27)}}, "failed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			records := followDatagrams(false, append(slices.Clone(begin), c.last...))
			if len(records) != 1 || records[0].Outcome != c.outcome {
				t.Fatalf("%+v, want one that is %s", records, c.outcome)
			}
		})
	}
}

// TestSizesInDTLS holds that DTLS 1.3's longer headers are counted: a Finished alone has the size that
// TLS gives one behind an empty Certificate.
func TestSizesInDTLS(t *testing.T) {
	z := sizes{tag: 16, hash: 32, header: 12}
	for record, want := range map[int][]string{61: fitsFinished, 33: fitsEmptyCertificate, 77: fitsEmptyAndFinished, 19: fitsAlert, 53: nil} {
		if got := z.fit(record); !slices.Equal(got, want) {
			t.Errorf("a record of %d bytes: %v, want %v", record, got, want)
		}
	}
}

// FuzzDatagrams gives the follower of datagrams anything.
func FuzzDatagrams(f *testing.F) {
	client, server := configs(f)
	server.MaxVersion = tls.VersionTLS12
	for _, d := range inDTLS(converse(f, client, server), 200)[:4] {
		f.Add(d.b, d.b)
	}
	hello, _ := quicHellos(f, client, server)
	k := newQUICKeys(f, []byte(quicDCID), "client in")
	f.Add(k.initial(quicDCID, quicSCID, 0, cryptoFrame(hello, 0, len(hello))), oneRTT)
	f.Fuzz(func(t *testing.T, a, b []byte) {
		for _, r := range followDatagrams(true, []datagram{{true, a}, {false, b}, {true, b}, {true, a}}) {
			if r.Outcome == "" || r.Transport == "tcp" {
				t.Errorf("%+v", r)
			}
		}
	})
}
