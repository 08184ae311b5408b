package engine

import (
	"container/list"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/connection"
	"github.com/tlssniff/tlssniff/packet"
	"github.com/tlssniff/tlssniff/reassembly"
)

// How many bytes of a connection's packets are kept, and of how many packets.
const (
	quietBytes   = 8 << 10   // while nothing shows that there is a handshake
	quietPackets = 8         // these are kept however long they are
	trailBytes   = 128 << 10 // in all
	// endBytes is for what may be the end of a connection of which no more is kept: closes,
	// and segments as short as an alert, of at most endLength bytes.
	endBytes  = 16 << 10
	endLength = 64
	// afterGood is how many packets are kept behind a handshake that came to a good end.
	afterGood = 8
	// trailOverhead is about what a trail takes beyond its packets.
	trailOverhead = 256
)

// trail is the packets of one connection.
type trail struct {
	flow       *reassembly.Flow
	connection *connection.Connection // nil until there is payload
	packets    capture.Bundle
	first      int64 // index of the first packet
	count      int
	stage      connection.Stage
	place      *list.Element // in the list of its stage
	after      int           // packets since the handshake came to a good end
	closing    bool          // a FIN or RST came
	short      bool          // some packets of the handshake were not kept
}

// size is what the trail takes in memory; there may be none.
func (t *trail) size() int {
	if t == nil {
		return 0
	}
	return cap(t.packets) + trailOverhead
}

// writtenEarly stands for a trail that was handed on before its connection ended.
var writtenEarly = &trail{}

// shelf keeps the packets of one table's connections until it is known whether they are wanted. It is
// a reassembly.Witness. What it may keep depends on the packets alone, as the table's limits do.
type shelf struct {
	failedOnly bool
	limit      int
	size       int
	trails     map[*reassembly.Flow]*trail
	stages     [connection.Good + 1]list.List // of *trail, the oldest first
	// early takes the packets of a handshake that can't be kept until its connection ends.
	early func(*trail)
	cut   int64 // handshakes of which only the beginning was kept, because there were too many
}

// newShelf returns a shelf for so many bytes.
func newShelf(limit int, failedOnly bool, early func(*trail)) *shelf {
	return &shelf{failedOnly: failedOnly, limit: limit, trails: make(map[*reassembly.Flow]*trail), early: early}
}

// Packet keeps a packet if it may matter.
func (s *shelf) Packet(f *reassembly.Flow, p *packet.Packet) {
	t := s.trails[f]
	switch {
	case t == writtenEarly, t == nil && f.First.Index != p.Index: // it was let go of
		return
	case t == nil:
		t = &trail{flow: f, first: p.Index}
		t.place = s.stages[connection.Quiet].PushBack(t)
		s.trails[f] = t
		s.size += t.size()
	}
	if s.advance(t); t.place == nil || !t.takes(p) {
		return
	}
	before := t.size()
	for i := range p.Fragments {
		t.packets = t.packets.Append(&p.Fragments[i], "")
	}
	t.packets = t.packets.Append(p.Captured, "")
	t.count++
	for s.size += t.size() - before; s.size > s.limit; {
		s.evict()
	}
}

// advance looks how far a trail's connection came, until the packet in hand.
func (s *shelf) advance(t *trail) {
	if t.connection == nil {
		return
	}
	stage := t.connection.Stage()
	switch {
	case stage == connection.Good && s.failedOnly:
		s.drop(t)
	case stage != t.stage:
		s.stages[t.stage].Remove(t.place)
		t.stage, t.place = stage, s.stages[stage].PushBack(t)
	}
}

// takes reports whether a packet is one to keep.
func (t *trail) takes(p *packet.Packet) bool {
	if t.stage == connection.Good {
		t.after++
		return t.after <= afterGood
	}
	room, have := trailBytes, len(t.packets)+len(p.Captured.Data)
	for i := range p.Fragments {
		have += len(p.Fragments[i].Data)
	}
	if t.stage == connection.Quiet && t.count >= quietPackets {
		room = quietBytes
	}
	if p.Protocol == packet.TCP && p.Flags&(packet.FIN|packet.RST) != 0 {
		t.closing = true
	}
	if have <= room || have <= room+endBytes && p.WireLength > 0 && p.WireLength <= endLength || have <= room+2*endBytes && t.closing {
		return true
	}
	t.short = true
	return false
}

// evict makes room: of the trails that promise the least the oldest goes.
func (s *shelf) evict() {
	for _, stage := range [...]connection.Stage{connection.Good, connection.Quiet, connection.Shaking} {
		e := s.stages[stage].Front()
		if e == nil {
			continue
		}
		t := e.Value.(*trail)
		s.drop(t)
		if !s.failedOnly && stage != connection.Quiet {
			if stage == connection.Shaking {
				s.cut++
			}
			s.trails[t.flow] = writtenEarly
			t.flow, t.connection = nil, nil
			s.early(t)
		}
		return
	}
}

// drop lets go of a trail.
func (s *shelf) drop(t *trail) {
	s.stages[t.stage].Remove(t.place)
	t.place = nil
	s.size -= t.size()
	delete(s.trails, t.flow)
}

// Empty forgets a flow that nothing is written of.
func (s *shelf) Empty(f *reassembly.Flow) { s.take(f) }

// follow learns whose packets a trail holds.
func (s *shelf) follow(f *reassembly.Flow, c *connection.Connection) {
	if t := s.trails[f]; t != nil && t != writtenEarly {
		t.connection = c
	}
}

// take returns the packets of a connection that ended, and forgets them: nil where none were kept, writtenEarly
// where they are written.
func (s *shelf) take(f *reassembly.Flow) *trail {
	if s == nil {
		return nil
	}
	t := s.trails[f]
	switch t {
	case nil:
	case writtenEarly:
		delete(s.trails, f)
	default:
		s.drop(t)
		t.flow, t.connection = nil, nil // others' packets are followed there
	}
	return t
}
