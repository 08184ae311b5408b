package report

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// texts is a format of which a record is its text, between a first and a last line.
func texts(w io.Writer) (Reporter, error) {
	_, err := io.WriteString(w, "begin\n")
	return bracketed{ndjson{stream{w}}}, err
}

type bracketed struct{ ndjson }

func (b bracketed) Close(*Summary) error {
	_, err := io.WriteString(b.w, "end\n")
	return err
}

// files returns what stands in a folder, by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, path))
		all[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// temporary returns the one file that is written.
func temporary(t *testing.T, dir string) string {
	t.Helper()
	for name := range files(t, dir) {
		if strings.HasPrefix(name, ".") {
			return filepath.Join(dir, name)
		}
	}
	t.Fatal("no file is written")
	return ""
}

func rotation(t *testing.T, dir string, when Rotate) *Rotation {
	t.Helper()
	r, err := NewRotation(filepath.Join(dir, "r.txt"), when, texts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func put(t *testing.T, r *Rotation, records ...string) {
	t.Helper()
	for _, record := range records {
		if err := r.Write([]byte(record + "\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
}

func finish(t *testing.T, r *Rotation) {
	t.Helper()
	if err := r.Close(&Summary{}); err != nil {
		t.Fatal(err)
	}
}

func TestRotation(t *testing.T) {
	for _, test := range []struct {
		name string
		when Rotate
		run  func(*testing.T, *Rotation)
		want map[string]string
	}{
		{"one file has the name that was asked for", Rotate{}, func(t *testing.T, r *Rotation) {
			put(t, r, "a", "b")
			time.Sleep(time.Hour)
			put(t, r, "c")
		}, map[string]string{"r.txt": "begin\na\nb\nc\nend\n"}},

		{"one file without a record, too", Rotate{}, func(*testing.T, *Rotation) {}, map[string]string{"r.txt": "begin\nend\n"}},

		{"size", Rotate{Size: 10}, func(t *testing.T, r *Rotation) {
			put(t, r, "a", "b", "c", "longer than a file may be", "d")
		}, map[string]string{
			"r-20000101T000000Z.txt":   "begin\na\nb\nend\n",
			"r-20000101T000000Z-2.txt": "begin\nc\nend\n",
			"r-20000101T000000Z-3.txt": "begin\nlonger than a file may be\nend\n",
			"r-20000101T000000Z-4.txt": "begin\nd\nend\n",
		}},

		{"time", Rotate{Every: time.Minute}, func(t *testing.T, r *Rotation) {
			put(t, r, "a")
			time.Sleep(59 * time.Second)
			put(t, r, "b")
			time.Sleep(time.Second)
			put(t, r)
			time.Sleep(time.Hour) // nothing ends: no file
			put(t, r, "c")
		}, map[string]string{
			"r-20000101T000000Z.txt": "begin\na\nb\nend\n",
			"r-20000101T010100Z.txt": "begin\nc\nend\n",
		}},

		{"a file is never without records where there are several", Rotate{Every: time.Minute}, func(t *testing.T, r *Rotation) {
			time.Sleep(time.Hour)
			put(t, r)
		}, map[string]string{}},

		{"reopened", Rotate{}, func(t *testing.T, r *Rotation) {
			put(t, r, "a")
			r.Reopen()
			put(t, r)
			time.Sleep(time.Second)
			put(t, r, "b")
		}, map[string]string{
			"r-20000101T000000Z.txt": "begin\na\nend\n",
			"r-20000101T000001Z.txt": "begin\nb\nend\n",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				r := rotation(t, dir, test.when)
				test.run(t, r)
				finish(t, r)
			})
			if d := cmp.Diff(test.want, files(t, dir)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestRotationWritesUnderATemporaryName(t *testing.T) {
	dir := t.TempDir()
	r := rotation(t, dir, Rotate{})
	put(t, r, "a")
	if _, err := os.Stat(filepath.Join(dir, "r.txt")); !os.IsNotExist(err) {
		t.Errorf("the name stands before the file is whole: %v", err)
	}
	if b, err := os.ReadFile(temporary(t, dir)); err != nil || string(b) != "begin\na\n" {
		t.Errorf("a flush left %q, %v in the file", b, err)
	}
	finish(t, r)
}

func TestRotationKeepsWholeRecordsOnError(t *testing.T) {
	dir := t.TempDir()
	r := rotation(t, dir, Rotate{})
	put(t, r, "a", "b")
	long := strings.Repeat("x", fileBuffer+1)
	if err := r.Write([]byte(long)); err != nil { // half of it is in the file
		t.Fatal(err)
	}
	r.Abort()
	if d := cmp.Diff(map[string]string{"r.txt": "begin\na\nb\n"}, files(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestRotationNeedsAFile(t *testing.T) {
	if _, err := NewRotation(os.DevNull, Rotate{Size: 1}, texts); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a device is rotated: %v", err)
	}
	if _, err := NewRotation(filepath.Join(t.TempDir(), "no", "folder"), Rotate{}, texts); err == nil {
		t.Error("a file is made in a folder that is not there")
	}
	broken := func(io.Writer) (Reporter, error) { return nil, fmt.Errorf("no such format") }
	dir := t.TempDir()
	if _, err := NewRotation(filepath.Join(dir, "r"), Rotate{}, broken); err == nil || len(files(t, dir)) > 0 {
		t.Errorf("a format that is not there: %v, and %v is left", err, files(t, dir))
	}
}
