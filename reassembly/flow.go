package reassembly

import "github.com/tlssniff/tlssniff/packet"

// Flow is what TCP itself tells of one connection.
type Flow struct {
	// Key goes from the opener to the acceptor.
	Key packet.Flow
	// First and Last are the first and the last packet; Last.Time may be before First.Time in a disordered capture.
	First, Last Place
	// Clock is the capture's clock when the flow ended: at the packet that ended it, or
	// at the moment when its inactivity became too long.
	Clock int64
	Sides [2]Stats
	// SynTime and SynAckTime are the times of the first SYN and of its first answer, valid where
	// Sides[Opener].SYN and Sides[Acceptor].SYN are.
	SynTime, SynAckTime int64
	VLANs               [packet.MaxVLANs]uint16 // of the first packet
	NVLANs              uint8
	Tunnels             []packet.Tunnel // of the first packet, outer to inner
	// Reset is the RST that ended the flow, valid where Reset.Seen.
	Reset Reset
	// Conflicts counts segments whose bytes differed from others at the same place.
	Conflicts int64
	FastOpen  bool // the SYN carried data, or a Fast Open cookie (RFC 7413)
	MPTCP     bool // the SYN carried an MPTCP option (RFC 8684)
}

// Stats is what TCP tells of what one side sent.
type Stats struct {
	Packets, Bytes int64 // bytes of payload, as often as they were sent
	// ISN is the initial sequence number, valid where SYN (that side's SYN was captured).
	ISN uint32
	SYN bool
	// FIN says that the side's FIN came, in order.
	FIN bool
	// MSS is the one that the side announced, or 0 (RFC 9293, section 3.7.1).
	MSS uint16
	// Retransmitted, OutOfOrder and Duplicated count segments; a duplicate is a second
	// copy of one packet by a mirror port.
	Retransmitted, OutOfOrder, Duplicated int64
	// Delivered is how far the side's stream was handed to its owner, gaps included, and
	// Acked how much of it the peer acknowledged; both are offsets as Owner.Data's.
	Delivered, Acked int64
	// TTL is that of the side's first packet, valid where Packets > 0.
	TTL     uint8
	Snapped bool // the snap length cut a packet of the side
	// IPID and Window are those of the side's last packet that is no RST.
	IPID, Window uint16
}

// Reset is an RST that its receiver took.
type Reset struct {
	Seen   bool
	By     Side
	At     Place
	TTL    uint8
	IPID   uint16 // valid where IPv4
	IPv4   bool
	Window uint16
}
