package capture

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFilesAreReadInTheOrderOfTheirFirstPackets(t *testing.T) {
	dir := t.TempDir()
	late := write(t, dir, "a.pcap", simplePcap(100, "56"))
	early := write(t, dir, "b.pcap", simplePcap(1, "1234"))
	f, err := Open([]string{late, early}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := data(readAll(t, f)); got != "123456" {
		t.Errorf("packets %q, want 123456", got)
	}
	if d := cmp.Diff([]string{early, late}, f.Names()); d != "" {
		t.Error(d)
	}
	if read, total := f.Progress(); read != total || total == 0 {
		t.Errorf("progress says %d of %d bytes at the end", read, total)
	}
}

func TestFilesThatOverlapAreMergedByTime(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a", simplePcap(10, "acegik")) // 10 to 15
	b := write(t, dir, "b", simplePcap(11, "dfhj"))   // 11 to 14
	c := write(t, dir, "c", simplePcap(30, "xy"))
	f, err := Open([]string{c, b, a}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	packets := readAll(t, f)
	if got := data(packets); got != "acdefghijkxy" {
		t.Errorf("packets %q, want acdefghijkxy", got)
	}
	for i := 1; i < len(packets); i++ {
		if packets[i].Time < packets[i-1].Time {
			t.Errorf("packet %d is earlier than the one before", i)
		}
	}
	if last := packets[len(packets)-1]; last.Number != 2 || last.Source != 2 {
		t.Errorf("the last packet is number %d of source %d, want 2 of 2", last.Number, last.Source)
	}
}

func TestFolderStandsForTheCapturesInIt(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "one.pcap", simplePcap(1, "ab"))
	write(t, dir, "notes.txt", []byte("these are notes"))
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "sub"), "two.cap", simplePcap(5, "c"))
	f, err := Open([]string{dir}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := data(readAll(t, f)); got != "abc" || f.Skipped() != 1 || len(f.Problems()) != 0 {
		t.Errorf("packets %q, %d files skipped, problems %v", got, f.Skipped(), f.Problems())
	}
}

func TestLinkToAFolderStandsForIt(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "one.pcap", simplePcap(1, "ab"))
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	f, err := Open([]string{link}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := data(readAll(t, f)); got != "ab" || f.Names()[0] != filepath.Join(link, "one.pcap") {
		t.Errorf("packets %q of %v", got, f.Names())
	}
}

func TestWhatCannotBeOpenedIsTold(t *testing.T) {
	dir := t.TempDir()
	good := write(t, dir, "good", simplePcap(1, "a"))
	notes := write(t, dir, "notes", []byte("these are notes, not packets"))
	missing := filepath.Join(dir, "missing")
	f, err := Open([]string{missing, good, notes}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := data(readAll(t, f)); got != "a" {
		t.Errorf("packets %q, want a", got)
	}
	problems := f.Problems()
	if len(problems) != 2 || !strings.Contains(problems[0].Error(), missing+": can't be opened") || !strings.Contains(problems[1].Error(), notes+": not a capture") {
		t.Errorf("problems %v", problems)
	}
	if _, err := Open([]string{missing}, Options{}); err == nil {
		t.Error("no error where nothing could be opened")
	}
	if _, err := Open([]string{"-"}, Options{Stdin: bytes.NewReader(nil)}); err == nil || !strings.Contains(err.Error(), "it is empty") {
		t.Errorf("empty standard input: %v", err)
	}
}

func BenchmarkNext(b *testing.B) {
	content := simplePcap(1, strings.Repeat("x", 200_000))
	path := write(b, b.TempDir(), "big.pcap", content)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	var batch Batch
	for b.Loop() {
		f, err := Open([]string{path}, Options{})
		if err != nil {
			b.Fatal(err)
		}
		for f.Next(&batch) == nil {
		}
		f.Close()
	}
}
