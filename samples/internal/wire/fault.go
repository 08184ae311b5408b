//go:build linux

package main

import (
	"fmt"
	"strconv"
	"strings"
)

// A fault is what goes wrong with a segment on its way.
type fault string

const (
	drop   fault = "drop"   // lost before the mirror port: nobody gets it
	lose   fault = "lose"   // lost behind the mirror port: captured, but the receiver does not get it
	miss   fault = "miss"   // the mirror port misses it, the receiver gets it
	late   fault = "late"   // the sender's next segment overtakes it
	double fault = "double" // the mirror port shows it twice, the receiver gets it once
)

// faults are kept by the side that sends ("client", "server") and the number
// of the segment, from 1, among those of this side that carry payload.
type faults map[string]map[int]fault

// String implements [flag.Value].
func (f faults) String() string {
	return fmt.Sprint(map[string]map[int]fault(f))
}

// Set implements [flag.Value] for WHAT:SIDE:N.
func (f faults) Set(s string) error {
	parts := strings.Split(s, ":")
	if len(parts) != 3 {
		return fmt.Errorf("not WHAT:SIDE:N")
	}
	what, side := fault(parts[0]), parts[1]
	switch what {
	case drop, lose, miss, late, double:
	default:
		return fmt.Errorf("unknown fault %q", what)
	}
	if side != "client" && side != "server" {
		return fmt.Errorf("unknown side %q", side)
	}
	n, err := strconv.Atoi(parts[2])
	if err != nil || n < 1 {
		return fmt.Errorf("%q is not a segment's number", parts[2])
	}
	if f[side] == nil {
		f[side] = make(map[int]fault)
	}
	f[side][n] = what
	return nil
}
