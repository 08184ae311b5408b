//go:build !unix

package report

import "io/fs"

// filePermissions are those of a new file.
func filePermissions() fs.FileMode { return 0o666 }
