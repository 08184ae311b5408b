//go:build unix

package report

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestPermissionsAreThoseOfAnyNewFile(t *testing.T) {
	for mask, want := range map[int]os.FileMode{0o022: 0o644, 0o077: 0o600, 0: 0o666} {
		before := syscall.Umask(mask)
		path := filepath.Join(t.TempDir(), "out.json")
		err := create(t, path, "text").Commit()
		after := syscall.Umask(before)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != want || after != mask {
			t.Errorf("umask %03o: %v (%v), want %v; the umask is %03o afterwards", mask, info.Mode(), err, want, after)
		}
	}
}

func TestPipeIsWrittenDirectly(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(path, 0o666); err != nil {
		t.Skip(err)
	}
	got := make(chan string)
	go func() {
		f, err := os.Open(path)
		if err != nil {
			got <- err.Error()
			return
		}
		defer f.Close()
		b, _ := io.ReadAll(f)
		got <- string(b)
	}()
	if err := create(t, path, "text").Commit(); err != nil {
		t.Fatal(err)
	}
	if text := <-got; text != "text" {
		t.Errorf("the reader got %q", text)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode().Type() != os.ModeNamedPipe {
		t.Errorf("the pipe is now %v (%v)", info.Mode(), err)
	}
}

func TestDeviceIsWrittenDirectly(t *testing.T) {
	f := create(t, os.DevNull, "text")
	if f.path != "" {
		t.Errorf("%s is written through a file beside it", os.DevNull)
	}
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
}

func TestFullDeviceIsNamedInTheError(t *testing.T) {
	const device = "/dev/full"
	if _, err := os.Stat(device); err != nil {
		t.Skip(err)
	}
	f := create(t, device, "text")
	if err := f.Commit(); err == nil || err.Error() != "the report can't be written to /dev/full: write /dev/full: no space left on device" {
		t.Errorf("got %v", err)
	}
	f.Abort()
}

func TestFolderThatMayNotBeWrittenIsAnError(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	if _, err := CreateAtomic(filepath.Join(dir, "out.json")); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
}
