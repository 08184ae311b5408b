//go:build linux || libpcap || (darwin && cgo) || (windows && (amd64 || 386))

package live

import "errors"

// What is told of interfaces in the same words, however they are captured on.

// errNoInterface says that no interface has a name.
var errNoInterface = errors.New("there is no such interface: 'tlssniff interfaces' lists them")

// unfiltered is the note on an interface whose packets the kernel can't filter.
func unfiltered(err error) string {
	return "the kernel passes all packets on, and they are filtered here: " + err.Error()
}

// state is the State of an interface.
func state(up, running bool) string {
	switch {
	case !up:
		return "down"
	case !running:
		return "no carrier"
	}
	return "up"
}
