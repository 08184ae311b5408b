//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A tunnel wraps a packet as the routers at its ends do: outward is the
// Ethernet frame that the routers exchange.
type tunnel func(frame []byte) (outward []byte)

// tunnels are those that the flag -tunnel names, with the port or protocol by
// which receivers know them. Keys and labels are the same on every run.
var tunnels = map[string]tunnel{
	"gre": func(frame []byte) []byte { // RFC 2890, with a key
		return overIP(47, slices.Concat([]byte{0x20, 0}, etherType(frame), u32(7), packetOf(frame)))
	},
	"erspan": func(frame []byte) []byte { // type II, session 5: version 1, a sequence number in GRE's header
		return overIP(47, slices.Concat([]byte{0x10, 0, 0x88, 0xbe}, u32(1), []byte{0x10, 0, 0, 5, 0, 0, 0, 1}, frame))
	},
	"geneve": func(frame []byte) []byte { // RFC 8926, network 42, no options
		return overUDP(6081, slices.Concat([]byte{0, 0, 0x65, 0x58, 0, 0, 42, 0}, frame))
	},
	"mpls": func(frame []byte) []byte { // RFC 3032 and 4448: two labels, a pseudowire with its control word
		return slices.Concat(routers, []byte{0x88, 0x47}, []byte{0, 1, 0x10, 64, 0, 2, 0x01, 64}, make([]byte, 4), frame)
	},
	"ipip": func(frame []byte) []byte { // RFC 2003, and RFC 4213 where the packet is IPv6
		protocol := byte(4)
		if packetOf(frame)[0]>>4 == 6 {
			protocol = 41
		}
		return overIP(protocol, packetOf(frame))
	},
	"gtp": func(frame []byte) []byte { // 3GPP TS 29.281: a G-PDU of tunnel 0x1a2b
		p := packetOf(frame)
		return overUDP(2152, slices.Concat([]byte{0x30, 255}, u16(len(p)), u32(0x1a2b), p))
	},
	"pppoe": func(frame []byte) []byte { // RFC 2516, session 3
		p := slices.Concat(pppProtocol(frame), packetOf(frame))
		return slices.Concat(routers, []byte{0x88, 0x64, 0x11, 0, 0, 3}, u16(len(p)), p)
	},
	"l2tp": func(frame []byte) []byte { // RFC 2661: data of tunnel 11, session 22
		return overUDP(1701, slices.Concat([]byte{0, 2, 0, 11, 0, 22, 0xff, 3}, pppProtocol(frame), packetOf(frame)))
	},
}

// routers are the Ethernet addresses of the tunnel's ends.
var routers = []byte{2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1}

func packetOf(frame []byte) []byte  { return frame[ethernetHeader:] }
func etherType(frame []byte) []byte { return frame[12:ethernetHeader] }

// pppProtocol is PPP's number of what a frame carries.
func pppProtocol(frame []byte) []byte {
	if packetOf(frame)[0]>>4 == 6 {
		return []byte{0, 0x57}
	}
	return []byte{0, 0x21}
}

// overIP puts a payload into IPv4, from 203.0.113.1 to 203.0.113.2.
func overIP(protocol byte, payload []byte) []byte {
	header := slices.Concat([]byte{0x45, 0}, u16(20+len(payload)), []byte{0, 0, 0x40, 0, 64, protocol, 0, 0, 203, 0, 113, 1, 203, 0, 113, 2})
	sum := uint32(0)
	for i := 0; i < len(header); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(header[i:]))
	}
	sum = sum&0xffff + sum>>16
	binary.BigEndian.PutUint16(header[10:], ^uint16(sum+sum>>16))
	return slices.Concat(routers, []byte{0x08, 0x00}, header, payload)
}

// overUDP puts a payload into UDP without a checksum, as tunnels do.
func overUDP(port int, payload []byte) []byte {
	return overIP(protoUDP, slices.Concat(u16(49152), u16(port), u16(8+len(payload)), []byte{0, 0}, payload))
}

func u16(n int) []byte    { return binary.BigEndian.AppendUint16(nil, uint16(n)) }
func u32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

// way is the tunnels that mirrored packets are in, outermost first.
type way []tunnel

// String implements [flag.Value].
func (w *way) String() string { return fmt.Sprint(len(*w), " tunnels") }

// Set implements [flag.Value].
func (w *way) Set(name string) error {
	t, ok := tunnels[name]
	if !ok {
		return fmt.Errorf("unknown tunnel: %s are known", strings.Join(slices.Sorted(maps.Keys(tunnels)), ", "))
	}
	*w = append(*w, t)
	return nil
}

// wrap returns a frame as it looks on the way.
func (w way) wrap(frame []byte) []byte {
	for _, t := range slices.Backward(w) {
		frame = t(frame)
	}
	return frame
}
