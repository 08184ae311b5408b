package report

import (
	"cmp"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// logs returns the contents of the files in a folder, the oldest first, the one in hand last.
func logs(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	// The one in hand has no time in its name; of those of one second, later ones have longer names.
	order := func(name string) int {
		if !strings.Contains(name, "-") {
			return math.MaxInt
		}
		return len(name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(order(a), order(b)), strings.Compare(a, b)) })
	var texts []string
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	return texts
}

func TestLogGoesOnInANewFileWhenOneIsLargeEnough(t *testing.T) {
	dir := t.TempDir()
	l, err := OpenLog(filepath.Join(dir, "records.ndjson"), LogOptions{Size: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"one\n", "two\n", "three\n", "a record longer than a file\n", "five\n"} {
		if _, err := l.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	want := []string{"one\ntwo\n", "three\n", "a record longer than a file\n", "five\n"}
	if got := logs(t, dir); !slices.Equal(got, want) {
		t.Errorf("the files hold %q, want %q", got, want)
	}
}

func TestLogGoesOnInANewFileWhenOneIsOldEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		l, err := OpenLog(filepath.Join(dir, "records"), LogOptions{Every: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		l.Write([]byte("one\n"))
		time.Sleep(59 * time.Minute)
		l.Flush()
		l.Write([]byte("two\n"))
		time.Sleep(2 * time.Minute)
		l.Flush()
		l.Write([]byte("three\n"))
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if got, want := logs(t, dir), []string{"one\ntwo\n", "three\n"}; !slices.Equal(got, want) {
			t.Errorf("the files hold %q, want %q", got, want)
		}
	})
}

func TestLogThatWasMovedAwayIsOpenedAgain(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "records")
	l, err := OpenLog(path, LogOptions{})
	if err != nil {
		t.Fatal(err)
	}
	l.Write([]byte("one\n"))
	if err := os.Rename(path, path+"-moved"); err != nil {
		t.Fatal(err)
	}
	if err := l.Reopen(); err != nil {
		t.Fatal(err)
	}
	l.Write([]byte("two\n"))
	l.Close()
	if got, want := logs(t, dir), []string{"one\n", "two\n"}; !slices.Equal(got, want) {
		t.Errorf("the files hold %q, want %q", got, want)
	}
	again, err := OpenLog(path, LogOptions{})
	if err != nil {
		t.Fatal(err)
	}
	again.Write([]byte("three\n"))
	again.Close()
	if got, want := logs(t, dir), []string{"one\n", "two\nthree\n"}; !slices.Equal(got, want) {
		t.Errorf("a log that was there holds %q, want %q", got, want)
	}
}

func TestLogOfAFullDiskEndsWithAWholeRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "records")
	if err := os.WriteFile(path, []byte("one\ntwo\nthr"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := lastLine(path, 11); got != 8 {
		t.Errorf("the last whole record ends at %d, want 8", got)
	}
	l, err := OpenLog("/dev/full", LogOptions{})
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	l.Write([]byte("one\n"))
	if err := l.Flush(); err == nil || !strings.Contains(err.Error(), "no space") {
		t.Errorf("a full disk is told as %v", err)
	}
	if _, err := l.Write([]byte("two\n")); err == nil {
		t.Error("writing goes on after an error")
	}
}
