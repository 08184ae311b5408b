package main

import (
	"runtime/debug"

	"github.com/tlssniff/tlssniff/engine"
)

// What --max-memory is where nothing is said, and at least.
const (
	defaultMemory = 1 << 30
	minMemory     = 64 << 20
)

// flowBytes is what a connection in its handshake needs: with half of the memory for
// flows of that size, their number seldom is what bites.
const flowBytes = 8 << 10

// flowsIn is how many connections are followed at once in so much memory.
func flowsIn(memory size) int { return int(memory / 2 / flowBytes) }

// bound lets a run use so much memory, and tells the runtime to collect garbage before there is more.
func bound(l *engine.Limits, memory int64) {
	l.Memory = memory
	l.Reassembly.Waiting = min(l.Reassembly.Waiting, memory/8)
	debug.SetMemoryLimit(memory)
}
