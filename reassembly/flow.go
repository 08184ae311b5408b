package reassembly

import "github.com/tlssniff/tlssniff/packet"

// Flow is what TCP itself tells of one connection. What every packet changes stands first.
type Flow struct {
	// Key goes from the opener to the acceptor.
	Key packet.Flow
	// Last is the last packet. Its time may be before the first's in a disordered capture.
	Last  Place
	Sides [2]Stats
	First Place
	// Clock is the capture's clock when the flow ended: at the packet that ended it, or
	// at the moment when its inactivity became too long. Before, its time-out counts from it.
	Clock int64
	// SynTime and SynAckTime are the times of the first SYN and of its first answer, valid where
	// Sides[Opener].SYN and Sides[Acceptor].SYN are.
	SynTime, SynAckTime int64
	Link                *Link // of the first packet; nil where there is nothing to tell of it
	// Reset is the RST that ended the flow, or nil.
	Reset *Reset
	// Conflicts counts segments whose bytes differed from others at the same place.
	Conflicts uint32
	FastOpen  bool // the SYN carried data, or a Fast Open cookie (RFC 7413)
	MPTCP     bool // the SYN carried an MPTCP option (RFC 8684)
}

// Link is what a packet came through, outer to inner; nil where it came through none.
type Link struct {
	VLANs   []uint16
	Tunnels []packet.Tunnel
}

// Stats is what TCP tells of what one side sent.
type Stats struct {
	Packets, Bytes int64 // bytes of payload, as often as they were sent
	stream               // how they are put in order
	// ISN is the initial sequence number, valid where SYN (that side's SYN was captured).
	ISN uint32
	// Retransmitted, OutOfOrder and Duplicated count segments; a duplicate is a second
	// copy of one packet by a mirror port.
	Retransmitted, OutOfOrder, Duplicated uint32
	// MSS is the one that the side announced, or 0 (RFC 9293, section 3.7.1).
	MSS uint16
	// IPID and Window are those of the side's last packet that is no RST.
	IPID, Window uint16
	SYN          bool
	Snapped      bool // the snap length cut a packet of the side
	// TTL is that of the side's first packet, valid where Packets > 0.
	TTL uint8
}

// FIN says that the side's FIN came, in order.
func (s *Stats) FIN() bool { return s.told }

// Delivered is how far the side's stream was handed to its owner, gaps included: an offset as Owner.Data's.
func (s *Stats) Delivered() int64 { return s.next }

// Acked is how much of the side's stream the peer acknowledged: an offset as Owner.Data's.
func (s *Stats) Acked() int64 {
	if s.ending != nil {
		return min(s.acked, s.ending.offset)
	}
	return s.acked
}

// Reset is an RST that its receiver took.
type Reset struct {
	At     Place
	By     Side
	TTL    uint8
	IPv4   bool
	IPID   uint16 // valid where IPv4
	Window uint16
	// sent is how far the side that sent it had come.
	sent int64
}
