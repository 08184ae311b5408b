package live

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// inNamespace says, in the environment, that this process has a network of its own.
const inNamespace = "TLSSNIFF_TEST_NAMESPACE"

// TestMain runs the tests in a network namespace of their own, where no one else's packets are.
func TestMain(m *testing.M) {
	if os.Getenv(inNamespace) != "" {
		os.Exit(m.Run())
	}
	self := exec.Command("/proc/self/exe", os.Args[1:]...)
	self.Stdin, self.Stdout, self.Stderr = os.Stdin, os.Stdout, os.Stderr
	self.Env = append(os.Environ(), inNamespace+"=1")
	self.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if os.Getuid() != 0 {
		self.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		self.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		self.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	if err := self.Start(); err != nil {
		fmt.Printf("the tests with interfaces are skipped: no network namespace can be made: %v\n", err)
		os.Exit(m.Run())
	}
	_ = self.Wait()
	os.Exit(self.ProcessState.ExitCode())
}

// pair makes two interfaces that are joined, and brings them up. What is sent on the
// one is received on the other.
func pair(t testing.TB) (from, to string) {
	t.Helper()
	if os.Getenv(inNamespace) == "" {
		t.Skip("a network namespace is needed")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("ip (of iproute2) is needed to make interfaces")
	}
	from, to = "from0", "to0"
	if out, err := exec.Command("ip", "link", "add", from, "type", "veth", "peer", "name", to).CombinedOutput(); err != nil {
		t.Skipf("no pair of interfaces can be made: %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("ip", "link", "del", from).Run() })
	for _, name := range []string{from, to} {
		// Without IPv6 nobody solicits routers on it.
		_ = os.WriteFile("/proc/sys/net/ipv6/conf/"+name+"/disable_ipv6", []byte("1"), 0)
		ip(t, "link", "set", name, "up")
	}
	carry(t, from, to)
	return from, to
}

// carry waits until interfaces carry packets, which is a while after they are up.
func carry(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
			i, err := net.InterfaceByName(name)
			if err == nil && i.Flags&net.FlagRunning != 0 {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s carries nothing", name)
			}
		}
	}
}

// ip changes an interface.
func ip(t testing.TB, args ...string) {
	t.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		t.Fatalf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// sender puts frames on an interface.
type sender struct{ fd int }

func newSender(t testing.TB, name string) *sender {
	t.Helper()
	i, err := net.InterfaceByName(name)
	if err != nil {
		t.Fatal(err)
	}
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	if err := unix.Bind(fd, &unix.SockaddrLinklayer{Ifindex: i.Index}); err != nil {
		t.Fatal(err)
	}
	return &sender{fd}
}

func (s *sender) send(t testing.TB, frame []byte) {
	t.Helper()
	for {
		_, err := unix.Write(s.fd, frame)
		if err == nil {
			return
		}
		if err != unix.ENOBUFS && err != unix.EAGAIN {
			t.Fatalf("sending %d bytes: %v", len(frame), err)
		}
		runtime.Gosched()
	}
}
