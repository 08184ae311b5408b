package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
		if err := cmd.Wait(); err != nil && args[0] != "openssl" {
			n.t.Errorf("%s: %v\n%s", args[0], err, told.String())
		}
	}
	n.t.Cleanup(interrupt)
	return interrupt
}

// TestLiveGivesWhatReadGives sniffs real clients and a real server, and reads a
// capture of the same packets by another program.
func TestLiveGivesWhatReadGives(t *testing.T) {
	n := newNetwork(t)
	dir := t.TempDir()
	key, certificate := filepath.Join(dir, "key.pem"), filepath.Join(dir, "certificate.pem")
	n.run("openssl req -x509 -newkey rsa:2048 -nodes -keyout " + key + " -out " + certificate + " -subj /CN=live.example -days 30")
	binary := filepath.Join(dir, "tlssniff")
	n.run("go build -o " + binary + " .")

	n.start(n.server, nil, "openssl", "s_server", "-accept", "443", "-cert", certificate, "-key", key, "-www", "-quiet")
	records, err := os.Create(filepath.Join(dir, "live.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	saved := filepath.Join(dir, "saved.pcap")
	stopLive := n.start(n.server, records, binary, "live", "veth-b", "--format", "ndjson", "-f", "tcp port 443")
	stopSaving := n.start(n.server, nil, "tcpdump", "-i", "veth-b", "-U", "-w", saved, "tcp port 443")
	time.Sleep(time.Second) // for all three to be ready
	for _, client := range []string{
		"-servername live.example -tls1_3", "-tls1_2", "-servername live.example -verify_return_error", "-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0",
	} {
		args := append([]string{"netns", "exec", n.client, "openssl", "s_client", "-connect", n.ip + ":443"}, strings.Fields(client)...)
		cmd := exec.Command("ip", args...)
		cmd.Stdin = strings.NewReader("Q\n")
		cmd.Run() // some are to fail
	}
	time.Sleep(time.Second)
	written, err := os.ReadFile(records.Name())
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(written, []byte("\n")); lines != 4 {
		t.Errorf("%d records a second after the last connection, want 4", lines)
	}
	stopLive()
	stopSaving()

	written, err = os.ReadFile(records.Name())
	if err != nil {
		t.Fatal(err)
	}
	read, err := exec.Command(binary, "read", "--format", "ndjson", saved).Output()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(timeless(t, read), timeless(t, written)); d != "" {
		t.Errorf("live differs from read (-read +live):\n%s", d)
	}
}

// timeless returns records by uid, without what differs between two captures of the same packets,
// and without what only later connections tell.
func timeless(t *testing.T, ndjson []byte) map[string]any {
	t.Helper()
	all := make(map[string]any)
	for line := range bytes.Lines(ndjson) {
		var r map[string]any
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		uid := r["uid"].(string)
		if d, ok := r["diagnosis"].(map[string]any); ok {
			delete(d, "evidence")
		}
		all[uid] = without(r, "capture", "time", "start", "end", "packet", "timing")
	}
	return all
}

// without takes members out of a value, however deep they are.
func without(v any, names ...string) any {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range names {
			delete(v, name)
		}
		for _, member := range v {
			without(member, names...)
		}
	case []any:
		for _, item := range v {
			without(item, names...)
		}
	}
	return v
}
