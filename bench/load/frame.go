package load

import (
	"encoding/binary"

	"github.com/tlssniff/tlssniff/packet"
)

// Lengths of headers, in bytes.
const (
	ethernetLen = 14
	ipLen       = 20
	tcpLen      = 20
	udpLen      = 8
)

// appendIPv4 appends an Ethernet and an IPv4 header for so many bytes of payload, and returns where the payload goes.
func appendIPv4(b []byte, protocol packet.Protocol, src, dst [4]byte, id uint16, payload int) []byte {
	b = append(b, 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0)
	from := len(b)
	b = append(b, 0x45, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(ipLen+payload))
	b = binary.BigEndian.AppendUint16(b, id)
	b = append(b, 0x40, 0, 64, byte(protocol), 0, 0)
	b = append(b, src[:]...)
	b = append(b, dst[:]...)
	binary.BigEndian.PutUint16(b[from+10:], ^fold(sum(0, b[from:])))
	return b
}

// appendTCP appends a frame with a TCP segment.
func appendTCP(b []byte, src, dst address, id uint16, s *segment, seq, ack uint32) []byte {
	header := tcpLen + len(s.options)
	b = appendIPv4(b, packet.TCP, src.ip, dst.ip, id, header+len(s.payload))
	from := len(b)
	b = binary.BigEndian.AppendUint16(b, src.port)
	b = binary.BigEndian.AppendUint16(b, dst.port)
	b = binary.BigEndian.AppendUint32(b, seq)
	b = binary.BigEndian.AppendUint32(b, ack)
	b = append(b, byte(header/4)<<4, s.flags)
	b = binary.BigEndian.AppendUint16(b, s.window)
	b = append(b, 0, 0, 0, 0)
	b = append(b, s.options...)
	b = append(b, s.payload...)
	binary.BigEndian.PutUint16(b[from+16:], ^fold(sum(pseudo(packet.TCP, src.ip, dst.ip, len(b)-from), b[from:])))
	return b
}

// appendUDP appends a frame with a datagram, without a checksum.
func appendUDP(b []byte, src, dst address, id uint16, payload []byte) []byte {
	b = appendIPv4(b, packet.UDP, src.ip, dst.ip, id, udpLen+len(payload))
	b = binary.BigEndian.AppendUint16(b, src.port)
	b = binary.BigEndian.AppendUint16(b, dst.port)
	b = binary.BigEndian.AppendUint16(b, uint16(udpLen+len(payload)))
	b = append(b, 0, 0)
	return append(b, payload...)
}

// pseudo is the sum of the pseudo header (RFC 9293, section 3.1).
func pseudo(protocol packet.Protocol, src, dst [4]byte, length int) uint32 {
	return sum(sum(uint32(protocol)+uint32(length), src[:]), dst[:])
}

// sum adds up 16-bit words.
func sum(s uint32, b []byte) uint32 {
	for ; len(b) > 1; b = b[2:] {
		s += uint32(binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		s += uint32(b[0]) << 8
	}
	return s
}

func fold(s uint32) uint16 {
	for s > 0xffff {
		s = s>>16 + s&0xffff
	}
	return uint16(s)
}
