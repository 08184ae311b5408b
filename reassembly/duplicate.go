package reassembly

import "github.com/tlssniff/tlssniff/packet"

// mirrorDelay is how long after a packet its copy by a mirror port may come, in nanoseconds.
const mirrorDelay = 10_000_000

// recentFlows is how many flows of a table have their last packets remembered: those that were
// active last. Far fewer are within mirrorDelay, and of all flows it would take as much as all else.
const recentFlows = 128

// recents remembers the last packets of the flows that were active last.
type recents struct {
	slots [recentFlows]recentSlot
	next  uint16 // the slot that is taken next
}

// recentSlot is one flow's.
type recentSlot struct {
	owner uint32    // the flow's number plus one; 0 where it has none
	sides [2]recent // by Side
}

// recent remembers a side's last packets, to tell a mirror port's copies from
// what was sent again, and bytes that were changed from those that were repeated.
type recent struct {
	packets [4]seen
	at      uint8
}

// of returns what is remembered of a side of a flow that is active.
func (r *recents) of(id uint32, f *tracked, side Side) *recent {
	s := &r.slots[f.recent]
	if s.owner != id+1 {
		f.recent = r.next
		r.next = (r.next + 1) % recentFlows
		s = &r.slots[f.recent]
		*s = recentSlot{owner: id + 1}
	}
	return &s.sides[side]
}

// forget lets go of what is remembered of a flow.
func (r *recents) forget(id uint32, f *tracked) {
	if s := &r.slots[f.recent]; s.owner == id+1 {
		s.owner = 0
	}
}

// seen is one packet as far as it takes to know it again.
type seen struct {
	time     int64
	seq, ack uint32
	length   uint32
	hash     uint32 // of the payload, where hashed
	id       uint16
	flags    uint8
	ttl      uint8
	hashed   bool
	valid    bool
}

// copied reports whether a packet is a mirror port's second copy of one just
// seen, and remembers it if not. A copy brings nothing new.
func (r *recent) copied(p *packet.Packet, st, peer *stream) bool {
	news := p.WireLength > 0 && st.started && st.offset(p.Seq)+int64(p.WireLength) > st.sent ||
		p.Flags&packet.ACK != 0 && peer.started && peer.offset(p.Ack) > peer.acked
	if !news && r.holds(p) {
		return true
	}
	r.packets[r.at] = seen{
		time: p.Time, seq: p.Seq, ack: p.Ack, length: uint32(p.WireLength),
		id: p.IPID, flags: p.Flags, ttl: p.TTL, valid: true,
	}
	return false
}

func (r *recent) holds(p *packet.Packet) bool {
	for i := range r.packets {
		o := &r.packets[i]
		if !o.valid || o.seq != p.Seq || o.ack != p.Ack || o.length != uint32(p.WireLength) || o.flags != p.Flags || o.id != p.IPID {
			continue
		}
		if delay := p.Time - o.time; delay < 0 || delay > mirrorDelay || o.ttl != p.TTL && o.ttl != p.TTL+1 {
			continue
		}
		if o.hashed && !p.Snapped() && o.hash != p.Digest().Hash {
			continue
		}
		// Without an id, an acknowledgement that says the same again is TCP's own.
		if p.IPv4 && p.IPID != 0 || p.WireLength > 0 {
			return true
		}
	}
	return false
}

// note remembers that a segment brought new bytes, and the digest of all its payload, if that was made.
func (r *recent) note(whole bool, digest packet.Digest) {
	if whole {
		s := &r.packets[r.at]
		s.hash, s.hashed = digest.Hash, true
	}
	r.at = (r.at + 1) % uint8(len(r.packets))
}

// contradicts reports whether the bytes of a segment that was delivered before
// are not those that were delivered, as far as they are remembered: only one of
// the last segments, cut as it was.
func (r *recent) contradicts(p *packet.Packet) bool {
	for i := range r.packets {
		if s := &r.packets[i]; s.hashed && s.seq == p.Seq && s.length == uint32(p.WireLength) && len(p.Payload) == p.WireLength {
			return s.hash != p.Digest().Hash
		}
	}
	return false
}
