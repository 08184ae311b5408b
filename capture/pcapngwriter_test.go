package capture

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// written returns a file that a PcapngWriter writes: of each name one packet, the last of
// them with a comment.
func written(t *testing.T, packets []Packet, names []string, comment string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewPcapngWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range packets {
		told := ""
		if i == len(packets)-1 {
			told = comment
		}
		if err := w.Write(&packets[i], names[i], told); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func frames() ([]Packet, []string) {
	return []Packet{
		{Data: []byte("abcde"), Time: 1_700_000_000_123_456_789, Length: 5, Link: LinkEthernet},
		{Data: []byte("fghi"), Time: 0, Length: 4, Link: LinkLinuxSLL2},
		{Data: []byte("j"), Time: 1<<62 + 1, Length: 1500, Link: LinkEthernet},
		{Data: nil, Time: 5, Length: 60, Link: LinkEthernet},
	}, []string{"live:eth0", "live:any", "live:eth0", "/var/captures/yesterday.pcap"}
}

func TestWrittenIsReadAsItWas(t *testing.T) {
	packets, names := frames()
	var want []seen
	for i, p := range packets {
		want = append(want, seen{string(p.Data), p.Time, p.Length, int64(i + 1), 0, p.Link})
	}
	files := open(t, written(t, packets, names, "why it failed"))
	if d := cmp.Diff(want, readAll(t, files)); d != "" {
		t.Error(d)
	}
	if problems := files.Problems(); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestWrittenIsReadByWireshark(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("tshark is not installed")
	}
	packets, names := frames()
	path := write(t, t.TempDir(), "written.pcapng", written(t, packets, names, "why it failed"))
	out, err := exec.Command("tshark", "-r", path, "-T", "fields", "-E", "separator=|",
		"-e", "frame.time_epoch", "-e", "frame.cap_len", "-e", "frame.len", "-e", "frame.interface_name", "-e", "frame.comment").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var rows []string
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "|") { // the others tell that it should not run as root
			rows = append(rows, strings.TrimSpace(line))
		}
	}
	if len(rows) != 4 || !strings.Contains(rows[0], "123456789") || !strings.Contains(rows[0], "|5|5|eth0|") ||
		!strings.Contains(rows[1], "|4|4|any|") || !strings.Contains(rows[2], "|1|1500|eth0|") || !strings.HasSuffix(rows[3], "|why it failed") {
		t.Errorf("tshark reads\n%s", out)
	}
}

// A section describes no more interfaces than are read.
func TestManyInterfaces(t *testing.T) {
	var b bytes.Buffer
	w, err := NewPcapngWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	const n = maxInterfaces + 10
	for i := range n {
		if err := w.Write(&Packet{Data: []byte{byte(i)}, Length: 1, Link: LinkType(i)}, strings.Repeat("x", i>>16), ""); err != nil {
			t.Fatal(err)
		}
	}
	got := readAll(t, open(t, b.Bytes()))
	if len(got) != n || got[n-1].Link != 9 {
		t.Errorf("%d packets, want %d; the last %+v", len(got), n, got[len(got)-1])
	}
}

func TestWriterTellsWhatCouldNotBeWritten(t *testing.T) {
	full := errors.New("full")
	w := &limitedWriter{1, full}
	p, err := NewPcapngWriter(w)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Write(&Packet{}, "", ""); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	if _, err := NewPcapngWriter(w); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

// limitedWriter takes so many writes and then fails.
type limitedWriter struct {
	left int
	err  error
}

func (w *limitedWriter) Write(b []byte) (int, error) {
	if w.left == 0 {
		return 0, w.err
	}
	w.left--
	return len(b), nil
}
