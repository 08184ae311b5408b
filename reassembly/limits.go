package reassembly

import "time"

// Limits bound what a Table keeps, and say when a flow is over for want of packets.
type Limits struct {
	// Flows is how many flows are followed at once; the longest idle makes room.
	Flows int
	// WaitingPerFlow and Waiting are how many bytes wait for earlier ones, of one
	// flow and of all. What would be more makes the hole before them a gap.
	WaitingPerFlow, Waiting int64
	// Idle, HalfOpen and Closing are times without a packet, by the capture's clock:
	// of an open connection, of one that is not open yet, and how long stragglers
	// of a closed one are expected.
	Idle, HalfOpen, Closing time.Duration
}

// DefaultLimits fit a workstation.
func DefaultLimits() Limits {
	return Limits{
		Flows:          1_000_000,
		WaitingPerFlow: 1 << 20,
		Waiting:        128 << 20,
		Idle:           5 * time.Minute,
		HalfOpen:       30 * time.Second,
		Closing:        10 * time.Second,
	}
}

// Share returns the limits of one of n tables that together keep these.
func (l Limits) Share(n int) Limits {
	l.Flows = max(1, l.Flows/n)
	l.Waiting = max(l.Waiting/int64(n), 1)
	return l
}

// resetLinger is how long after an RST what was on its way before it may still
// be captured.
const resetLinger = 500 * time.Millisecond

// Counters tell what a Table saw and what its limits cost.
type Counters struct {
	Flows          int64 // flows that began
	WithoutPayload int64 // of them, those that ended without a byte of payload
	Refused        int64 // of those, SYNs that an RST answered
	HalfOpen       int64 // of those, SYNs that nothing answered, or that the client never completed
	Unwanted       int64 // segments of connections whose beginning was not captured, and that nobody wanted
	Evicted        int64 // flows that ended because there were too many
	Overfull       int64 // gaps that were declared because too many bytes were waiting
	BadChecksum    int64 // segments that were not believed because of their checksum
	OutOfWindow    int64 // segments that no receiver would have taken
	Conflicts      int64 // segments whose bytes differed from others at the same place
}

// Add adds another table's counters.
func (c *Counters) Add(o Counters) {
	c.Flows += o.Flows
	c.WithoutPayload += o.WithoutPayload
	c.Refused += o.Refused
	c.HalfOpen += o.HalfOpen
	c.Unwanted += o.Unwanted
	c.Evicted += o.Evicted
	c.Overfull += o.Overfull
	c.BadChecksum += o.BadChecksum
	c.OutOfWindow += o.OutOfWindow
	c.Conflicts += o.Conflicts
}
