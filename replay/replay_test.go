package replay

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// log is a reporter that keeps the uids of what it is given.
type log struct {
	streaming bool
	uids      []string
	fail      error
}

func (l *log) Streaming() bool { return l.streaming }

func (l *log) Encode(dst []byte, c *record.Connection) []byte { return append(dst, c.UID...) }

func (l *log) Write(encoded []byte) error {
	l.uids = append(l.uids, string(encoded))
	return l.fail
}

func (l *log) Close(*report.Summary) error { return nil }

// line makes up a record that began at a second, with its first packet.
func line(uid string, start, packet int) string {
	c := record.Connection{
		Schema: record.Schema, UID: uid, Outcome: record.OutcomeEstablished, Start: record.Time(start * 1e9), End: record.Time(start*1e9 + 1),
		Capture: record.Capture{FirstPacket: int64(packet)},
	}
	return string(c.AppendJSON(nil)) + "\n"
}

// write makes a file in a folder, and returns its path.
func write(t *testing.T, dir, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// replayed reads what is at paths, and returns what is wrong there.
func replayed(t *testing.T, r report.Reporter, paths ...string) (*report.Summary, []string) {
	t.Helper()
	files, err := Open(paths, strings.NewReader(line("stdin", 5, 1)))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Run(t.Context(), files, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	var problems []string
	for _, p := range files.Problems() {
		problems = append(problems, p.Error())
	}
	return s, problems
}

func TestRecordsOfSeveralSensorsAreMergedUnlessTheReportStreams(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a", line("a3", 3, 1), line("a1", 1, 1), line("a7b", 7, 9))
	b := write(t, dir, "b", line("b2", 2, 1), line("a1", 1, 1), line("a7a", 7, 8))
	for streaming, want := range map[bool][]string{
		true:  {"a3", "a1", "a7b", "b2", "a7a", "stdin"},
		false: {"a1", "b2", "a3", "stdin", "a7a", "a7b"},
	} {
		l := &log{streaming: streaming}
		s, problems := replayed(t, l, a, b, "-")
		if diff := cmp.Diff(want, l.uids); diff != "" || problems != nil {
			t.Errorf("streaming %v: %v (-want +got):\n%s", streaming, problems, diff)
		}
		losses := []report.Loss{{What: "records of connections that were there already, by their uid", Count: 1}}
		if diff := cmp.Diff(losses, s.Losses); diff != "" || s.Records.Value != 7 || s.Files != 3 || s.Start != 1e9 || s.End != 7e9+1 {
			t.Errorf("%d records in %d files from %v to %v, losses (-want +got):\n%s", s.Records.Value, s.Files, s.Start, s.End, diff)
		}
	}
}

func TestRecordsWithoutAUIDAreAllThere(t *testing.T) {
	l := &log{streaming: true}
	replayed(t, l, write(t, t.TempDir(), "a", line("", 1, 1), line("", 1, 1)))
	if len(l.uids) != 2 {
		t.Errorf("%d records, want 2", len(l.uids))
	}
}

func TestManyRecordsKeepTheirOrder(t *testing.T) {
	const n = 50_000
	var lines, want []string
	for i := range n {
		want = append(want, fmt.Sprint("uid", i))
		lines = append(lines, line(want[i], i, i))
	}
	l := &log{streaming: true}
	replayed(t, l, write(t, t.TempDir(), "a", lines...))
	if diff := cmp.Diff(want, l.uids); diff != "" {
		t.Errorf("(-want +got):\n%.1000s", diff)
	}
}

func TestWhatCannotBeReadIsTold(t *testing.T) {
	dir := t.TempDir()
	broken := write(t, dir, "broken", line("a", 1, 1), "{\n", line("b", 2, 1), strings.Repeat("x\n", 15), line("c", 3, 1)[:30])
	capture := write(t, dir, "capture", "\xd4\xc3\xb2\xa1\n\n\n")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(line("d", 4, 1)))
	z.Close()
	cut := write(t, dir, "cut", packed.String()[:packed.Len()-10])
	l := &log{streaming: true}
	s, problems := replayed(t, l, broken, filepath.Join(dir, "missing"), capture, cut)
	want := []string{
		filepath.Join(dir, "missing") + ": can't be opened: " + syscall.ENOENT.Error(),
		broken + ": skipped: line 2, byte 2: want a text",
	}
	for i := range 9 {
		want = append(want, fmt.Sprintf("%s: skipped: line %d, byte 1: want '{'", broken, 4+i))
	}
	want = append(want,
		broken+": 7 more lines are broken and were skipped",
		capture+": holds no records ('tlssniff read' reads captures): line 1, byte 1: want '{'",
		cut+": the compressed file is cut off: what came before was read",
	)
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a", "b", "d"}, l.uids); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]report.Loss{{What: "broken lines, which hold no record", Count: 18}}, s.Losses); diff != "" {
		t.Errorf("losses (-want +got):\n%s", diff)
	}
}

func TestFolderStandsForItsRecords(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "tls-20240101T000000Z.ndjson", line("a", 1, 1))
	write(t, dir, "tls.ndjson.gz", line("b", 1, 1)) // known by its content
	write(t, dir, ".tls.ndjson.123", line("unfinished", 1, 1))
	write(t, dir, "capture.pcap", "no records")
	l := &log{streaming: true}
	if _, problems := replayed(t, l, dir); problems != nil {
		t.Error(problems)
	}
	if diff := cmp.Diff([]string{"a", "b"}, l.uids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	empty := t.TempDir()
	if _, err := Open([]string{empty}, nil); err == nil || err.Error() != "no records in "+empty+": no file there is called NAME.ndjson" {
		t.Errorf("an empty folder gives %v", err)
	}
}

func TestErrorOfWritingEndsTheRun(t *testing.T) {
	full := errors.New("disk full")
	path := write(t, t.TempDir(), "a", strings.Repeat(line("", 1, 1), 20_000))
	for _, streaming := range []bool{true, false} {
		files, err := Open([]string{path}, nil)
		if err != nil {
			t.Fatal(err)
		}
		l := &log{streaming: streaming, fail: full}
		if _, err := Run(t.Context(), files, l, nil); err != full || len(l.uids) != 1 {
			t.Errorf("streaming %v: %v after %d records, want %v after 1", streaming, err, len(l.uids), full)
		}
	}
}

func TestInterruptedRunEnds(t *testing.T) {
	files, err := Open([]string{write(t, t.TempDir(), "a", line("a", 1, 1))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l := new(log)
	if _, err := Run(ctx, files, l, nil); err != nil || len(l.uids) > 0 {
		t.Errorf("%v, %d records", err, len(l.uids))
	}
}

func TestSeenRemembersTheLast(t *testing.T) {
	s := newSeen(2)
	for i, step := range []struct {
		uid       string
		first     bool
		forgotten int64
	}{
		{"a", true, 0}, {"a", false, 0}, {"b", true, 0}, {"c", true, 0}, {"a", false, 0},
		{"d", true, 2}, {"c", false, 2}, {"b", true, 4},
	} {
		if first := s.first(step.uid); first != step.first || s.forgotten != step.forgotten {
			t.Errorf("step %d, %s: first %v, %d forgotten, want %v, %d", i, step.uid, first, s.forgotten, step.first, step.forgotten)
		}
	}
}

// FuzzReport holds that no record, whatever is in it, breaks a report of any format.
func FuzzReport(f *testing.F) {
	golden, err := filepath.Glob("../cmd/tlssniff/testdata/golden/*.ndjson")
	if err != nil || len(golden) == 0 {
		f.Fatalf("no golden records: %v", err)
	}
	for _, path := range golden {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"schema":"` + record.Schema + `","certificates":{"server":[{}]},"steps":[{"file":-1}],"capture":{"sources":[]},"client_hello":{}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, format := range report.Formats() {
			files, err := Open([]string{path}, nil)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			r, err := report.New(format, &out, report.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s, err := Run(t.Context(), files, r, nil)
			if err == nil {
				err = r.Close(s)
			}
			if err != nil {
				t.Fatalf("%s: %v", format, err)
			}
		}
	})
}
