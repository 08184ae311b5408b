package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tlssniff": main})
}

// TestScripts runs the program as a user does. Each script tells what it holds.
func TestScripts(t *testing.T) {
	samples, err := filepath.Abs("../../samples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLES", samples)
			return nil
		},
		UpdateScripts: *update,
	})
}

// captures lists the samples.
func captures(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("../../samples/*.pcap*")
	if err != nil || len(all) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	return all
}

// printed runs the program and returns what it prints.
func printed(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if code := run(context.Background(), args, streams{in: strings.NewReader(""), out: out, err: os.Stderr}); code != exitRead {
		t.Fatalf("tlssniff %v: exit status %d", args, code)
	}
	b, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSamples holds the record of every sample.
func TestSamples(t *testing.T) {
	for _, path := range captures(t) {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			got := bytes.ReplaceAll(printed(t, "read", "--roots", "testdata/roots.pem", "--format", "ndjson", path), []byte(filepath.ToSlash(path)), []byte(name))
			compare(t, filepath.Join("testdata", "golden", name+".ndjson"), got)
		})
	}
}

// compare compares what was printed with a golden file.
func compare(t *testing.T, golden string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); d != "" {
		t.Error(d)
	}
}

// TestWorkersDoNotChangeTheOutput holds that the same input gives the same
// bytes, whatever the number of workers, in formats of either order.
func TestWorkersDoNotChangeTheOutput(t *testing.T) {
	for _, format := range []string{"ndjson", "json", "table", "html", "zeek-json", "eve", "ecs"} {
		want := printed(t, "read", "--workers", "1", "--format", format, "../../samples")
		for _, workers := range []string{"1", "2", "8"} {
			if got := printed(t, "read", "--workers", workers, "--format", format, "../../samples"); !bytes.Equal(want, got) {
				t.Errorf("%s: %s workers give other bytes than one", format, workers)
			}
		}
	}
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

func contents(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
