package report

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// create begins a file and writes text to it.
func create(t *testing.T, path, text string) *File {
	t.Helper()
	f, err := CreateAtomic(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return f
}

// contents returns what the files of a folder hold.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(b)
	}
	return files
}

func TestFileHasItsNameOnlyWhenItIsWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	f := create(t, path, strings.Repeat("x", 2*fileBuffer))
	if _, err := os.Stat(path); err == nil {
		t.Error("it is there before Commit")
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	f.Abort()
	if diff := cmp.Diff(map[string]string{"out.json": strings.Repeat("x", 2*fileBuffer)}, contents(t, dir)); diff != "" {
		t.Errorf("after Commit (-want +got):\n%s", diff)
	}
}

func TestAbortLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	f := create(t, path, "new")
	f.Abort()
	f.Abort()
	if diff := cmp.Diff(map[string]string{"out.json": "old"}, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCommitReplacesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	for _, text := range []string{"old and long", "new"} {
		if err := create(t, path, text).Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(map[string]string{"out.json": "new"}, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLinkStaysALink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(t.TempDir(), "link")
	if err := os.WriteFile(target, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	if err := create(t, link, "text").Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("the link is now %v (%v)", info.Mode(), err)
	}
	if diff := cmp.Diff(map[string]string{"target": "text"}, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFileThatCannotBeMadeIsNamedInTheError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "out.json")
	if _, err := CreateAtomic(path); err == nil || !strings.HasPrefix(err.Error(), path+" can't be written: ") {
		t.Errorf("got %v", err)
	}
	if _, err := CreateAtomic(t.TempDir()); err == nil {
		t.Error("a folder is written as a file")
	}
}

func TestFileWhoseFolderIsGoneIsNotCommitted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "out.json")
	f := create(t, path, "text")
	if err := os.RemoveAll(dir); err != nil {
		t.Skip(err)
	}
	if err := f.Commit(); err == nil || !strings.Contains(err.Error(), "the report can't be written to "+path) {
		t.Errorf("got %v", err)
	}
}

func TestOpenFileIsWrittenWhenCommitted(t *testing.T) {
	var out bytes.Buffer
	f := Stdout(&out)
	if _, err := f.Write([]byte("text")); err != nil {
		t.Fatal(err)
	}
	f.Abort()
	if err := f.Commit(); err != nil || out.String() != "text" {
		t.Errorf("got %q (%v)", out.String(), err)
	}
}

func TestErrorOfStandardOutputSaysSo(t *testing.T) {
	f := Stdout(&full{})
	if _, err := f.Write([]byte("text")); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err == nil || err.Error() != "the report can't be written to standard output: disk full" {
		t.Errorf("got %v", err)
	}
}
