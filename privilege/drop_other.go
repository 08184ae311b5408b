//go:build !linux

package privilege

import "runtime"

func drop(Options) ([]string, error) {
	return []string{"privileges are kept: giving them up is not supported on " + runtime.GOOS}, nil
}
