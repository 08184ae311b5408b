package engine

import (
	"time"

	"github.com/tlssniff/tlssniff/capture"
)

// jump is how far the clock may leap forward at once before it must be
// confirmed, and confirmations how many packets confirm it.
const (
	jump          = int64(time.Hour)
	confirmations = 100
)

// clock is the capture's clock: it follows the packets' times and never runs
// backwards. A single leap of more than an hour, as a broken or disordered
// capture has them, moves nothing until a hundred packets confirm it, so that
// one wrong time does not end every connection.
type clock struct {
	now     int64
	started bool
	leaps   int // packets in a row that lie beyond the jump
}

// at returns the clock's time at a packet, given the packets from it on. Where
// those that follow already confirm a leap, the clock leaps with the first of
// them: the connections that they belong to are alive.
func (c *clock) at(packets []capture.Packet) int64 {
	t := packets[0].Time
	switch {
	case !c.started:
		c.started = true
		c.now = t
	case t <= c.now:
		c.leaps = 0
	case t-c.now <= jump:
		c.leaps = 0
		c.now = t
	default:
		if c.leaps++; c.leaps+c.confirmed(packets[1:]) >= confirmations {
			c.leaps = 0
			c.now = t
		}
	}
	return c.now
}

// catchUp moves the clock to a time that has come, though no packet says so.
func (c *clock) catchUp(t int64) {
	if c.started && t > c.now {
		c.now, c.leaps = t, 0
	}
}

// confirmed counts the packets in a row that lie beyond the jump, as far as it matters.
func (c *clock) confirmed(packets []capture.Packet) int {
	for i := range packets {
		if i == confirmations || packets[i].Time-c.now <= jump {
			return i
		}
	}
	return len(packets)
}
