//go:build unix

package report

import (
	"io/fs"
	"syscall"
)

// filePermissions are those of a new file, less what the umask takes.
func filePermissions() fs.FileMode {
	mask := syscall.Umask(0)
	syscall.Umask(mask)
	return 0o666 &^ fs.FileMode(mask)
}
