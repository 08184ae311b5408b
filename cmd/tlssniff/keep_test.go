package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestKeptPacketsTellTheSame reads what was kept of each sample, and of all at once. Then why one failed may depend
// on the others, and on their order.
func TestKeptPacketsTellTheSame(t *testing.T) {
	paths := captures(t)
	folder := filepath.Dir(paths[0])
	for _, path := range append(paths, folder) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			all, failed := filepath.Join(t.TempDir(), "all.pcapng"), filepath.Join(t.TempDir(), "failed.pcapng")
			want := essence(t, path != folder, printed(t, "read", "--format", "ndjson", "-w", all, path))
			if d := cmp.Diff(want, essence(t, path != folder, printed(t, "read", "--format", "ndjson", all))); d != "" {
				t.Errorf("all handshakes (-read +kept):\n%s", d)
			}
			printed(t, "read", "--format", "ndjson", "-w", failed, "--write", "failed", path)
			for uid, r := range want {
				if r.(map[string]any)["outcome"] == "established" {
					delete(want, uid)
				}
			}
			got := map[string]any{}
			if len(contents(t, failed)) > 0 && len(want) > 0 {
				got = essence(t, path != folder, printed(t, "read", "--format", "ndjson", failed))
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("failed handshakes (-read +kept):\n%s", d)
			}
		})
	}
}

// essence returns what records say of handshakes, by uid, and with the cause where it is asked for.
func essence(t *testing.T, cause bool, ndjson []byte) map[string]any {
	t.Helper()
	all := make(map[string]any)
	for line := range bytes.Lines(ndjson) {
		var r, e map[string]any
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		e = map[string]any{}
		for _, name := range []string{"outcome", "transport", "starttls", "version", "cipher_suite", "server_name", "alpn", "history", "certificates", "resumption", "link"} {
			e[name] = r[name]
		}
		if d, ok := r["diagnosis"].(map[string]any); ok && cause {
			e["cause"] = d["cause"]
		}
		all[r["uid"].(string)] = without(e, "packet", "file")
	}
	return all
}

// TestWorkersDoNotChangeWhatIsKept holds that the same input gives the same packets, whatever the number of workers.
func TestWorkersDoNotChangeWhatIsKept(t *testing.T) {
	var want []byte
	for _, workers := range []string{"1", "2", "8"} {
		path := filepath.Join(t.TempDir(), "kept.pcapng")
		printed(t, "read", "--workers", workers, "-w", path, "../../samples")
		got := contents(t, path)
		if want == nil {
			want = got
		}
		if !bytes.Equal(want, got) {
			t.Errorf("%s workers keep other packets than one", workers)
		}
	}
}
