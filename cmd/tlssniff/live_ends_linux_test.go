package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sniffer is a live run beside the servers of a network.
type sniffer struct {
	t    *testing.T
	cmd  *exec.Cmd
	told saidSoFar
}

// saidSoFar is what a program says while it runs.
type saidSoFar struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *saidSoFar) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *saidSoFar) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// sniff begins a run, and returns when it captures.
func (n *network) sniff(stdout *os.File, args ...string) *sniffer {
	n.t.Helper()
	s := &sniffer{t: n.t, cmd: exec.Command("ip", append([]string{"netns", "exec", n.server, "tlssniff", "live", "veth-b"}, args...)...)}
	s.cmd.Stdout, s.cmd.Stderr = stdout, &s.told
	if err := s.cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { s.cmd.Process.Kill() })
	for deadline := time.Now().Add(time.Minute); !strings.Contains(s.told.String(), "msg=capturing"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			n.t.Fatalf("it does not capture: %s", s.told.String())
		}
	}
	time.Sleep(500 * time.Millisecond) // for its signal handlers
	return s
}

func (s *sniffer) signal(signal os.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
}

// end waits for the run's end and returns its status and what it told.
func (s *sniffer) end() (status int, told string) {
	late := time.AfterFunc(time.Minute, func() { s.cmd.Process.Kill() })
	defer late.Stop()
	_ = s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode(), s.told.String()
}

// TestLiveKeepsPackets holds that the packets that a run keeps tell what it told, in files that are rotated
// as its records are.
func TestLiveKeepsPackets(t *testing.T) {
	n := newNetwork(t)
	p := newPeers(n)
	records, packets := everyones(t), everyones(t)
	s := n.sniff(nil, "--format", "ndjson", "-o", filepath.Join(records, "r.ndjson"), "-w", filepath.Join(packets, "p.pcapng"))
	p.openssl("-tls1_2")
	p.openssl("-servername live.example -verify_return_error")
	time.Sleep(time.Second)
	s.signal(syscall.SIGHUP)
	time.Sleep(500 * time.Millisecond)
	p.hold()
	time.Sleep(500 * time.Millisecond)
	s.signal(syscall.SIGTERM)
	if status, told := s.end(); status != exitRead || !strings.Contains(told, " packets of 3 connections") {
		t.Errorf("exit status %d\n%s", status, told)
	}
	for i, want := range []int{2, 1} {
		names, _ := filepath.Glob(filepath.Join(records, "r-*.ndjson"))
		kept, _ := filepath.Glob(filepath.Join(packets, "p-*.pcapng"))
		if len(names) != 2 || len(kept) != 2 {
			t.Fatalf("the files are %q and %q", names, kept)
		}
		told := essence(t, true, contents(t, names[i]))
		if d := cmp.Diff(told, essence(t, true, printed(t, "read", "--format", "ndjson", kept[i]))); d != "" || len(told) != want {
			t.Errorf("%s has %d handshakes, want %d; kept are (-told +kept)\n%s", names[i], len(told), want, d)
		}
	}
}

// TestLiveEnds holds how a run ends that is not interrupted, or twice, or that nobody listens to.
func TestLiveEnds(t *testing.T) {
	n := newNetwork(t)
	p := newPeers(n)

	s := n.sniff(nil, "--count", "5")
	p.openssl("-tls1_2")
	if status, told := s.end(); status != exitRead || !strings.Contains(told, "in 5 packets") {
		t.Errorf("--count: exit status %d\n%s", status, told)
	}

	s = n.sniff(nil, "--duration", "3s", "--workers", "1", "--no-promiscuous", "--buffer", "4M")
	p.openssl("-tls1_2")
	if status, told := s.end(); status != exitRead || !strings.Contains(told, "1 connection: 1 established") {
		t.Errorf("--duration: exit status %d\n%s", status, told)
	}

	s = n.sniff(nil)
	s.signal(os.Interrupt)
	time.Sleep(50 * time.Millisecond) // what was sent before is waited for
	s.signal(os.Interrupt)
	if status, told := s.end(); status != -1 || strings.Contains(told, "no TLS connections") {
		t.Errorf("interrupted twice: exit status %d\n%s", status, told)
	}

	reader, stdout, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s = n.sniff(stdout, "--format", "ndjson")
	stdout.Close()
	reader.Close()
	p.openssl("-tls1_2")
	if status, told := s.end(); status != exitPartial || !strings.Contains(told, "the report can't be written to standard output: write /dev/stdout: broken pipe") {
		t.Errorf("nobody reads: exit status %d\n%s", status, told)
	}
}

// TestLiveOnAFullDisk holds that what fits on a disk is whole, and that the run ends.
func TestLiveOnAFullDisk(t *testing.T) {
	n := newNetwork(t)
	p := newPeers(n)
	records, packets := everyones(t), everyones(t)
	if err := syscall.Mount("tmpfs", packets, "tmpfs", 0, "size=16k,mode=777"); err != nil {
		t.Skipf("a small disk can't be made: %v", err)
	}
	defer syscall.Unmount(packets, 0)
	s := n.sniff(nil, "--format", "ndjson", "-o", filepath.Join(records, "r.ndjson"), "-w", filepath.Join(packets, "p.pcapng"))
	for range 10 {
		p.openssl("-servername live.example")
	}
	status, told := s.end()
	if status != exitPartial || !strings.Contains(told, "the packets can't be written to "+packets) || !strings.Contains(told, "no space left") {
		t.Errorf("exit status %d\n%s", status, told)
	}
	of := essence(t, true, contents(t, filepath.Join(records, "r.ndjson")))
	kept := essence(t, true, printed(t, "read", "--format", "ndjson", filepath.Join(packets, "p.pcapng")))
	for uid, r := range kept {
		if d := cmp.Diff(of[uid], r); d != "" {
			t.Error(d)
		}
	}
	if len(kept) == 0 || len(kept) > len(of) {
		t.Errorf("%d handshakes are kept of %d that are told", len(kept), len(of))
	}
	if left, err := os.ReadDir(packets); err != nil || len(left) != 1 {
		t.Errorf("left are %v, %v", left, err)
	}
}
