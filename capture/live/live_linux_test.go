package live

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/capture/filter"
)

// start opens a Source that the test closes. stop ends the capture.
func start(t testing.TB, o Options, names ...string) (s *Source, stop func()) {
	t.Helper()
	o.Context, stop = context.WithCancel(context.Background())
	s, err := Open(names, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, stop
}

// frames reads what is left of a Source until its end, with bytes of their own.
func frames(t testing.TB, s *Source) []capture.Packet {
	t.Helper()
	var all []capture.Packet
	for b := (capture.Batch{}); ; {
		if err := s.Next(&b); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		for _, p := range b.Packets {
			p.Data = bytes.Clone(p.Data)
			all = append(all, p)
		}
	}
}

// await reads until so many packets came, or the time is over.
func await(t testing.TB, s *Source, n int) (got int) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for b := (capture.Batch{}); got < n && time.Now().Before(deadline); got += len(b.Packets) {
		if err := s.Next(&b); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

// sample returns the frames of a saved capture.
func sample(t testing.TB, names ...string) [][]byte {
	t.Helper()
	files, err := capture.Open(names, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	var all [][]byte
	for b := (capture.Batch{}); files.Next(&b) == nil; {
		for i := range b.Packets {
			if p := &b.Packets[i]; p.Link == capture.LinkEthernet && len(p.Data) <= 1514 {
				all = append(all, bytes.Clone(p.Data))
			}
		}
	}
	return all
}

// frame makes one of an IPv4 TCP packet to a port.
func frame(port uint16, size int) []byte {
	b := make([]byte, 14+20+20+size)
	binary.BigEndian.PutUint16(b[12:], 0x0800)
	b[14], b[14+8], b[14+9] = 0x45, 64, 6
	binary.BigEndian.PutUint16(b[14+2:], uint16(40+size))
	binary.BigEndian.PutUint16(b[34:], 50000)
	binary.BigEndian.PutUint16(b[34+2:], port)
	b[34+12] = 5 << 4
	return b
}

// tag puts a VLAN tag into a frame.
func tag(b []byte, id uint16) []byte {
	return append(append(bytes.Clone(b[:12]), 0x81, 0, byte(id>>8), byte(id)), b[12:]...)
}

func TestSamplesArriveAsSent(t *testing.T) {
	from, to := pair(t)
	s, stop := start(t, Options{}, to)
	want := sample(t, "../../samples")
	want = append(want, sample(t, "../../samples/vlan.pcap")...)
	begun := time.Now().UnixNano()
	out := newSender(t, from)
	for _, f := range want {
		out.send(t, f)
	}
	stop()
	var got [][]byte
	last := begun
	for i, p := range frames(t, s) {
		got = append(got, p.Data)
		if p.Time < last || p.Time > time.Now().UnixNano() {
			t.Errorf("packet %d: its time is %v after the one before", p.Number, time.Duration(p.Time-last))
		}
		if last = p.Time; p.Number != int64(i+1) || p.Length != len(p.Data) || p.Link != capture.LinkEthernet {
			t.Errorf("packet %d: number %d, length %d of %d, link type %d", i+1, p.Number, len(p.Data), p.Length, p.Link)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	stats := s.Stats()[0]
	if d := cmp.Diff(Stats{Interface: to, Received: int64(len(want)), Up: true}, stats); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"live:" + to}, s.Names()); d != "" {
		t.Error(d)
	}
}

func TestBothSidesInOrder(t *testing.T) {
	from, to := pair(t)
	s, stop := start(t, Options{}, from, to)
	out := newSender(t, from)
	for range 200 {
		out.send(t, frame(443, 10))
	}
	stop()
	packets := frames(t, s)
	counts := map[int32]int{}
	for i, p := range packets {
		counts[p.Source]++
		if i > 0 && p.Time < packets[i-1].Time {
			t.Errorf("packet %d of %s is earlier than the one before", p.Number, s.Names()[p.Source])
		}
	}
	if d := cmp.Diff(map[int32]int{0: 200, 1: 200}, counts); d != "" {
		t.Error(d)
	}
}

func TestFilterAndTags(t *testing.T) {
	from, to := pair(t)
	for _, c := range []struct {
		expr string
		want [][]byte
	}{
		{"tcp dst port 443", [][]byte{frame(443, 5), tag(frame(443, 0), 7), tag(tag(frame(443, 0), 8), 7)}},
		{"vlan 7", [][]byte{tag(frame(443, 0), 7), tag(tag(frame(443, 0), 8), 7)}},
		{"vlan 8", [][]byte{tag(tag(frame(443, 0), 8), 7)}},
		{"not vlan and greater 6", [][]byte{frame(80, 6)}},
	} {
		f, err := filter.Parse(c.expr)
		if err != nil {
			t.Fatal(err)
		}
		s, stop := start(t, Options{Filter: f}, to)
		out := newSender(t, from)
		for _, b := range [][]byte{frame(443, 5), frame(80, 6), tag(frame(443, 0), 7), tag(tag(frame(443, 0), 8), 7)} {
			out.send(t, b)
		}
		stop()
		var got [][]byte
		for _, p := range frames(t, s) {
			got = append(got, p.Data)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.expr, d)
		}
		if notes := s.Notes(); len(notes) > 0 {
			t.Errorf("%s: %v", c.expr, notes)
		}
	}
}

func TestFilterTooLongForTheKernel(t *testing.T) {
	_, to := pair(t)
	f, err := filter.Parse("host 2001:db8::1" + strings.Repeat(" or host 2001:db8::2", 400))
	if err != nil {
		t.Fatal(err)
	}
	s, _ := start(t, Options{Filter: f}, to)
	if notes := s.Notes(); len(notes) != 1 || !strings.Contains(notes[0], "filtered here") {
		t.Errorf("notes: %q", notes)
	}
}

func TestSnaplen(t *testing.T) {
	from, to := pair(t)
	s, stop := start(t, Options{Snaplen: 60}, to)
	newSender(t, from).send(t, frame(443, 1000))
	stop()
	packets := frames(t, s)
	if len(packets) != 1 || len(packets[0].Data) != 60 || packets[0].Length != 1054 {
		t.Errorf("got %v", packets)
	}
}

func TestLoopbackOnce(t *testing.T) {
	pair(t) // for its conditions
	ip(t, "link", "set", "lo", "up")
	s, stop := start(t, Options{}, "lo")
	newSender(t, "lo").send(t, frame(443, 1))
	stop()
	if got := frames(t, s); len(got) != 1 || !bytes.Equal(got[0].Data, frame(443, 1)) {
		t.Errorf("got %v", got)
	}
}

// TestAny holds that packets of all interfaces at once have a cooked header.
func TestAny(t *testing.T) {
	from, _ := pair(t)
	s, stop := start(t, Options{}, "any")
	newSender(t, from).send(t, tag(frame(443, 1), 7))
	stop()
	got := frames(t, s)
	if len(got) != 2 {
		t.Fatalf("got %v, want it as sent and as received", got)
	}
	// The cooked header has the tag's EtherType, and the tag's rest stands behind it.
	b := got[1].Data
	protocol, behind := b, 20
	if got[1].Link == capture.LinkLinuxSLL { // libpcap's
		protocol, behind = b[14:], 16
	}
	if want := tag(frame(443, 1), 7)[14:]; protocol[0] != 0x81 || protocol[1] != 0 || !bytes.Equal(b[behind:], want) {
		t.Errorf("got % x of link type %d, want % x behind the header", b, got[1].Link, want)
	}
}

func TestDownAndGoneAndBack(t *testing.T) {
	from, to := pair(t)
	s, _ := start(t, Options{}, to)
	newSender(t, from).send(t, frame(1, 1))
	if n := await(t, s, 1); n != 1 {
		t.Fatalf("%d packets before", n)
	}

	ip(t, "link", "set", to, "down")
	awaitUp(t, s, false)
	ip(t, "link", "set", to, "up")
	awaitUp(t, s, true)
	carry(t, from, to)
	newSender(t, from).send(t, frame(2, 1))
	if n := await(t, s, 1); n != 1 {
		t.Fatalf("%d packets after it was down", n)
	}

	ip(t, "link", "del", from)
	awaitUp(t, s, false)
	pair(t)
	awaitUp(t, s, true)
	carry(t, from, to)
	newSender(t, from).send(t, frame(3, 1))
	if n := await(t, s, 1); n != 1 {
		t.Fatalf("%d packets after it was gone", n)
	}
	if got := s.Stats()[0]; got.Downs != 2 || got.DownFor <= 0 || got.Received != 3 {
		t.Errorf("counted %+v", got)
	}
}

// awaitUp reads until the interface is up, or down.
func awaitUp(t *testing.T, s *Source, up bool) {
	t.Helper()
	var b capture.Batch
	for deadline := time.Now().Add(5 * time.Second); s.Stats()[0].Up != up; {
		if err := s.Next(&b); err != nil {
			t.Fatal(err)
		}
		if time.Now().After(deadline) {
			t.Fatalf("the interface is not seen to be up: %v", up)
		}
	}
}

func TestDropsAreCounted(t *testing.T) {
	from, to := pair(t)
	s, stop := start(t, Options{Buffer: 1}, to)
	out, n := newSender(t, from), 2000
	for range n {
		out.send(t, frame(443, 1400))
	}
	stop()
	got := len(frames(t, s))
	stats := s.Stats()[0]
	if got == 0 || got == n || stats.Received != int64(got) || stats.Received+stats.Dropped+stats.Missed != int64(n) {
		t.Errorf("%d of %d packets came, counted %+v", got, n, stats)
	}
}

func TestNextReturnsWithoutPackets(t *testing.T) {
	_, to := pair(t)
	s, stop := start(t, Options{}, to)
	var b capture.Batch
	begun := time.Now()
	if err := s.Next(&b); err != nil || len(b.Packets) > 0 {
		t.Fatal(err, b.Packets)
	}
	if took := time.Since(begun); took < Wait/2 || took > 5*Wait {
		t.Errorf("it took %v", took)
	}
	stop()
	if got := frames(t, s); len(got) > 0 {
		t.Errorf("got %v", got)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Next(&b); err != io.EOF {
		t.Errorf("after Close: %v", err)
	}
}

func TestOpenErrors(t *testing.T) {
	if os.Getenv(inNamespace) == "" {
		t.Skip("a network namespace is needed")
	}
	for _, c := range []struct {
		names []string
		o     Options
		want  string
	}{
		{nil, Options{}, "no interface"},
		{[]string{"nothere0"}, Options{}, "nothere0: there is no such interface"},
		{[]string{"a name that is far too long"}, Options{}, "there is no such interface"},
		{[]string{"lo", "nothere0"}, Options{}, "nothere0: there is no such interface"},
		{[]string{"lo", "lo"}, Options{}, "lo: it is named twice"},
		{[]string{"lo"}, Options{Snaplen: -1}, "snap length"},
		{[]string{"lo"}, Options{Buffer: 1 << 31}, "buffer"},
	} {
		if _, err := Open(c.names, c.o); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v, want %q", c.names, err, c.want)
		}
	}
}
