package connection

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"

	"github.com/tlssniff/tlssniff/packet"
)

// communityID returns the flow's Community ID, version 1 with seed 0: the same
// in both directions, and the same as Zeek, Suricata and Arkime give it.
func (f *filler) communityID() string {
	key := f.flow.Key
	if cmp := bytes.Compare(key.Src.IP[:], key.Dst.IP[:]); cmp > 0 || cmp == 0 && key.Src.Port > key.Dst.Port {
		key = key.Reverse()
	}
	b := append(f.sheet.scratch[:0], 0, 0) // the seed
	b = appendAddress(b, &key.Src)
	b = appendAddress(b, &key.Dst)
	b = append(b, byte(key.Protocol), 0)
	b = binary.BigEndian.AppendUint16(b, key.Src.Port)
	b = binary.BigEndian.AppendUint16(b, key.Dst.Port)
	sum := sha1.Sum(b)
	b = base64.StdEncoding.AppendEncode(append(b[:0], "1:"...), sum[:])
	f.sheet.scratch = b
	return f.sheet.text(b)
}

// appendAddress appends the bytes of an address as its version of IP has it.
func appendAddress(b []byte, e *packet.Endpoint) []byte {
	if ip := e.Addr(); ip.Is4() {
		return append(b, e.IP[12:]...)
	}
	return append(b, e.IP[:]...)
}
