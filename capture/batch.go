package capture

// Batch is a run of packets and the memory they stand in. A Source fills it,
// its reader works through it, and it is filled again: after the first round
// nothing is allocated.
type Batch struct {
	Packets []Packet
	// buf is the memory that Packets point into, and used how much of it is taken.
	buf  []byte
	used int
}

// Reset empties the batch, for packets that are copied into it. It keeps its memory.
func (b *Batch) Reset() {
	b.Packets, b.used = b.Packets[:0], 0
	if len(b.buf) < batchBytes {
		b.buf = make([]byte, batchBytes)
	}
}

// Room returns n bytes of the batch's memory for the data of one more packet, or
// false where the batch is full. The first packet always fits.
func (b *Batch) Room(n int) ([]byte, bool) {
	switch {
	case len(b.Packets) >= batchPackets:
		return nil, false
	case n <= len(b.buf)-b.used:
	case b.used > 0:
		return nil, false
	default:
		b.buf = make([]byte, n)
	}
	from := b.used
	b.used += n
	return b.buf[from:b.used:b.used], true
}
