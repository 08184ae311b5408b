package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestLiveGivesWhatReadGives sniffs real clients and real servers, and reads a
// capture of the same packets by another program.
func TestLiveGivesWhatReadGives(t *testing.T) {
	n := newNetwork(t)
	p := newPeers(n)
	records, saved := filepath.Join(t.TempDir(), "live.ndjson"), filepath.Join(t.TempDir(), "saved.pcap")
	out, err := os.Create(records)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	stopSaving := n.start(n.server, nil, "tcpdump", "-i", "veth-b", "-U", "-w", saved, "tcp")
	time.Sleep(time.Second) // for it to be ready
	live := n.sniff(out, "--format", "ndjson", "-f", "tcp")

	p.talk()
	time.Sleep(time.Second)
	if lines := bytes.Count(contents(t, records), []byte("\n")); lines != p.ended {
		t.Errorf("%d records a second after the last connection, want %d", lines, p.ended)
	}
	live.signal(os.Interrupt)
	if status, told := live.end(); status != exitRead {
		t.Errorf("exit status %d\n%s", status, told)
	}
	stopSaving()
	if lines := bytes.Count(contents(t, records), []byte("\n")); lines != p.ended+1 {
		t.Errorf("%d records at the end, want %d: one connection was open", lines, p.ended+1)
	}
	again, err := exec.Command("tlssniff", "read", "--format", "ndjson", saved).Output()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(timeless(t, again), timeless(t, contents(t, records))); d != "" {
		t.Errorf("live differs from read (-read +live):\n%s", d)
	}
}

// TestLiveSignals holds that SIGHUP lets the report go on in a new file, and that
// SIGTERM ends the run with all that is open written and the status 0.
func TestLiveSignals(t *testing.T) {
	n := newNetwork(t)
	p := newPeers(n)
	dir := everyones(t)
	live := n.sniff(nil, "--format", "ndjson", "-o", filepath.Join(dir, "r.ndjson"))
	p.openssl("-tls1_2")
	time.Sleep(time.Second)
	live.signal(syscall.SIGHUP)
	time.Sleep(time.Second)
	p.hold()
	time.Sleep(500 * time.Millisecond)
	live.signal(syscall.SIGTERM)
	if status, told := live.end(); status != exitRead || !strings.Contains(told, "2 connections: 2 established") {
		t.Errorf("SIGTERM: exit status %d\n%s", status, told)
	}
	names, err := filepath.Glob(filepath.Join(dir, "r-*.ndjson"))
	if err != nil || len(names) != 2 {
		t.Fatalf("the files are %q, %v; want two", names, err)
	}
	for i, open := range []bool{false, true} {
		all := timeless(t, contents(t, names[i]))
		if len(all) != 1 {
			t.Errorf("%s has %d records", names[i], len(all))
		}
		for _, r := range all {
			if end := r.(map[string]any)["close"]; (end == "open") != open {
				t.Errorf("%s: close is %v; still open: %t", names[i], end, open)
			}
		}
	}
}

// everyones makes a folder for the user that a run becomes.
func everyones(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for d := dir; d != "/" && d != os.TempDir(); d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return dir
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
