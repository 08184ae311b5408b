//go:build (darwin && cgo) || (windows && (amd64 || 386)) || (libpcap && !linux)

package live

import (
	"errors"
	"io/fs"
	"os"
)

// Permitted returns nil where this process may capture, else an error that says
// what is missing and the one command that grants it.
func Permitted() error {
	f, err := os.Open("/dev/bpf0")
	if errors.Is(err, fs.ErrPermission) {
		return errors.New("the permission to read /dev/bpf* is missing: sudo chmod g+rw /dev/bpf* && sudo chgrp admin /dev/bpf*")
	}
	if err == nil {
		f.Close()
	}
	return nil
}
