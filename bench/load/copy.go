package load

import (
	"math/rand/v2"

	"github.com/tlssniff/tlssniff/packet"
)

// maxSegment is how much application data one segment carries, in bytes, and recordLen the length of a TLS record of it.
const (
	maxSegment = 1448
	recordLen  = 16 << 10
	// between is the time from one of those segments to the next, in nanoseconds.
	between = 20_000
)

// connection is one copy of a template on its way.
type connection struct {
	template *Template
	start    int64
	next     int // index of its next segment
	due      int64
	client   address
	server   address
	isn      [2]uint32 // the client's and the server's
	bulk     int       // bytes of application data that are still to be sent
	wait     int64     // how long it still waits before it is closed, in nanoseconds
	shift    uint32    // bytes of it that were sent, which later sequence numbers stand behind
	order    int
}

// address is an IPv4 address and a port.
type address struct {
	ip   [4]byte
	port uint16
}

// newConnection makes the n-th copy: every one has a client and a server of its own.
func newConnection(t *Template, n int, start int64, o Options, random *rand.Rand) *connection {
	i := uint32(n)
	return &connection{
		template: t, start: start, due: start, order: n, bulk: o.Bulk, wait: int64(o.Wait),
		client: address{[4]byte{10, byte(i >> 14), byte(i >> 6), byte(i<<2) + 1}, uint16(20000 + i%40000)},
		server: address{[4]byte{198, 18, byte(i % 251), byte(i % 241)}, 443},
		isn:    [2]uint32{random.Uint32(), random.Uint32()},
	}
}

// step returns the connection's next segment, and false when there is none.
func (c *connection) step(block []byte) (segment, bool) {
	if c.next == c.template.bulkAt && c.bulk > 0 {
		return c.data(block), true
	}
	if c.next == len(c.template.segments) {
		return segment{}, false
	}
	s := c.template.segments[c.next]
	if c.next >= c.template.bulkAt {
		if s.fromClient {
			s.ack += c.shift
		} else {
			s.seq += c.shift
		}
	}
	c.next++
	if c.next < len(c.template.segments) && (c.next != c.template.bulkAt || c.bulk == 0) {
		c.due = max(c.due, c.start+c.template.segments[c.next].at)
	}
	if c.next == c.template.bulkAt {
		c.due += c.wait
		c.start += c.wait
	}
	return s, true
}

// data returns a segment of the server's application data: records of TLS, one behind the other.
func (c *connection) data(block []byte) segment {
	n := min(c.bulk, maxSegment)
	from := int(c.shift % recordLen)
	n = min(n, recordLen-from)
	payload := append([]byte(nil), block[from:from+n]...)
	var seq, ack uint32
	for _, s := range c.template.segments[:c.template.bulkAt] {
		end := s.seq + uint32(len(s.payload))
		if s.fromClient {
			ack = max(ack, end)
		} else {
			seq = max(seq, end)
		}
	}
	s := segment{flags: packet.ACK | packet.PSH, seq: seq + c.shift, ack: ack, window: 501, payload: payload}
	c.bulk -= n
	c.shift += uint32(n)
	c.due += between
	return s
}
