package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInventoryWritesEachCertificateOnce(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	inventoryOf(t, Options{}, Inventory{Format: "csv", PEM: folder}, shown())
	want := make(map[string]string)
	for _, c := range shown() {
		if c.Certificates == nil {
			continue
		}
		for _, p := range append(c.Certificates.Server, c.Certificates.Client...) {
			if p.ParseError != "" {
				want[p.SHA256+".der"] = string(p.DER)
			} else {
				want[p.SHA256+".pem"] = pemOf(p.DER)
			}
		}
	}
	if diff := cmp.Diff(want, folderOf(t, folder)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// pemOf writes bytes that fit one line as PEM.
func pemOf(der []byte) string {
	b, _ := json.Marshal(der) // base64 in quotes
	return "-----BEGIN CERTIFICATE-----\n" + strings.Trim(string(b), `"`) + "\n-----END CERTIFICATE-----\n"
}

// folderOf returns the files of a folder.
func folderOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(b)
	}
	return files
}

func TestCertificateFilesFollowNoLinksAndAreWrittenOnce(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.pem")
	for range 2 {
		if err := writeOnce(path, []byte("content")); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o400); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("written again: %v, %v", info, err)
	}
	if err := writeOnce(path, []byte("other content")); err != nil {
		t.Fatal(err)
	}
	victim := filepath.Join(folder, "victim")
	if err := os.Symlink(victim, filepath.Join(folder, "b.pem")); err != nil {
		t.Skip(err)
	}
	if err := writeOnce(filepath.Join(folder, "b.pem"), []byte("content")); err == nil {
		t.Error("wrote through a link")
	}
	if _, err := os.Lstat(victim); err == nil {
		t.Error("the link's target was made")
	}
	if got, err := os.ReadFile(path); string(got) != "other content" {
		t.Errorf("got %q, %v", got, err)
	}
}
