package live

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Permitted returns nil where this process may capture, else an error that says
// what is missing and the one command that grants it.
func Permitted() error {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	switch {
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		return errPermission()
	case err != nil:
		return err
	}
	return unix.Close(fd)
}

// errPermission names the command for the program that runs.
func errPermission() error {
	program, err := os.Executable()
	if err != nil {
		program = "tlssniff"
	}
	return fmt.Errorf("the permission to capture packets is missing (CAP_NET_RAW): sudo setcap cap_net_raw+ep %s", program)
}
