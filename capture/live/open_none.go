//go:build !libpcap && !linux && !(darwin && cgo) && !(windows && (amd64 || 386))

package live

import "errors"

// errNone is what every attempt to capture ends with in this build.
var errNone = errors.New("this build can't capture: build it with cgo and the tag libpcap")

func open([]string, Options) (sniffer, error) { return nil, errNone }

// Permitted returns why this build can't capture.
func Permitted() error { return errNone }
