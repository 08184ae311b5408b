package engine

import (
	"testing"
	"time"

	"github.com/tlssniff/tlssniff/capture"
)

// tick gives the clock one packet of each time, without a look at the next one.
func tick(c *clock, times ...int64) (now int64) {
	for _, t := range times {
		now = c.at([]capture.Packet{{Time: t}})
	}
	return now
}

func TestClockNeverRunsBackwards(t *testing.T) {
	var c clock
	for _, step := range []struct{ packet, want int64 }{{100, 100}, {90, 100}, {101, 101}, {-5, 101}} {
		if got := tick(&c, step.packet); got != step.want {
			t.Errorf("at(%d) = %d, want %d", step.packet, got, step.want)
		}
	}
}

func TestClockWantsALeapConfirmed(t *testing.T) {
	var c clock
	far := int64(2 * time.Hour)
	if got := tick(&c, 0, far); got != 0 {
		t.Fatalf("a single leap moved the clock to %d", got)
	}
	if got := tick(&c, 1); got != 1 {
		t.Fatalf("after a leap the clock stands at %d, want 1", got)
	}
	for i := range confirmations - 1 {
		if got := tick(&c, far+int64(i)); got != 1 {
			t.Fatalf("packet %d of a leap moved the clock to %d", i+1, got)
		}
	}
	if got := tick(&c, far+1000); got != far+1000 {
		t.Fatalf("the clock stands at %d after a hundred packets confirmed the leap", got)
	}
}

func TestClockLeapsWithTheFirstPacketThatOthersConfirm(t *testing.T) {
	var c clock
	tick(&c, 0)
	far := int64(2 * time.Hour)
	packets := make([]capture.Packet, confirmations)
	for i := range packets {
		packets[i].Time = far + int64(i)
	}
	if got := c.at(packets); got != far {
		t.Errorf("the clock stands at %d, want %d", got, far)
	}
	c = clock{}
	tick(&c, 0)
	if got := c.at(packets[:confirmations-1]); got != 0 {
		t.Errorf("the clock stands at %d after a leap that %d packets show", got, confirmations-1)
	}
}
