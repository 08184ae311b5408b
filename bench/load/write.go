package load

import (
	"bufio"
	"container/heap"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"time"

	"github.com/tlssniff/tlssniff/packet"
)

// Options say what a load is made of.
type Options struct {
	// Connections is how many copies there are, and Open how many of them at once.
	Connections, Open int
	// Wait is how long each waits, open, between its handshake and its close.
	Wait time.Duration
	// Bulk is how many bytes of application data each carries besides its template's.
	Bulk int
	// Disorder is the part of segments with payload that come late, and the part that come twice.
	Disorder float64
	// Other is the part of all packets that belong to other traffic.
	Other float64
}

// life is about how long each connection lasts, and epoch when the first begins.
const life = int64(4 * time.Second)

var epoch = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC).UnixNano()

// Write writes a load as a pcap file.
func Write(w io.Writer, templates []Template, o Options) error {
	if len(templates) == 0 {
		return errors.New("there is no TCP connection to copy")
	}
	random := rand.New(rand.NewPCG(1, 7))
	l := &writer{w: bufio.NewWriterSize(w, 1<<20), random: random, other: o.Other, disorder: o.Disorder, block: records(random)}
	l.header()
	var open queue
	gap := (life + int64(o.Wait)) / int64(o.Open)
	for begun := 0; begun < o.Connections || len(open) > 0; {
		if begun < o.Connections && (len(open) == 0 || int64(begun)*gap <= open[0].due) {
			heap.Push(&open, newConnection(&templates[begun%len(templates)], begun, int64(begun)*gap, o, random))
			begun++
			continue
		}
		c := open[0]
		at := c.due
		s, ok := c.step(l.block)
		if !ok {
			heap.Pop(&open)
			continue
		}
		l.segment(c, at, s)
		heap.Fix(&open, 0)
	}
	if l.err != nil {
		return l.err
	}
	return l.w.Flush()
}

// records returns a record of application data as it is on the wire, with random content.
func records(random *rand.Rand) []byte {
	b := make([]byte, recordLen)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	copy(b, []byte{23, 3, 3, 0, 0})
	binary.BigEndian.PutUint16(b[3:], recordLen-5)
	return b
}

// writer writes frames as pcap records.
type writer struct {
	w               *bufio.Writer
	random          *rand.Rand
	other, disorder float64
	block           []byte
	frame           []byte
	late            []func(at int64) // frames that are held back
	id              uint16
	err             error
}

func (l *writer) header() {
	b := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint32(b, 1<<18)
	l.put(binary.LittleEndian.AppendUint32(b, 1))
}

func (l *writer) put(b []byte) {
	if _, err := l.w.Write(b); err != nil && l.err == nil {
		l.err = err
	}
}

// record writes the frame in hand.
func (l *writer) record(at int64) {
	at += epoch
	var b [16]byte
	binary.LittleEndian.PutUint32(b[0:], uint32(at/1e9))
	binary.LittleEndian.PutUint32(b[4:], uint32(at%1e9/1e3))
	binary.LittleEndian.PutUint32(b[8:], uint32(len(l.frame)))
	binary.LittleEndian.PutUint32(b[12:], uint32(len(l.frame)))
	l.put(b[:])
	l.put(l.frame)
}

// segment writes one segment of a connection, in or out of order, with what else there is.
func (l *writer) segment(c *connection, at int64, s segment) {
	for l.other > 0 && l.random.Float64() < l.other {
		l.otherTraffic(at)
	}
	src, dst, own, peer := c.client, c.server, c.isn[0], c.isn[1]
	if !s.fromClient {
		src, dst, own, peer = dst, src, peer, own
	}
	write := func(at int64) {
		l.id++
		ack := uint32(0)
		if s.flags&packet.ACK != 0 {
			ack = peer + s.ack
		}
		l.frame = appendTCP(l.frame[:0], src, dst, l.id, &s, own+s.seq, ack)
		l.record(at)
	}
	fate := l.random.Float64()
	switch {
	case len(s.payload) == 0 || fate >= 2*l.disorder:
		write(at)
	case fate >= l.disorder:
		write(at)
		write(at)
	default:
		l.late = append(l.late, write)
		return
	}
	for _, write := range l.late {
		write(at)
	}
	l.late = l.late[:0]
}

// otherTraffic writes a packet of a connection that began before the capture, or a DNS query.
func (l *writer) otherTraffic(at int64) {
	n := l.random.Uint32()
	src := address{[4]byte{172, 16, byte(n), byte(n >> 8)}, uint16(1024 + n%60000)}
	dst := address{[4]byte{203, 0, 113, byte(n >> 16)}, 53}
	if n&1 == 0 {
		l.frame = appendUDP(l.frame[:0], src, dst, uint16(n), []byte("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03org\x00\x00\x01\x00\x01"))
	} else {
		dst.port = 80
		payload := append([]byte("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"), l.block[5:5+n%1200]...)
		l.frame = appendTCP(l.frame[:0], src, dst, uint16(n), &segment{flags: packet.ACK | packet.PSH, window: 500, payload: payload}, n, n)
	}
	l.record(at)
}

// queue is a heap of connections by when their next segment is due.
type queue []*connection

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	if q[i].due != q[j].due {
		return q[i].due < q[j].due
	}
	return q[i].order < q[j].order
}

func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*connection)) }

func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
