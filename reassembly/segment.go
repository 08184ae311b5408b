package reassembly

import "github.com/tlssniff/tlssniff/packet"

// control are the flags of segments whose lie would cost most.
const control = packet.SYN | packet.FIN | packet.RST

// segment takes a packet of a flow that is not over.
func (t *Table) segment(id uint32, f *tracked, side Side, p *packet.Packet) {
	st, peer, s := &f.Sides[side].stream, &f.Sides[side.Peer()].stream, &f.Sides[side]
	if s.Packets++; s.Packets == 1 {
		s.TTL, st.ttl = p.TTL, p.TTL
	}
	f.Last = place(p)
	if t.recents.of(id, f, side).copied(p, st, peer) {
		s.Duplicated++
		return
	}
	s.Bytes += int64(p.WireLength)
	if p.Snapped() {
		s.Snapped = true
	}
	if p.Flags&packet.RST == 0 {
		s.IPID, s.Window = p.IPID, p.Window
	}
	if p.Flags&control != 0 && !t.takes(f, side, p) {
		return
	}
	fits := f.fits(side, p)
	if p.Flags&packet.ACK != 0 {
		peer.acknowledge(p, fits)
		if peer.behindCut() > peer.next {
			t.lack(f, side.Peer(), peer.acked) // nobody sends it again
		}
	}
	if p.Flags&packet.RST != 0 {
		t.reset(id, f, side, p)
		return
	}
	if fits {
		t.contents(f, side, p)
	} else {
		t.counters.OutOfWindow++
	}
	if st.unsettled() {
		t.settle(f, side, p.Clock)
	}
	if peer.unsettled() {
		t.settle(f, side.Peer(), p.Clock)
	}
	t.conclude(id, f, side, p)
}

// takes reports whether a control segment's checksum is right, and its SYN, if
// it has one, the connection's.
func (t *Table) takes(f *tracked, side Side, p *packet.Packet) bool {
	if !t.believes(f, side, p, p.Digest()) {
		return false
	}
	if p.Flags&packet.SYN != 0 && !t.synchronize(f, side, p) {
		t.counters.OutOfWindow++
		return false
	}
	return true
}

// contents takes what a segment of the side's stream carries.
func (t *Table) contents(f *tracked, side Side, p *packet.Packet) {
	st := &f.Sides[side].stream
	st.advertise(p)
	if p.Flags&packet.SYN == 0 {
		st.open = true
	}
	if p.WireLength > 0 {
		t.data(f, side, p)
	}
	if p.Flags&packet.FIN != 0 {
		t.fin(st, p)
	}
}

// believes reports whether a segment's checksum lets it be taken. Where the
// capture was made on the sending host, the network card was still to fill it
// in; so a wrong one only tells something about a sender whose others are
// right. Nor does that of several segments which a network card or a driver
// joined to one, as their length betrays.
func (t *Table) believes(f *tracked, side Side, p *packet.Packet, payload packet.Digest) bool {
	st := &f.Sides[side].stream
	switch p.VerifyChecksum(payload) {
	case packet.ChecksumValid:
		st.verified = true
	case packet.ChecksumInvalid:
		mss := int(f.Sides[side.Peer()].MSS)
		if mss == 0 {
			mss = ethernetMSS
		}
		if st.verified && p.WireLength <= mss {
			t.counters.BadChecksum++
			return false
		}
	}
	return true
}

// ethernetMSS is the largest segment that fits an Ethernet frame over IPv4.
const ethernetMSS = 1460

// conclude ends the flow if this packet closed it, else notes that it lives.
func (t *Table) conclude(id uint32, f *tracked, side Side, p *packet.Packet) {
	a, b := &f.Sides[0].stream, &f.Sides[1].stream
	if f.class == lingering {
		if f.Sides[f.Reset.By].stream.acked <= f.Reset.sent+1 {
			return
		}
		f.Reset = nil // who was meant did not take it: it acknowledges what came after
	}
	switch {
	case a.closed() && b.closed():
		t.finish(id, EndFin, p.Clock)
		t.touch(id, f, tombstone, p.Clock)
	case a.ending != nil && b.ending != nil:
		t.touch(id, f, finishing, p.Clock)
	case a.held() || b.held():
		if f.class != holding { // else the first segment that is held counts
			t.touch(id, f, holding, p.Clock)
		}
	case f.class != halfOpen, p.Flags&packet.SYN == 0 && (p.WireLength > 0 || f.Sides[side.Peer()].Packets > 0):
		t.touch(id, f, idle, p.Clock)
	}
}

// reset takes an RST if its receiver would have (RFC 5961, section 3). What was
// on its way before it may still come.
func (t *Table) reset(id uint32, f *tracked, side Side, p *packet.Packet) {
	st, peer := &f.Sides[side].stream, &f.Sides[side.Peer()].stream
	if !st.accepts(p, peer) {
		t.counters.OutOfWindow++
		return
	}
	if f.Reset != nil {
		return
	}
	f.Reset = &Reset{At: place(p), By: side, TTL: p.TTL, IPv4: p.IPv4, IPID: p.IPID, Window: p.Window, sent: max(st.sent, st.acked)}
	t.touch(id, f, lingering, p.Clock)
}

// finish ends a flow: what waits is delivered, what is missing told. It returns
// why the flow is over, given what brought it to its end.
func (t *Table) finish(id uint32, by EndReason, clock int64) EndReason {
	f := t.slab.at(id)
	f.over, f.Clock = true, clock
	for side := range f.Sides {
		t.release(f, Side(side))
	}
	for side := range f.Sides {
		t.drain(f, Side(side), f.Last)
	}
	reason := f.reason(by)
	t.dropStray(f)
	if f.owner != nil {
		f.owner.End(&f.Flow, reason)
		f.owner = nil
	} else {
		t.countEmpty(f)
	}
	t.counters.Conflicts += int64(f.Conflicts)
	for side := range f.Sides {
		st := &f.Sides[side].stream
		*st = stream{next: st.next}
	}
	return reason
}

// reason is why a flow is over that an event brought to its end.
func (f *tracked) reason(by EndReason) EndReason {
	opener, acceptor := f.Sides[Opener].FIN(), f.Sides[Acceptor].FIN()
	switch {
	case f.Reset != nil:
		return EndReset
	case opener && acceptor, by == EndTimeout && (opener || acceptor):
		return EndFin
	}
	return by
}

// goesOn reports whether a packet carries on a stream whose beginning was captured, where it had come to.
func (f *tracked) goesOn(side Side, p *packet.Packet) bool {
	s := &f.Sides[side]
	ahead := int32(p.Seq - (s.ISN + 1 + uint32(s.next)))
	return s.SYN && ahead >= -slack && ahead <= slack
}

// countEmpty counts a flow that ended without a byte of payload.
func (t *Table) countEmpty(f *tracked) {
	t.counters.WithoutPayload++
	if t.Witness != nil {
		t.Witness.Empty(&f.Flow)
	}
	opener, acceptor := &f.Sides[Opener], &f.Sides[Acceptor]
	switch {
	case !opener.SYN:
	case !acceptor.SYN && f.Reset != nil && f.Reset.By == Acceptor:
		t.counters.Refused++
	case !acceptor.SYN || !f.Sides[Opener].stream.open:
		t.counters.HalfOpen++
		if t.HalfOpen != nil {
			t.HalfOpen(&f.Flow)
		}
	}
}
