package engine

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/spool"
)

// order is a connection's place in a report: streaming ones go by the moment at
// which the connection ended, the others by its first packet.
type order struct {
	ended int64 // the capture's clock when it ended
	first int64 // the index of its first packet in the whole run
}

func byEnd(a, b order) int {
	return cmp.Or(cmp.Compare(a.ended, b.ended), cmp.Compare(a.first, b.first))
}

func byFirst(a, b order) int { return cmp.Compare(a.first, b.first) }

// sheaf is one ended connection: encoded where nothing more can be learnt about
// it, else as a record that is held back.
type sheaf struct {
	order
	text []byte
	held *record.Connection
	size int // of what is held, in bytes
	// lesson is what an encoded record teaches; a held one is read by the collector.
	lesson *knowledge.Lesson
	// server is the server's address and port.
	server netip.AddrPort
	// open says that the input ended before the connection did.
	open bool
	// left says that the connection is not reported.
	left bool
	// trail is what is kept of its packets, as shelf.take returns it; spooled is where they wait in place of it.
	trail   *trail
	spooled spool.Place
	// unexpected says that nothing in the connection itself let TLS be expected.
	unexpected bool
}

// harvest is what ended at one worker during one batch.
type harvest struct {
	sheaves []sheaf
	// spans are the sheaves' parts of text, which may move while it grows, and
	// lessons what those teach that have text.
	spans   []span
	text    []byte
	lessons []knowledge.Lesson
	// halfOpen are the TCP connections that were never opened.
	halfOpen []halfOpen
	// early are the packets of connections that go on.
	early []*trail
}

// halfOpen is a SYN that nothing answered, or whose answer the client left alone.
type halfOpen struct {
	order
	time   int64
	client netip.Addr
	server netip.AddrPort
}

type span struct{ from, to int }

func (h *harvest) reset() {
	clear(h.sheaves)
	h.sheaves = h.sheaves[:0]
	h.spans = h.spans[:0]
	h.text = h.text[:0]
	clear(h.lessons)
	h.lessons = h.lessons[:0]
	h.halfOpen = h.halfOpen[:0]
	clear(h.early)
	h.early = h.early[:0]
}

// gather returns what ended at all workers, in the order of the ends.
func gather(into []sheaf, workers []harvest) []sheaf {
	for w := range workers {
		h := &workers[w]
		lessons := h.lessons
		for i, s := range h.sheaves {
			s.text = h.text[h.spans[i].from:h.spans[i].to]
			if s.held == nil {
				s.lesson, lessons = &lessons[0], lessons[1:]
			}
			into = append(into, s)
		}
	}
	slices.SortFunc(into, func(a, b sheaf) int { return byEnd(a.order, b.order) })
	return into
}
