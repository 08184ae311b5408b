package packet

import "encoding/binary"

// loopback reads a BSD loopback header: the address family in the byte order of
// the capturing machine (LINKTYPE_NULL) or of the network (LINKTYPE_LOOP).
func (w *walk) loopback(b []byte) Verdict {
	if len(b) < 4 {
		return w.short(b, 4)
	}
	family := binary.LittleEndian.Uint32(b)
	if family > 0xffff {
		family = binary.BigEndian.Uint32(b)
	}
	switch family {
	case 2:
		return w.ip4(b[4:])
	case 10, 23, 24, 28, 30: // AF_INET6 of Linux, Windows, NetBSD and OpenBSD, FreeBSD, macOS
		return w.ip6(b[4:])
	}
	return NotIP
}
