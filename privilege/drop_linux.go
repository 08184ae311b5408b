package privilege

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
	"kernel.org/pub/linux/libs/security/libcap/cap"
)

func drop(o Options) (told []string, err error) {
	for _, step := range []func(Options) (string, error){dropRoot, dropCapabilities, dropGains, dropFiles, dropCalls} {
		line, err := step(o)
		if err != nil {
			return told, err
		}
		told = append(told, line)
	}
	return told, writable(o.Write)
}

// dropRoot becomes another user. What capabilities there are stay, but can't be had again.
func dropRoot(o Options) (string, error) {
	if os.Geteuid() != 0 {
		if o.User != "" {
			return "", fmt.Errorf("only root can become %s", o.User)
		}
		return fmt.Sprintf("runs as user %d, as it was started", os.Getuid()), nil
	}
	who, err := find(o.User)
	if err != nil {
		return "", err
	}
	if err := makeFolders(o.Write, who); err != nil {
		return "", err
	}
	var all []cap.Value
	for v := range cap.MaxBits() {
		all = append(all, v)
	}
	if err := cap.DropBound(all...); err != nil {
		return "", fmt.Errorf("capabilities can't be given up: %w", err)
	}
	if err := cap.SetGroups(who.gid); err != nil {
		return "", fmt.Errorf("root's groups can't be given up: %w", err)
	}
	if err := cap.SetUID(who.uid); err != nil {
		return "", fmt.Errorf("root can't be given up: %w", err)
	}
	return "runs as " + who.String() + ", no longer as root", nil
}

// dropCapabilities clears every set of every thread.
func dropCapabilities(Options) (string, error) {
	if err := cap.ResetAmbient(); err != nil {
		return "", fmt.Errorf("capabilities can't be given up: %w", err)
	}
	if err := cap.NewSet().SetProc(); err != nil {
		return "", fmt.Errorf("capabilities can't be given up: %w", err)
	}
	return "has no capabilities left", nil
}

// dropGains forbids to gain privileges by running programs that have them.
func dropGains(Options) (string, error) {
	if _, err := cap.Prctlw(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return "", fmt.Errorf("no_new_privs can't be set: %w", err)
	}
	return "can gain no privileges (no_new_privs)", nil
}

// makeFolders makes those that are missing, for the user.
func makeFolders(folders []string, who account) error {
	for _, folder := range folders {
		if _, err := os.Stat(folder); err == nil {
			continue
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		if err := os.Chown(folder, who.uid, who.gid); err != nil {
			return err
		}
	}
	return nil
}

// writable returns an error for a folder in which the process, as it is now, can't make files.
func writable(folders []string) error {
	for _, folder := range folders {
		if err := unix.Access(folder, unix.W_OK|unix.X_OK); err != nil {
			return fmt.Errorf("%s: user %d can't make files there: %w (sudo chown %[2]d %[1]s, or run as another user)", strings.TrimSuffix(folder, "/"), os.Getuid(), err)
		}
	}
	return nil
}
