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
func communityID(f packet.Flow) string {
	if cmp := bytes.Compare(f.Src.IP[:], f.Dst.IP[:]); cmp > 0 || cmp == 0 && f.Src.Port > f.Dst.Port {
		f = f.Reverse()
	}
	src, dst := f.Src.Addr(), f.Dst.Addr()
	b := make([]byte, 2, 40) // the seed
	b = append(b, src.AsSlice()...)
	b = append(b, dst.AsSlice()...)
	b = append(b, byte(f.Protocol), 0)
	b = binary.BigEndian.AppendUint16(b, f.Src.Port)
	b = binary.BigEndian.AppendUint16(b, f.Dst.Port)
	sum := sha1.Sum(b)
	return "1:" + base64.StdEncoding.EncodeToString(sum[:])
}
