package input

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/klauspost/compress/gzip"
)

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFolderStandsForTheFilesInIt(t *testing.T) {
	dir := t.TempDir()
	b, a := write(t, filepath.Join(dir, "b"), "12"), write(t, filepath.Join(dir, "a", "z"), "1")
	got, problems := Find(dir, nil)
	if d := cmp.Diff([]File{{Name: a, Size: 1}, {Name: b, Size: 2}}, got); d != "" || len(problems) > 0 {
		t.Errorf("%v (-want +got):\n%s", problems, d)
	}
}

func TestFileIsNamed(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "a"), "123")
	stdin := strings.NewReader("x")
	for _, want := range []File{{Name: path, Size: 3, Named: true}, {Name: "-", Named: true, Stdin: stdin}} {
		got, problems := Find(want.Name, stdin)
		if d := cmp.Diff([]File{want}, got, cmpopts.IgnoreUnexported(strings.Reader{})); d != "" || len(problems) > 0 {
			t.Errorf("%v (-want +got):\n%s", problems, d)
		}
	}
}

func TestWhatCannotBeFoundIsTold(t *testing.T) {
	files, problems := Find("no/such/file", nil)
	if len(files) > 0 || len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), "no/such/file: can't be opened: ") {
		t.Errorf("files %v, problems %v", files, problems)
	}
}

func TestOpenUncompressesAndCounts(t *testing.T) {
	var packed strings.Builder
	z := gzip.NewWriter(&packed)
	io.WriteString(z, "many, many words")
	z.Close()
	for name, c := range map[string]struct{ held, want string }{
		"plain": {"many, many words", "many, many words"}, "short": {"x", "x"}, "empty": {"", ""},
		"gzip": {packed.String(), "many, many words"},
	} {
		t.Run(name, func(t *testing.T) {
			f := File{Name: write(t, filepath.Join(t.TempDir(), "f"), c.held)}
			var read atomic.Int64
			r, free, err := f.Open(&read)
			if err != nil {
				t.Fatal(err)
			}
			defer free()
			got, err := io.ReadAll(r)
			if string(got) != c.want || err != nil || read.Load() != int64(len(c.held)) {
				t.Errorf("got %q after %d bytes, %v; want %q after %d", got, read.Load(), err, c.want, len(c.held))
			}
		})
	}
}
