package connection

import (
	"hash/maphash"

	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// Of what is used again: how large a buffer may be, and how many that belong to no connection are kept.
const (
	maxSpare   = 16 << 10
	maxBuffers = 16
)

// Memory is what the followers of one goroutine share: the certificates and the
// lists that were read, and what is used again for another connection.
type Memory struct {
	certificates *certificate.Cache
	suites       listNames[tlsparse.CipherSuite]
	groups       listNames[tlsparse.NamedGroup]
	schemes      listNames[tlsparse.SignatureScheme]
	clientHellos known[knownClientHello]
	serverHellos known[knownServerHello]
	staples      staples
	connections  []*Connection
	stories      []*story
	buffers      [][]byte
	tired        tired
	dictionaries dictionaries
}

// NewMemory returns a memory that remembers so many certificates. Of its connections whose handshake is over, so many keep
// their story; the others rest.
func NewMemory(certificates, awake int) *Memory {
	m := &Memory{certificates: certificate.NewCache(certificates), tired: tired{limit: awake}}
	m.clientHellos.seed, m.serverHellos.seed = maphash.MakeSeed(), maphash.MakeSeed()
	return m
}

// remember adds to what is known. When that is full, it begins anew.
func remember[M ~map[K]V, K comparable, V any](known *M, limit int, k K, v V) {
	if *known == nil || len(*known) == limit {
		*known = make(M)
	}
	(*known)[k] = v
}

// connection returns a connection with nothing in it.
func (m *Memory) connection() *Connection {
	var c *Connection
	if n := len(m.connections); n > 0 {
		c = m.connections[n-1]
		m.connections = m.connections[:n-1]
	} else {
		c = new(Connection)
	}
	c.hold(m.story())
	return c
}

// release takes a connection back.
func (m *Memory) release(c *Connection) {
	for i := range c.sides {
		c.drop(&c.sides[i])
	}
	m.takeBack(c)
	*c = Connection{}
	m.connections = append(m.connections, c)
}

// story returns a story with nothing in it.
func (m *Memory) story() *story {
	n := len(m.stories)
	if n == 0 {
		return &story{steps: make([]step, 0, usualSteps)}
	}
	s := m.stories[n-1]
	m.stories = m.stories[:n-1]
	return s
}

// takeBack takes a connection's story from it.
func (m *Memory) takeBack(c *Connection) {
	m.tired.remove(c.story)
	c.story.reset()
	m.stories = append(m.stories, c.story)
	c.hold(nil)
}

// buffer returns an empty buffer.
func (m *Memory) buffer() []byte {
	n := len(m.buffers)
	if n == 0 {
		return make([]byte, 0, 4<<10)
	}
	b := m.buffers[n-1]
	m.buffers = m.buffers[:n-1]
	return b
}

// spare takes a buffer back.
func (m *Memory) spare(b []byte) {
	if cap(b) > 0 && cap(b) <= maxSpare && len(m.buffers) < maxBuffers {
		m.buffers = append(m.buffers, b[:0])
	}
}

// emptied returns a buffer's memory for another connection, unless it is too large to be kept.
func emptied(b []byte) []byte {
	if cap(b) > maxSpare {
		return nil
	}
	return b[:0]
}
