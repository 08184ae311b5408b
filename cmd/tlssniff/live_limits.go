package main

import (
	"runtime/debug"

	"github.com/tlssniff/tlssniff/engine"
)

// What --max-memory is where nothing is said, and at least beside the buffers: certificates and what is
// remembered of servers take some of it whatever the number of connections.
const (
	defaultMemory = 1 << 30
	minMemory     = 192 << 20
)

// flowBytes is more than a connection needs behind its handshake, and about what it needs before: with
// half of the memory for flows of that size, their number seldom is what bites.
const flowBytes = 3 << 10

// bound derives the flags' limits from the memory that is left beside the kernel's buffers, of which there are so many.
func (f *liveFlags) bound(buffers int) {
	f.memory -= size(buffers) * f.buffer
	if f.connections == 0 {
		f.connections = int(f.memory / 2 / flowBytes)
	}
}

// keep lets a run use so much memory, and tells the runtime to collect garbage before there is more.
func keep(l *engine.Limits, memory size) {
	l.Memory = int64(memory)
	l.Reassembly.Waiting = min(l.Reassembly.Waiting, l.Memory/8)
	debug.SetMemoryLimit(l.Memory)
}
