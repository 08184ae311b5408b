package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// jobCommand is a command in a page that reads the samples. Interfaces, and other programs, are not there everywhere.
var jobCommand = regexp.MustCompile(`(?m)^    tlssniff ((?:read|explain|certs|summary) .*)$`)

// TestJobs runs what docs/jobs says, as it is written there.
func TestJobs(t *testing.T) {
	pages, err := filepath.Glob("../../docs/jobs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	scripts := t.TempDir()
	commands := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		var script strings.Builder
		for _, found := range jobCommand.FindAllSubmatch(text, -1) {
			command, _, piped := strings.Cut(string(found[1]), " | ")
			fmt.Fprintf(&script, "exec tlssniff %s\n! stderr .\n", command)
			if piped {
				script.WriteString("stdout .\n")
			}
			commands++
		}
		name := strings.TrimSuffix(filepath.Base(page), ".md") + ".txt"
		if err := os.WriteFile(filepath.Join(scripts, name), []byte(script.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if commands < 20 {
		t.Errorf("only %d commands were found", commands)
	}
	testscript.Run(t, testscript.Params{
		Dir: scripts,
		Setup: func(e *testscript.Env) error {
			for _, path := range append(captures(t), "../../cmd/tlssniff/testdata/roots.pem", "../../docs/indicators/list.txt") {
				if err := place(path, e.WorkDir); err != nil {
					return err
				}
			}
			return nil
		},
	})
}

// place copies a file of the repository to the same place in a folder.
func place(path, folder string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	copied := filepath.Join(folder, strings.TrimPrefix(path, "../../"))
	if err := os.MkdirAll(filepath.Dir(copied), 0o755); err != nil {
		return err
	}
	return os.WriteFile(copied, content, 0o644)
}
