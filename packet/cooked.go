package packet

import "encoding/binary"

// The protocol of a Linux cooked header is an EtherType, or below maxLength one
// of Linux's own numbers: 4 is an 802.2 header, for which ether takes it, too.

// cooked reads a Linux cooked header (LINKTYPE_LINUX_SLL).
func (w *walk) cooked(b []byte) Verdict {
	if len(b) < 16 {
		return w.short(b, 16)
	}
	return w.ether(binary.BigEndian.Uint16(b[14:]), b[16:])
}

// cooked2 reads a Linux cooked header of version 2 (LINKTYPE_LINUX_SLL2).
func (w *walk) cooked2(b []byte) Verdict {
	if len(b) < 20 {
		return w.short(b, 20)
	}
	return w.ether(binary.BigEndian.Uint16(b), b[20:])
}
