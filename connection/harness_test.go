package connection

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/tlssniff/tlssniff/packet"
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
)

// segment is one packet of a test's connection.
type segment struct {
	fromClient bool
	flags      uint8
	seq, ack   uint32
	payload    []byte
}

// Where the tests' connections begin, close to where sequence numbers wrap.
const (
	clientISN = 0xfffff000
	serverISN = 1000
)

// conversation records what two ends of a pipe write, in order.
type conversation struct {
	mu     sync.Mutex
	writes []write
}

type write struct {
	fromClient bool
	b          []byte
}

type recorded struct {
	net.Conn
	to         *conversation
	fromClient bool
}

func (r recorded) Write(b []byte) (int, error) {
	r.to.mu.Lock()
	r.to.writes = append(r.to.writes, write{r.fromClient, append([]byte(nil), b...)})
	r.to.mu.Unlock()
	return r.Conn.Write(b)
}

// converse lets Go's own stack do a handshake, a request, and a close.
func converse(t testing.TB, client, server *tls.Config) *conversation {
	t.Helper()
	var c conversation
	a, b := ends(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		s := tls.Server(recorded{b, &c, false}, server)
		if s.Handshake() == nil {
			buf := make([]byte, 64)
			s.Read(buf)
			s.Write([]byte("answer"))
		}
		s.Close()
		b.Close()
	}()
	k := tls.Client(recorded{a, &c, true}, client)
	if k.Handshake() == nil {
		k.Write([]byte("question"))
		io.ReadAll(k)
	}
	k.Close()
	a.Close()
	<-done
	return &c
}

// ends returns both ends of a connection over loopback.
func ends(t testing.TB) (client, server net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Skipf("no loopback to talk over: %v", err)
	}
	defer l.Close()
	client, err = net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err = l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []net.Conn{client, server} {
		c.SetDeadline(time.Now().Add(10 * time.Second))
	}
	return client, server
}

// configs returns a client's and a server's configuration that go together.
func configs(t testing.TB) (client, server *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "server.example"}, DNSNames: []string{"server.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	pair := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	return &tls.Config{ServerName: "server.example", RootCAs: roots, NextProtos: []string{"h2", "http/1.1"}, Certificates: []tls.Certificate{pair}},
		&tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{"http/1.1"}, ClientCAs: roots}
}

// segments puts a conversation into TCP: the three-way handshake, what was
// written in segments of at most size bytes, each acknowledged, and the close.
func (c *conversation) segments(size int) []segment {
	seq := map[bool]uint32{true: clientISN + 1, false: serverISN + 1}
	all := []segment{
		{true, packet.SYN, clientISN, 0, nil},
		{false, packet.SYN | packet.ACK, serverISN, clientISN + 1, nil},
		{true, packet.ACK, clientISN + 1, serverISN + 1, nil},
	}
	for _, w := range c.writes {
		for b := w.b; len(b) > 0; {
			n := min(size, len(b))
			all = append(all, segment{w.fromClient, packet.ACK | packet.PSH, seq[w.fromClient], seq[!w.fromClient], b[:n]})
			seq[w.fromClient] += uint32(n)
			b = b[n:]
		}
		all = append(all, segment{!w.fromClient, packet.ACK, seq[!w.fromClient], seq[w.fromClient], nil})
	}
	return append(all,
		segment{false, packet.FIN | packet.ACK, seq[false], seq[true], nil},
		segment{true, packet.FIN | packet.ACK, seq[true], seq[false] + 1, nil},
		segment{false, packet.ACK, seq[false] + 1, seq[true] + 1, nil})
}

// follow returns the records of the connections that the segments make.
func follow(segments []segment) []*record.Connection { return followIn(NewMemory(100, 1000), segments) }

// followIn is follow with a memory that may be used before.
func followIn(m *Memory, segments []segment) []*record.Connection {
	var records []*record.Connection
	f := NewFollower(m, func(c *Connection) {
		if c.Kind() == Relevant {
			s := new(Sheet)
			c.Fill(s)
			records = append(records, &s.Connection)
		}
	})
	f.Sources([]string{"test"})
	table := reassembly.NewTable(reassembly.DefaultLimits(), f.Follow)
	for i, s := range segments {
		table.Packet(s.packet(i))
	}
	table.Flush(math.MaxInt)
	return records
}

// packet makes the segment the i-th packet of a capture, a millisecond after the one before.
func (s *segment) packet(i int) *packet.Packet {
	client := packet.Endpoint{IP: [16]byte{10: 0xff, 11: 0xff, 12: 10, 15: 1}, Port: 50000}
	server := packet.Endpoint{IP: [16]byte{10: 0xff, 11: 0xff, 12: 10, 15: 2}, Port: 443}
	p := &packet.Packet{
		Flow: packet.Flow{Src: client, Dst: server, Protocol: packet.TCP}, Hash: 1,
		Time: int64(i) * 1e6, Clock: int64(i) * 1e6, Number: int64(i + 1), Index: int64(i + 1),
		Payload: s.payload, WireLength: len(s.payload), Seq: s.seq, Ack: s.ack, Flags: s.flags, Window: 65535, TTL: 64, IPv4: true,
	}
	if !s.fromClient {
		p.Flow = p.Flow.Reverse()
	}
	return p
}
