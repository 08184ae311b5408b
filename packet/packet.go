// Package packet finds the flow, the ports and the payload in a packet's bytes,
// through whatever link layers, VLANs and fragments wrap them. It knows nothing
// of connections.
package packet

import "github.com/tlssniff/tlssniff/capture"

// Protocol is an IP protocol number.
type Protocol uint8

// The transports that flows are made of.
const (
	TCP Protocol = 6
	UDP Protocol = 17
)

// Endpoint is one end of a flow. An IPv4 address stands in the last four bytes
// of IP after the prefix ::ffff:0:0/96 (RFC 4291, section 2.5.5.2).
type Endpoint struct {
	IP   [16]byte
	Port uint16
}

// Flow is a packet's direction: from Src to Dst. It can be compared and used as
// a map's key. VLANs, MPLS labels and directional tunnel ids are not in it,
// because they may differ by direction.
type Flow struct {
	Src, Dst Endpoint
	Protocol Protocol
	// Tunnel is the innermost VNI of VXLAN or GENEVE, which both directions carry, else 0.
	Tunnel uint32
}

// TCP flags (RFC 9293, section 3.1).
const (
	FIN = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
)

// MaxVLANs is how many VLAN tags are remembered of a packet, outer to inner.
const MaxVLANs = 4

// Packet is one decoded packet: where it goes, and views of the captured
// bytes, which are borrowed as capture.Packet.Data is.
type Packet struct {
	Flow
	// Hash is the flow's hash; it is the same in both directions.
	Hash uint64

	// Time, Number and Source are the captured packet's own. Of a datagram that came in
	// fragments they are the last fragment's.
	Time   int64
	Number int64
	Source int32

	// Clock is the capture's clock at this packet, in nanoseconds as Time; it
	// never runs backwards. Index is the packet's place in the whole run. Both
	// are the engine's to set; Decode leaves them alone.
	Clock int64
	Index int64

	// Payload is the transport's payload as captured. WireLength is its length
	// as sent; it is more than len(Payload) where the packet was snapped.
	Payload    []byte
	WireLength int

	// Segment is the transport header and Payload, for VerifyChecksum; nil where an IPv6
	// routing header hides the address that the checksum is for.
	Segment []byte

	// Seq, Ack, Window, Flags and Options are valid where Protocol is TCP.
	Seq, Ack uint32
	Window   uint16
	Flags    uint8
	Options  []byte

	// TTL is the hop limit in IPv6. IPID is valid where IPv4 is true.
	TTL  uint8
	IPv4 bool
	IPID uint16

	// Fragmented says that the datagram was put together from fragments.
	Fragmented bool

	// Captured is the packet as it was captured, borrowed as its Data is; of a datagram that came in fragments
	// the last one. Fragments are copies of those before it, where the decoder's Options ask for them.
	Captured  *capture.Packet
	Fragments []capture.Packet

	VLANs  [MaxVLANs]uint16
	NVLANs uint8

	// Tunnels are those that the packet came through, outer to inner, NTunnels of them.
	Tunnels  [MaxTunnels]Tunnel
	NTunnels uint8
}

// Snapped reports whether the snap length cut the packet short.
func (p *Packet) Snapped() bool { return len(p.Payload) < p.WireLength }
