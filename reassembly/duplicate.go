package reassembly

import (
	"hash/crc32"

	"github.com/tlssniff/tlssniff/packet"
)

// mirrorDelay is how long after a packet its copy by a mirror port may come, in nanoseconds.
const mirrorDelay = 10_000_000

// recent remembers a side's last packets, to tell a mirror port's copies from
// what was sent again, and bytes that were changed from those that were repeated.
type recent struct {
	packets [4]seen
	at      uint8
}

// seen is one packet as far as it takes to know it again.
type seen struct {
	time     int64
	seq, ack uint32
	length   uint32
	sum      uint32 // of the payload, where summed
	id       uint16
	flags    uint8
	ttl      uint8
	summed   bool
	valid    bool
}

// castagnoli is the polynomial that processors compute.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// copied reports whether a packet is a mirror port's second copy of one just
// seen, and remembers it if not. A copy brings nothing new.
func (st *stream) copied(p *packet.Packet, peer *stream) bool {
	news := p.WireLength > 0 && st.started && st.offset(p.Seq)+int64(p.WireLength) > st.sent ||
		p.Flags&packet.ACK != 0 && peer.started && peer.offset(p.Ack) > peer.acked
	if !news && st.recent.holds(p) {
		return true
	}
	st.recent.packets[st.recent.at] = seen{
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
		if o.summed && !p.Snapped() && o.sum != sum(p.Payload) {
			continue
		}
		// Without an id, an acknowledgement that says the same again is TCP's own.
		if p.IPv4 && p.IPID != 0 || p.WireLength > 0 {
			return true
		}
	}
	return false
}

// note remembers that a segment brought new bytes.
func (st *stream) note(p *packet.Packet, needed bool) {
	r := &st.recent.packets[st.recent.at]
	if needed && !p.Snapped() {
		r.sum, r.summed = sum(p.Payload), true
	}
	st.recent.at = (st.recent.at + 1) % uint8(len(st.recent.packets))
}

// contradicts reports whether the bytes of a segment that was delivered before
// are not those that were delivered, as far as they are remembered: only one of
// the last segments, cut as it was.
func (st *stream) contradicts(p *packet.Packet) bool {
	for i := range st.recent.packets {
		if r := &st.recent.packets[i]; r.summed && r.seq == p.Seq && r.length == uint32(p.WireLength) && len(p.Payload) == p.WireLength {
			return r.sum != sum(p.Payload)
		}
	}
	return false
}

// sum is a checksum of a segment's bytes. It is compared only within one flow.
func sum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }
