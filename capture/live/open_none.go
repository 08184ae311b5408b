//go:build !libpcap && !linux && !(darwin && cgo) && !(windows && (amd64 || 386))

package live

import (
	"errors"
	"time"
)

// errNone is what every attempt to capture ends with in this build.
var errNone = errors.New("this build can't capture: build it with cgo, libpcap and the tag libpcap")

func open(string, int32, Options) (tap, string, error) { return nil, "", errNone }

func interfaces() ([]Interface, error) { return nil, errNone }

func waiter([]tap) func(time.Duration) { return time.Sleep }

// Permitted returns why this build can't capture.
func Permitted() error { return errNone }
