package capture

import (
	"encoding/binary"
	"iter"
)

// Bundle holds copies of packets, one behind the other in one piece of memory, so that they
// can wait there or in a file. Each may have a comment.
type Bundle []byte

// bundleHeader is how many bytes stand before a packet's comment and data.
const bundleHeader = 40

// Append returns the bundle with a copy of a packet at its end.
func (b Bundle) Append(p *Packet, comment string) Bundle {
	b = binary.LittleEndian.AppendUint64(b, uint64(p.Time))
	b = binary.LittleEndian.AppendUint64(b, uint64(p.Number))
	b = binary.LittleEndian.AppendUint64(b, uint64(p.Length))
	b = binary.LittleEndian.AppendUint32(b, uint32(p.Source))
	b = binary.LittleEndian.AppendUint16(b, uint16(p.Link))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(comment)))
	b = binary.LittleEndian.AppendUint64(b, uint64(len(p.Data)))
	return append(append(b, comment...), p.Data...)
}

// Packets goes through the packets and their comments, in their order. Their Data points into the bundle.
func (b Bundle) Packets() iter.Seq2[*Packet, string] {
	return func(yield func(*Packet, string) bool) {
		var p Packet
		for rest := b; len(rest) > 0; {
			p = Packet{
				Time:   int64(binary.LittleEndian.Uint64(rest)),
				Number: int64(binary.LittleEndian.Uint64(rest[8:])),
				Length: int(binary.LittleEndian.Uint64(rest[16:])),
				Source: int32(binary.LittleEndian.Uint32(rest[24:])),
				Link:   LinkType(binary.LittleEndian.Uint16(rest[28:])),
			}
			data := bundleHeader + int(binary.LittleEndian.Uint16(rest[30:]))
			end := data + int(binary.LittleEndian.Uint64(rest[32:]))
			p.Data = rest[data:end:end]
			if !yield(&p, string(rest[bundleHeader:data])) {
				return
			}
			rest = rest[end:]
		}
	}
}
