package live

import "net/netip"

// Interface is one that may be captured on.
type Interface struct {
	// Name is what Open takes.
	Name string
	// Description says in words what it is, where the system has any.
	Description string
	// State is up, down or, of one that is up but not connected, no carrier.
	State string
	// Link says what its packets begin with.
	Link string
	// Addresses are its own.
	Addresses []netip.Addr
}

// Interfaces lists what may be captured on, in the system's order. It needs no privilege.
func Interfaces() ([]Interface, error) { return interfaces() }
