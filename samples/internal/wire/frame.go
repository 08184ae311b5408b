//go:build linux

package main

import "encoding/binary"

const (
	ethernetHeader = 14
	etherTypeIPv4  = 0x0800
	etherTypeIPv6  = 0x86dd
	etherTypeVLAN  = 0x8100

	ipv6Header = 40
	protoTCP   = 6
	protoUDP   = 17
)

// payloadLength says how many bytes of payload the TCP segment or UDP datagram
// in a frame has, and -1 if there is neither.
func payloadLength(frame []byte) int {
	if len(frame) < ethernetHeader {
		return -1
	}
	packet := frame[ethernetHeader:]
	switch binary.BigEndian.Uint16(frame[12:]) {
	case etherTypeIPv4:
		if len(packet) < 20 {
			return -1
		}
		header, total := int(packet[0]&0x0f)*4, int(binary.BigEndian.Uint16(packet[2:]))
		if header > total || total > len(packet) {
			return -1
		}
		return transportPayload(packet[9], packet[header:total])
	case etherTypeIPv6:
		if len(packet) < ipv6Header {
			return -1
		}
		end := ipv6Header + int(binary.BigEndian.Uint16(packet[4:]))
		if end > len(packet) {
			return -1
		}
		return transportPayload(packet[6], packet[ipv6Header:end])
	}
	return -1
}

func transportPayload(protocol byte, b []byte) int {
	switch {
	case protocol == protoTCP && len(b) >= 20:
		return len(b) - int(b[12]>>4)*4
	case protocol == protoUDP && len(b) >= 8:
		return len(b) - 8
	}
	return -1
}

// tag returns a copy of an untagged frame in the given 802.1Q VLAN.
func tag(frame []byte, vlan uint16) []byte {
	tagged := make([]byte, 0, len(frame)+4)
	tagged = append(tagged, frame[:12]...)
	tagged = binary.BigEndian.AppendUint16(tagged, etherTypeVLAN)
	tagged = binary.BigEndian.AppendUint16(tagged, vlan&0x0fff)
	return append(tagged, frame[12:]...)
}
