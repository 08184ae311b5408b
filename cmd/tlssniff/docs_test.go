package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDocs runs the commands that these pages show, and holds what they print. With -update it is written anew.
func TestDocs(t *testing.T) {
	t.Chdir("../..")
	for _, page := range []string{"docs/narrowing.md", "docs/indicators.md"} {
		b, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		got := rerun(t, string(b))
		if *update {
			if err := os.WriteFile(page, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(strings.Split(string(b), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s: go test ./cmd/tlssniff -run Docs -update writes it anew:\n%s", page, diff)
		}
	}
}

// TestArchitectureNamesEveryFolder holds that each folder at the top has a row in the table. Names with a dot, and dist, are not the house's.
func TestArchitectureNamesEveryFolder(t *testing.T) {
	page, err := os.ReadFile("../../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() || e.Name() == "dist" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if row := "\n| `" + e.Name() + "/"; !bytes.Contains(page, []byte(row)) {
			t.Errorf("docs/architecture.md has no row for %s/", e.Name())
		}
	}
}

const prompt = "    $ tlssniff "

// rerun returns a page with what its commands print under each of them, up to the next command or paragraph.
func rerun(t *testing.T, page string) string {
	var out strings.Builder
	output := false // of the command before, which is left out
	for line := range strings.Lines(page) {
		command, shown := strings.CutPrefix(line, prompt)
		if output && !shown && (line == "\n" || strings.HasPrefix(line, "    ")) {
			continue
		}
		if output {
			out.WriteString("\n")
		}
		out.WriteString(line)
		if output = shown; !shown {
			continue
		}
		for printed := range strings.Lines(told(t, words(command))) {
			out.WriteString(strings.TrimRight("    "+printed, " \n") + "\n")
		}
	}
	return out.String()
}

// words cuts a command as a shell does, which knows single quotes.
func words(command string) []string {
	var all []string
	for i, part := range strings.Split(strings.TrimSpace(command), "'") {
		if i%2 == 1 {
			all = append(all, part)
		} else {
			all = append(all, strings.Fields(part)...)
		}
	}
	return all
}

// told runs the program and returns all that it says: to standard error, then to standard output.
func told(t *testing.T, args []string) string {
	t.Helper()
	var said []string
	folder := t.TempDir()
	var files []*os.File
	for _, name := range []string{"err", "out"} {
		f, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		files = append(files, f)
	}
	run(context.Background(), args, streams{in: strings.NewReader(""), err: files[0], out: files[1]})
	for _, f := range files {
		b, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, string(bytes.TrimRight(b, "\n")))
	}
	return strings.Trim(strings.Join(said, "\n"), "\n") + "\n"
}
