package engine

import (
	"sync"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/packet"
)

// batch is a run of packets on its way from the reader through the workers to
// the collector. The memory it holds is used again: the number of batches
// bounds how far anyone can run ahead.
type batch struct {
	captured capture.Batch
	// packets are the decoded ones, and mine[w] the indexes of worker w's.
	packets []packet.Packet
	mine    [][]int32
	// clock is the capture's clock at the last packet.
	clock int64
	// shed says that some flows have to go, because they need too much memory.
	shed bool
	// names are those of the sources seen so far.
	names []string
	// done is released once by each worker.
	done sync.WaitGroup
	// ended[w] are the connections that ended at worker w.
	ended []harvest
}

// batches is how many are on their way at once: one at each worker, one with the reader and one with the collector.
func batches(workers int) int { return workers + 2 }

// newBatch makes a batch for so many workers.
func newBatch(workers int) *batch {
	return &batch{mine: make([][]int32, workers), ended: make([]harvest, workers)}
}

// reset empties the batch and keeps its memory.
func (b *batch) reset() {
	b.packets = b.packets[:0]
	for w := range b.mine {
		b.mine[w] = b.mine[w][:0]
		b.ended[w].reset()
	}
}

// next returns a place for a packet to be decoded into; it counts only if kept.
func (b *batch) next() *packet.Packet {
	n := len(b.packets)
	if n == cap(b.packets) {
		grown := make([]packet.Packet, n, max(1024, 2*n))
		copy(grown, b.packets)
		b.packets = grown
	}
	return &b.packets[:n+1][n]
}

// keep gives the packet that next returned to its worker.
func (b *batch) keep(worker int) {
	b.mine[worker] = append(b.mine[worker], int32(len(b.packets)))
	b.packets = b.packets[:len(b.packets)+1]
}
