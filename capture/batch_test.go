package capture

import "testing"

func TestBatchRoom(t *testing.T) {
	var b Batch
	for range 2 { // the second round uses the same memory
		b.Reset()
		first, ok := b.Room(10)
		if !ok || len(first) != 10 {
			t.Fatalf("%d bytes, %v", len(first), ok)
		}
		first[9] = 1
		second, ok := b.Room(batchBytes - 10)
		if !ok || len(append(first[:10], 2)) != 11 || second[0] != 0 {
			t.Fatal("the second packet's bytes are not its own")
		}
		if _, ok := b.Room(1); ok {
			t.Fatal("a full batch has room")
		}
	}
	b.Reset()
	if room, ok := b.Room(2 * batchBytes); !ok || len(room) != 2*batchBytes {
		t.Error("the first packet does not fit")
	}
	b.Reset()
	b.Packets = make([]Packet, batchPackets)
	if _, ok := b.Room(1); ok {
		t.Error("a batch takes more packets than it holds")
	}
}
