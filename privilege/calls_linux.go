package privilege

import (
	"fmt"

	"github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
)

// forbidden are the system calls that a sniffer never makes: to run programs, to get at other
// processes, and to change the kernel, the clock, namespaces and file systems.
var forbidden = []string{
	"execve", "execveat",
	"ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp",
	"bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register",
	"init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "syslog", "acct", "quotactl",
	"add_key", "request_key", "keyctl",
	"clock_settime", "clock_adjtime", "settimeofday", "adjtimex", "sethostname", "setdomainname",
	"unshare", "setns", "chroot", "pivot_root", "mount", "umount2", "move_mount", "open_tree", "fsopen", "fsmount", "mount_setattr",
	"swapon", "swapoff", "open_by_handle_at", "ioperm", "iopl",
}

// dropCalls makes the forbidden calls fail, on every thread (seccomp).
func dropCalls(Options) (string, error) {
	info, err := arch.GetInfo("")
	if err != nil || !seccomp.Supported() {
		return "can make all system calls: seccomp is not supported here", nil
	}
	var known []string
	for _, name := range forbidden {
		if _, ok := info.SyscallNames[name]; ok {
			known = append(known, name)
		}
	}
	err = seccomp.LoadFilter(seccomp.Filter{
		NoNewPrivs: true,
		Flag:       seccomp.FilterFlagTSync,
		Policy: seccomp.Policy{
			DefaultAction: seccomp.ActionAllow,
			Syscalls:      []seccomp.SyscallGroup{{Action: seccomp.ActionErrno, Names: known}},
		},
	})
	if err != nil {
		return "", fmt.Errorf("system calls can't be restricted: %w", err)
	}
	return fmt.Sprintf("can't run programs, nor make %d other system calls (seccomp)", len(known)-2), nil
}
