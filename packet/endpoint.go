package packet

import (
	"net/netip"
	"strconv"
)

// Addr returns the address, an IPv4 one as such.
func (e Endpoint) Addr() netip.Addr { return netip.AddrFrom16(e.IP).Unmap() }

// String returns the address and the port.
func (e Endpoint) String() string { return netip.AddrPortFrom(e.Addr(), e.Port).String() }

// Reverse returns the flow's other direction.
func (f Flow) Reverse() Flow {
	f.Src, f.Dst = f.Dst, f.Src
	return f
}

func (p Protocol) String() string {
	switch p {
	case TCP:
		return "tcp"
	case UDP:
		return "udp"
	}
	return strconv.Itoa(int(p))
}

// String returns the flow's ends and protocol.
func (f Flow) String() string {
	return f.Protocol.String() + " " + f.Src.String() + " > " + f.Dst.String()
}
