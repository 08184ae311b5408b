package reassembly

import "github.com/tlssniff/tlssniff/packet"

// stream puts what one side sent into order. Offsets count the bytes of the
// side's stream from its beginning, so that sequence numbers may wrap.
type stream struct {
	// next is the offset of the next byte to deliver, sent one past the highest seen.
	next, sent int64
	// acked is how far the peer acknowledged.
	acked int64
	// skip is the offset before which the owner needs nothing.
	skip int64
	// base is the sequence number of offset 0, valid where started.
	base     uint32
	window   uint32 // what the side last offered to receive, in bytes
	strayEnd uint32 // the sequence number after the last segment astray
	scale    uint8  // of its windows
	ttl      uint8  // that of the side's packets
	// started says that base is known, released that delivery may begin: a side without a
	// SYN is held until its beginning is known.
	started, released bool
	hint              bool // base is what the peer acknowledged before anything was seen
	scales            bool // the SYN offered to scale windows
	open              bool // more than SYNs and RSTs came
	verified          bool // a checksum of the side was right
	told              bool // the owner knows that the stream ended: no byte follows
	astray            bool // a segment came that seemed to be none of the stream's

	// ending is where a FIN came; nil where none did.
	ending *mark
	// cut is the end of what the snap length cut off the last segment that was delivered: bytes that
	// another copy may still bring. Nothing is, where it is nil or not beyond next.
	cut *mark
	// backlog is what waits beyond a hole; nil where nothing does.
	backlog *backlog
}

// mark is an offset in a stream, and the packet that told of it.
type mark struct {
	offset int64
	at     Place
}

// behindCut is the offset behind what the snap length cut off, or 0.
func (st *stream) behindCut() int64 {
	if st.cut == nil {
		return 0
	}
	return st.cut.offset
}

// begin sets the sequence number at which the side's stream begins.
func (t *Table) begin(st *stream, seq uint32) {
	if st.released {
		return
	}
	if st.started {
		t.rebase(st, int64(int32(seq-st.base)))
	}
	st.base, st.started, st.released = seq, true, true
}

// anchor lets a stream whose SYN was not captured begin at what its peer had
// acknowledged before, else at the offset of the first byte seen.
func (t *Table) anchor(st *stream, first int64) {
	if st.hint && first > 0 && first < slack {
		first = 0
	}
	t.rebase(st, first)
	st.released = true
}

// rebase makes offset by the new offset 0. What waits and is of no stream that
// begins there is a former connection's.
func (t *Table) rebase(st *stream, by int64) {
	st.base += uint32(by)
	st.sent = 0
	for i := 0; i < st.queued(); {
		w := &st.backlog.segments[i]
		if w.offset -= by; w.offset < -slack || w.offset > slack {
			t.take(st, i)
			continue
		}
		st.sent = w.end() + w.snapped
		i++
	}
	if st.acked = max(0, st.acked-by); st.acked > st.sent+slack {
		st.acked = 0
	}
	if st.ending != nil {
		st.ending.offset -= by
	}
}

// offset returns a sequence number's place in the stream. It is the one nearest
// to what was delivered, so that numbers may wrap.
func (st *stream) offset(seq uint32) int64 {
	return st.next + int64(int32(seq-(st.base+uint32(st.next))))
}

// start returns the place in the stream of a segment's first byte; a SYN stands before it.
func (st *stream) start(p *packet.Packet) int64 {
	if p.Flags&packet.SYN != 0 {
		return st.offset(p.Seq + 1)
	}
	return st.offset(p.Seq)
}

// advertise notes the window that a side offers (RFC 7323, section 2.2: that of
// a SYN is not scaled).
func (st *stream) advertise(p *packet.Packet) {
	st.window = uint32(p.Window)
	if p.Flags&packet.SYN == 0 {
		st.window <<= st.scale
	}
}

// slack is how far beyond the window a segment may lie: the capture can lack
// packets, and scaling is unknown where the SYN was not seen.
const slack = 1 << 20

// fits reports whether the peer would take a segment at its place in the stream.
// Where the peer was not captured, nobody can tell: then what goes on from one
// that seemed astray is the stream's, of which the capture lacks much.
func (f *tracked) fits(side Side, p *packet.Packet) bool {
	st, peer := &f.Sides[side].stream, &f.Sides[side.Peer()].stream
	if !st.started {
		return true
	}
	offset, reach := st.start(p), int64(peer.window)+slack
	if offset <= max(st.acked, st.next)+reach && offset >= min(st.acked, st.next)-reach {
		return true
	}
	goesOn := st.astray && p.Seq == st.strayEnd && f.Sides[side.Peer()].Packets == 0
	st.astray, st.strayEnd = true, p.Seq+uint32(p.WireLength)
	return goesOn
}

// acknowledge notes what p, which the side's peer sent, says that it received.
// A segment that is none of the peer's stream tells nothing, but that of
// another astray: then the capture lacks much of the stream.
func (st *stream) acknowledge(p *packet.Packet, fits bool) {
	if !st.started {
		if fits && p.Flags&packet.RST == 0 {
			// Nothing of the side was seen, but this is where its stream stands.
			st.base, st.started, st.hint = p.Ack, true, true
		}
		return
	}
	o := st.offset(p.Ack)
	if o <= st.acked {
		return
	}
	if fits && o <= max(st.sent, st.next)+slack {
		st.acked = o
	} else if d := int32(p.Ack - st.strayEnd); st.astray && d >= -slack && d <= slack {
		st.acked, st.astray = o, false
	}
}

// accepts reports whether the receiver takes an RST: in its window, or in
// answer to its SYN (RFC 5961, section 3; RFC 9293, section 3.10.7.3).
func (st *stream) accepts(p *packet.Packet, peer *stream) bool {
	if !st.started {
		return p.Flags&packet.ACK == 0 || peer.started && peer.offset(p.Ack) <= peer.sent
	}
	offset := st.offset(p.Seq)
	return offset >= min(st.acked, st.next)-1 && offset <= max(st.sent, st.acked)+int64(max(peer.window, 1<<16))
}

// held reports whether data of the side waits for its beginning to be known.
func (st *stream) held() bool { return !st.released && st.backlog != nil }

// unsettled reports whether what comes may let the side's stream go on.
func (st *stream) unsettled() bool { return st.backlog != nil || st.ending != nil && !st.told }

// closed reports whether the side's stream ended, and its peer knows.
func (st *stream) closed() bool { return st.told && st.acked > st.ending.offset }
