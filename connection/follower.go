package connection

import (
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// Limits of what a connection keeps. Each is counted in the record where it bites.
const (
	maxMessage      = 1 << 20 // bytes of a handshake message that is put together
	maxSteps        = 256
	maxAlerts       = 256
	maxGaps         = 64
	maxCertificates = 64  // of a side
	maxSealed       = 256 // encrypted records of a side that are remembered by size
)

// maxUnfinished is how many bytes of unfinished handshake messages one follower keeps.
const maxUnfinished = 4 << 20

// Follower makes the owners of one table's flows, and keeps what they share. It
// is not safe for concurrent use.
type Follower struct {
	// Followed, where it is set, is given each connection when its flow is first followed.
	Followed func(*reassembly.Flow, *Connection)

	ended      func(*Connection)
	memory     *Memory
	sources    []string
	unfinished int   // bytes of messages that are not whole yet
	oversize   int64 // messages that were not kept because they, or all together, were too long
}

// NewFollower returns a follower that calls ended for each connection that is
// over. The connection is valid until ended returns. Several followers of one
// goroutine may share a memory.
func NewFollower(memory *Memory, ended func(*Connection)) *Follower {
	return &Follower{ended: ended, memory: memory}
}

// Oversize returns how many handshake messages were too long to be kept.
func (f *Follower) Oversize() int64 { return f.oversize }

// Sources tells the names that Place.Source indexes from now on.
func (f *Follower) Sources(names []string) { f.sources = names }

// Follow returns the owner of a new flow. It is a reassembly.NewOwner.
func (f *Follower) Follow(flow *reassembly.Flow) reassembly.Owner { return f.connection(flow) }

// WantsSegment reports whether a segment shows TLS, in a connection whose beginning
// was not captured. Most of those are something else. It is a reassembly.Table's.
func (f *Follower) WantsSegment(b []byte) bool {
	return len(b) > 0 && (tlsparse.Recognize(b) == tlsparse.RecognizedTLS || tlsparse.RecognizeWhole(b))
}

// connection returns a connection of a flow, with nothing in it.
func (f *Follower) connection(flow *reassembly.Flow) *Connection {
	c := f.memory.connection()
	c.follower, c.flow = f, flow
	if f.Followed != nil {
		f.Followed(flow, c)
	}
	return c
}
