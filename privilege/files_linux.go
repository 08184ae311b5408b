package privilege

import (
	"fmt"
	"os"
	"strings"

	"github.com/landlock-lsm/go-landlock/landlock"
	"github.com/landlock-lsm/go-landlock/landlock/syscall"
)

// system are the folders that the program's libraries read: names and addresses, roots, time zones,
// the process's own state.
var system = []string{"/etc", "/usr/share", "/usr/local/share", "/proc"}

// devices are the files that a terminal program opens anew.
var devices = []string{"/dev/null", "/dev/tty"}

// dropFiles forbids all files but the system's, to be read, and those of the Options (landlock).
// Files that are open stay open.
func dropFiles(o Options) (string, error) {
	if version, err := syscall.LandlockGetABIVersion(); err != nil || version < 1 {
		return "can open whatever files its user can: this kernel has no landlock", nil
	}
	var files, folders []string
	for _, path := range o.Read {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return "", err
		case info.IsDir():
			folders = append(folders, path)
		default:
			files = append(files, path)
		}
	}
	err := landlock.V3.BestEffort().RestrictPaths(
		landlock.RODirs(system...).IgnoreIfMissing(),
		landlock.RWFiles(devices...).IgnoreIfMissing(),
		landlock.RODirs(folders...),
		landlock.ROFiles(files...),
		landlock.RWDirs(o.Write...),
	)
	if err != nil {
		return "", fmt.Errorf("files can't be restricted: %w", err)
	}
	where := "nowhere"
	if len(o.Write) > 0 {
		where = "only in " + strings.Join(o.Write, ", ")
	}
	return "can make files " + where + " (landlock)", nil
}
