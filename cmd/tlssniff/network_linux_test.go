package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// network is two namespaces with a cable between them.
type network struct {
	t              *testing.T
	client, server string // the namespaces
	ip             string // the server's address
}

// newNetwork makes the namespaces, or skips the test where that is not allowed.
func newNetwork(t *testing.T) *network {
	t.Helper()
	for _, program := range []string{"ip", "tcpdump", "openssl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	name := fmt.Sprintf("tlssniff-%d", os.Getpid())
	n := &network{t: t, client: name + "-a", server: name + "-b", ip: "10.211.0.2"}
	if out, err := exec.Command("ip", "netns", "add", n.client).CombinedOutput(); err != nil {
		t.Skipf("network namespaces are not allowed here: %s", out)
	}
	t.Cleanup(func() {
		exec.Command("ip", "netns", "del", n.client).Run()
		exec.Command("ip", "netns", "del", n.server).Run()
	})
	for _, command := range []string{
		"ip -n " + n.client + " link set lo up",
		"ip netns add " + n.server,
		"ip link add veth-a netns " + n.client + " type veth peer name veth-b netns " + n.server,
		"ip -n " + n.client + " addr add 10.211.0.1/24 dev veth-a",
		"ip -n " + n.server + " addr add 10.211.0.2/24 dev veth-b",
		"ip -n " + n.client + " link set veth-a up",
		"ip -n " + n.server + " link set veth-b up",
	} {
		n.run(command)
	}
	return n
}

// run runs a command to its end.
func (n *network) run(command string) {
	n.t.Helper()
	args := strings.Fields(command)
	if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
		n.t.Fatalf("%s: %v\n%s", command, err, out)
	}
}

// start runs a program in a namespace until the test ends, or until what it returns is called.
func (n *network) start(namespace string, stdout *os.File, args ...string) (interrupt func()) {
	n.t.Helper()
	cmd := exec.Command("ip", append([]string{"netns", "exec", namespace}, args...)...)
	var told bytes.Buffer
	cmd.Stderr = &told
	if stdout != nil {
		cmd.Stdout = stdout
	}
	if err := cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	ended := false
	interrupt = func() {
		if ended {
			return
		}
		ended = true
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil && args[0] == "tlssniff" {
			n.t.Errorf("%s: %v\n%s", args[0], err, told.String())
		}
	}
	n.t.Cleanup(interrupt)
	return interrupt
}

// in calls f on a thread that is in a namespace: the sockets that f makes belong there.
func (n *network) in(namespace string, f func()) {
	n.t.Helper()
	handle, err := os.Open("/run/netns/" + namespace)
	if err != nil {
		n.t.Fatal(err)
	}
	defer handle.Close()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		err := unix.Setns(int(handle.Fd()), unix.CLONE_NEWNET)
		if err == nil {
			f()
		}
		done <- err
	}()
	if err := <-done; err != nil {
		n.t.Fatal(err)
	}
}
