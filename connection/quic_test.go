package connection

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

// quicHellos lets Go's own stack make the messages of a QUIC handshake that stand in Initials.
func quicHellos(t testing.TB, client, server *tls.Config) (clientHello, serverHello []byte) {
	t.Helper()
	client, server = client.Clone(), server.Clone()
	client.MinVersion, server.MinVersion = tls.VersionTLS13, tls.VersionTLS13
	k := tls.QUICClient(&tls.QUICConfig{TLSConfig: client})
	s := tls.QUICServer(&tls.QUICConfig{TLSConfig: server})
	k.SetTransportParameters([]byte{1, 1, 30})
	s.SetTransportParameters([]byte{1, 1, 30})
	ctx := context.Background()
	if err := k.Start(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.Start(ctx); err != nil {
		t.Fatal(err)
	}
	clientHello = initialBytes(k)
	if err := s.HandleData(tls.QUICEncryptionLevelInitial, clientHello); err != nil {
		t.Log(err)
	}
	return clientHello, initialBytes(s)
}

func initialBytes(c *tls.QUICConn) (b []byte) {
	for {
		switch e := c.NextEvent(); {
		case e.Kind == tls.QUICNoEvent:
			return b
		case e.Kind == tls.QUICWriteData && e.Level == tls.QUICEncryptionLevelInitial:
			b = append(b, e.Data...)
		}
	}
}

// quicKeys protect a side's Initials (RFC 9001, section 5.2).
type quicKeys struct {
	aead   cipher.AEAD
	iv     []byte
	header cipher.Block
}

func newQUICKeys(t testing.TB, dcid []byte, label string) quicKeys {
	t.Helper()
	salt := []byte{0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a}
	expand := func(secret []byte, label string, n int) []byte {
		info := append([]byte{0, byte(n), byte(6 + len(label))}, "tls13 "+label+"\x00"...)
		b, err := hkdf.Expand(sha256.New, secret, string(info), n)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	initial, err := hkdf.Extract(sha256.New, dcid, salt)
	if err != nil {
		t.Fatal(err)
	}
	secret := expand(initial, label, 32)
	block, _ := aes.NewCipher(expand(secret, "quic key", 16))
	k := quicKeys{iv: expand(secret, "quic iv", 12)}
	k.aead, _ = cipher.NewGCM(block)
	k.header, _ = aes.NewCipher(expand(secret, "quic hp", 16))
	return k
}

// initial makes an Initial packet of frames.
func (k *quicKeys) initial(dcid, scid string, number byte, frames []byte) []byte {
	for len(frames) < 20 {
		frames = append(frames, 0)
	}
	head := append([]byte{0xc0, 0, 0, 0, 1, byte(len(dcid))}, dcid...)
	head = append(append(head, byte(len(scid))), scid...)
	head = append(head, 0) // no token
	head = binary.BigEndian.AppendUint16(head, 0x4000|uint16(1+len(frames)+16))
	head = append(head, number)
	nonce := append([]byte(nil), k.iv...)
	nonce[11] ^= number
	b := k.aead.Seal(append([]byte(nil), head...), nonce, frames, head)
	var mask [16]byte
	k.header.Encrypt(mask[:], b[len(head)+3:][:16])
	b[0] ^= mask[0] & 0x0f
	b[len(head)-1] ^= mask[1]
	return b
}

// cryptoFrame is a CRYPTO frame with a part of a stream.
func cryptoFrame(stream []byte, from, to int) []byte {
	to = min(to, len(stream))
	b := binary.BigEndian.AppendUint32([]byte{6}, 0x80000000|uint32(from))
	b = binary.BigEndian.AppendUint16(b, 0x4000|uint16(to-from))
	return append(b, stream[from:to]...)
}

// long is a packet whose content nobody reads: a Handshake packet, or another of that form.
func long(first byte, dcid, scid string, n int) []byte {
	b := append([]byte{first, 0, 0, 0, 1, byte(len(dcid))}, dcid...)
	b = append(append(b, byte(len(scid))), scid...)
	b = binary.BigEndian.AppendUint16(b, 0x4000|uint16(n))
	return append(b, make([]byte, n)...)
}

const (
	quicDCID, quicSCID, quicServerID = "firstcid", "client", "server"
	handshakeByte, retryByte         = 0xe0, 0xf0
)

var oneRTT = append([]byte{0x40}, make([]byte, 40)...)

func TestQUIC(t *testing.T) {
	clientConfig, serverConfig := configs(t)
	hello, answer := quicHellos(t, clientConfig, serverConfig)
	k, s := newQUICKeys(t, []byte(quicDCID), "client in"), newQUICKeys(t, []byte(quicDCID), "server in")
	retried, retriedServer := newQUICKeys(t, []byte("retrycid"), "client in"), newQUICKeys(t, []byte("retrycid"), "server in")

	ask := datagram{true, k.initial(quicDCID, quicSCID, 0, cryptoFrame(hello, 0, len(hello)))}
	first := datagram{true, k.initial(quicDCID, quicSCID, 0, cryptoFrame(hello, 100, len(hello)))}
	second := datagram{true, k.initial(quicDCID, quicSCID, 1, cryptoFrame(hello, 0, 120))}
	reply := datagram{false, append(s.initial(quicSCID, quicServerID, 0, cryptoFrame(answer, 0, len(answer))), long(handshakeByte, quicSCID, quicServerID, 900)...)}
	finish := datagram{true, append(long(handshakeByte, quicServerID, quicSCID, 60), oneRTT...)}
	use := datagram{false, oneRTT}
	negotiation := datagram{false, append(append([]byte{0x80, 0, 0, 0, 0, 6}, quicSCID...), append(append([]byte{8}, quicDCID...), 0x6b, 0x33, 0x43, 0xcf)...)}
	retry := datagram{false, append(append(append([]byte{retryByte, 0, 0, 0, 1, 6}, quicSCID...), append([]byte{8}, "retrycid"...)...), append([]byte("token"), make([]byte, 16)...)...)}
	refuse := datagram{false, s.initial(quicSCID, quicServerID, 0, []byte{0x1c, 0x41, 0x78, 6, 0})}
	closed := datagram{false, s.initial(quicSCID, quicServerID, 0, []byte{0x1c, 0x02, 0, 4, 'b', 'u', 's', 'y'})}

	for _, c := range []struct {
		name      string
		wait      bool
		datagrams []datagram
		outcome   string
		history   string
		check     func(*record.Connection) bool
	}{
		{name: "a handshake", datagrams: []datagram{ask, reply, finish, use}, outcome: "established", history: "Cs"},
		{name: "a ClientHello in two datagrams, the second first", datagrams: []datagram{first, second, second, reply, finish, use}, outcome: "established", history: "Cs"},
		{name: "the server's Initial first", datagrams: []datagram{reply, ask, finish, use}, outcome: "established", history: "sC"},
		{
			name:      "a Retry",
			datagrams: []datagram{ask, retry, {true, retried.initial("retrycid", quicSCID, 1, cryptoFrame(hello, 0, len(hello)))}, {false, retriedServer.initial(quicSCID, "retrycid", 0, cryptoFrame(answer, 0, len(answer)))}, finish, use},
			outcome:   "established", history: "Cs", check: func(r *record.Connection) bool { return r.QUIC.Retry.Value },
		},
		{
			name: "no version in common", datagrams: []datagram{ask, negotiation}, outcome: "failed", history: "C",
			check: func(r *record.Connection) bool {
				return r.Steps[1].Message == "version_negotiation" && r.Steps[1].Note == "2"
			},
		},
		{
			name: "an alert", datagrams: []datagram{ask, refuse}, outcome: "failed", history: "C",
			check: func(r *record.Connection) bool { return r.Alerts[0].Code.Value == 120 && r.QUIC.Close.Code == 0x178 },
		},
		{
			name: "a transport error", datagrams: []datagram{ask, closed}, outcome: "failed", history: "C",
			check: func(r *record.Connection) bool { return r.QUIC.Close.Reason == "busy" && len(r.Alerts) == 0 },
		},
		{name: "nobody answers", datagrams: []datagram{ask, ask, ask, ask}, outcome: "aborted", history: "C"},
		{name: "the capture ends", datagrams: []datagram{ask, reply}, outcome: "incomplete", history: "Cs"},
		{name: "silence", wait: true, datagrams: []datagram{ask, reply}, outcome: "aborted", history: "Cs"},
		{
			name: "a client that refuses the server", datagrams: []datagram{ask, reply, {true, long(handshakeByte, quicServerID, quicSCID, 40)}}, outcome: "failed", history: "Cs",
			check: func(r *record.Connection) bool { return r.Alerts[0].Encrypted && r.Alerts[0].From == "client" },
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			records := followDatagrams(c.wait, c.datagrams)
			if len(records) != 1 {
				t.Fatalf("%d records", len(records))
			}
			r := records[0]
			if r.Outcome != c.outcome || r.History != c.history || r.Transport != "quic" || r.Client.Port != 50000 {
				t.Errorf("%s, %s, over %s, client's port %d; want %s, %s", r.Outcome, r.History, r.Transport, r.Client.Port, c.outcome, c.history)
			}
			if r.ServerName.Value != "server.example" || r.QUIC.Version != "1" || r.QUIC.DCID.Value != "6669727374636964" {
				t.Errorf("%+v, %+v", r.ServerName, r.QUIC)
			}
			if r.Fingerprints == nil || r.Fingerprints.JA4[0] != 'q' {
				t.Errorf("%+v", r.Fingerprints)
			}
			if c.check != nil && !c.check(r) {
				t.Errorf("%+v\n%+v", r.Steps, r.Alerts)
			}
		})
	}
}

func TestDatagramsThatNobodyWants(t *testing.T) {
	for _, b := range [][]byte{make([]byte, 100), append([]byte{0xc0, 9, 9, 9, 9, 8}, make([]byte, 100)...), []byte("short")} {
		if records := followDatagrams(false, []datagram{{true, b}, {false, b}}); len(records) != 0 {
			t.Errorf("%x: %d records", b[:5], len(records))
		}
	}
}
