package privilege

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// optionsFor tells, in the environment, a process that it is to drop its privileges and say what it still can.
const optionsFor = "TLSSNIFF_TEST_DROP"

func TestMain(m *testing.M) {
	options := os.Getenv(optionsFor)
	if options == "" {
		os.Exit(m.Run())
	}
	var o Options
	if err := json.Unmarshal([]byte(options), &o); err != nil {
		panic(err)
	}
	// Threads that were there before are as bare as the one that drops.
	var threads sync.WaitGroup
	release := make(chan struct{})
	for range 8 {
		threads.Go(func() { holdThread(release) })
	}
	time.Sleep(50 * time.Millisecond)
	told, err := Drop(o)
	fmt.Println(strings.Join(told, "\n"))
	if err != nil {
		fmt.Println("error:", err)
	}
	look(o)
	close(release)
	threads.Wait()
	os.Exit(0)
}

// holdThread keeps a thread in a system call.
func holdThread(release <-chan struct{}) {
	for {
		select {
		case <-release:
			return
		default:
			_ = unix.Nanosleep(&unix.Timespec{Nsec: 1e6}, nil)
		}
	}
}

// look prints what this process still can.
func look(o Options) {
	tasks, _ := filepath.Glob("/proc/self/task/*/status")
	states := map[string]bool{}
	for _, task := range tasks {
		b, _ := os.ReadFile(task)
		var state []string
		for line := range strings.Lines(string(b)) {
			name, value, _ := strings.Cut(line, ":")
			switch name {
			case "Uid", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp":
				state = append(state, name+" "+strings.Fields(value)[0])
			}
		}
		states[strings.Join(state, ", ")] = true
	}
	fmt.Println("threads:", len(tasks) > 8, len(states))
	for s := range states {
		fmt.Println(s)
	}
	fmt.Println("run:", plain(exec.Command("/bin/true").Run()))
	fmt.Println("list /root:", plain(second(os.ReadDir("/root"))))
	fmt.Println("make in /tmp:", plain(os.WriteFile("/tmp/tlssniff-test-drop", nil, 0o600)))
	for _, folder := range o.Write {
		name := filepath.Join(folder, "a")
		fmt.Println("make:", plain(os.WriteFile(name, []byte("x"), 0o600)))
		fmt.Println("rename:", plain(os.Rename(name, filepath.Join(folder, "b"))))
	}
	for _, name := range o.Read {
		fmt.Println("read:", plain(second(os.ReadFile(name))))
	}
}

func second[T any](_ T, err error) error { return err }

// plain tells errors apart by their kind alone.
func plain(err error) string {
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, fs.ErrPermission):
		return "forbidden"
	}
	return err.Error()
}

// dropIn runs this test as a process that drops its privileges, and returns what it says.
func dropIn(t *testing.T, o Options, environment ...string) string {
	t.Helper()
	options, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	self := exec.Command("/proc/self/exe")
	self.Env = append(append(os.Environ(), optionsFor+"="+string(options), "SUDO_UID="), environment...)
	out, err := self.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// needRoot skips a test that has nothing to give up, or not all means to show it.
func needRoot(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("root is needed to be given up")
	}
	if b, err := os.ReadFile("/sys/kernel/security/lsm"); err == nil && !strings.Contains(string(b), "landlock") {
		t.Skip("landlock is needed")
	}
}

// open makes a folder that every user can reach.
func open(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/var/tmp", "tlssniff")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestDrop(t *testing.T) {
	needRoot(t)
	folder := open(t)
	roots := filepath.Join(folder, "roots.pem")
	if err := os.WriteFile(roots, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	got := dropIn(t, Options{User: "65534", Write: []string{filepath.Join(folder, "made")}, Read: []string{roots}})
	want := `runs as nobody (65534), no longer as root
has no capabilities left
can gain no privileges (no_new_privs)
can make files only in ` + folder + `/made (landlock)
can't run programs, nor make N other system calls (seccomp)
threads: true 1
Uid 65534, CapInh 0000000000000000, CapPrm 0000000000000000, CapEff 0000000000000000, CapBnd 0000000000000000, CapAmb 0000000000000000, NoNewPrivs 1, Seccomp 2
run: forbidden
list /root: forbidden
make in /tmp: forbidden
make: done
rename: done
read: done
`
	if d := cmp.Diff(want, withoutNumber(got)); d != "" {
		t.Error(d)
	}
}

// withoutNumber takes out how many system calls there are, which depends on the processor.
func withoutNumber(s string) string {
	before, after, ok := strings.Cut(s, "nor make ")
	if !ok {
		return s
	}
	_, after, _ = strings.Cut(after, " ")
	return before + "nor make N " + after
}

func TestUsers(t *testing.T) {
	needRoot(t)
	for _, c := range []struct {
		user, sudo, want string
	}{
		{"", "", "runs as nobody (65534)"},
		{"", "0", "runs as nobody (65534)"},
		{"", "1", "runs as daemon (1)"},
		{"bin", "1", "runs as bin (2)"},
		{"root", "", "error: user root is root"},
		{"no such user", "", "error: user no such user: there is none"},
	} {
		if got := dropIn(t, Options{User: c.user}, "SUDO_UID="+c.sudo); !strings.HasPrefix(strings.TrimSpace(got), c.want) {
			t.Errorf("user %q, sudo %q: %s, want %s", c.user, c.sudo, got, c.want)
		}
	}
}

func TestFolderOfAnother(t *testing.T) {
	needRoot(t)
	folder := open(t)
	if got, want := dropIn(t, Options{Write: []string{folder}}), "error: "+folder+": user 65534 can't make files there"; !strings.Contains(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
}
