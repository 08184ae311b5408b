//go:build linux

package main

import (
	"bytes"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Ethernet headers without a tag.
const (
	overIPv4 = "020000000020" + "020000000010" + "0800"
	overIPv6 = "020000000020" + "020000000010" + "86dd"
)

// The fields that payloadLength reads, with zeros between them.
var (
	ipv4TCP = overIPv4 + "4500002a" + zeros(5) + "06" + zeros(10) + zeros(12) + "50" + zeros(7)
	ipv6UDP = overIPv6 + "60000000000b11" + zeros(33) + zeros(8)
)

func zeros(n int) string { return strings.Repeat("00", n) }

func TestPayloadLength(t *testing.T) {
	tests := map[string]struct {
		frame string
		want  int
	}{
		"two bytes of TCP over IPv4":   {ipv4TCP + "1603", 2},
		"padding is no payload":        {ipv4TCP + "1603" + zeros(4), 2},
		"three bytes of UDP over IPv6": {ipv6UDP + "170303", 3},
		"a packet cut short":           {ipv4TCP + "16", -1},
		"ARP":                          {"ffffffffffff" + "020000000010" + "0806" + zeros(28), -1},
		"no Ethernet header":           {"0200", -1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			frame, err := hex.DecodeString(test.frame)
			if err != nil {
				t.Fatal(err)
			}
			if got := payloadLength(frame); got != test.want {
				t.Errorf("payloadLength = %d, want %d", got, test.want)
			}
		})
	}
}

func TestTag(t *testing.T) {
	frame, err := hex.DecodeString(overIPv4 + "45")
	if err != nil {
		t.Fatal(err)
	}
	want := "020000000020" + "020000000010" + "8100002a" + "0800" + "45"
	if got := hex.EncodeToString(tag(frame, 42)); got != want {
		t.Errorf("tag = %s, want %s", got, want)
	}
}

// Each tunnel's headers, and the packet or frame that ends what it makes.
func TestWrap(t *testing.T) {
	frame, err := hex.DecodeString(ipv4TCP)
	if err != nil {
		t.Fatal(err)
	}
	const outside = "020000000002" + "020000000001"
	tests := map[string]struct {
		headers string
		inner   []byte
	}{
		"pppoe":  {outside + "8864" + "11000003002a" + "0021", packetOf(frame)},
		"mpls":   {outside + "8847" + "00011040" + "00020140" + "00000000", frame},
		"ipip":   {outside + "0800" + "4500003c000040004004c2b9cb007101cb007102", packetOf(frame)},
		"geneve": {outside + "0800" + "4500005a000040004011" + "c28e" + "cb007101cb007102" + "c00017c100460000" + "0000655800002a00", frame},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var w way
			if err := w.Set(name); err != nil {
				t.Fatal(err)
			}
			want := test.headers + hex.EncodeToString(test.inner)
			if diff := cmp.Diff(want, hex.EncodeToString(w.wrap(frame))); diff != "" {
				t.Error(diff)
			}
		})
	}
	var w way
	if w.Set("string") == nil {
		t.Error("Set took a tunnel that there is not")
	}
}

func TestFaultsSet(t *testing.T) {
	got := make(faults)
	for _, s := range []string{"late:server:1", "drop:server:3", "miss:client:2"} {
		if err := got.Set(s); err != nil {
			t.Errorf("Set(%q): %v", s, err)
		}
	}
	want := faults{"server": {1: late, 3: drop}, "client": {2: miss}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, s := range []string{"", "drop", "burn:server:1", "drop:router:1", "drop:server:0", "drop:server:x"} {
		if got.Set(s) == nil {
			t.Errorf("Set(%q) took it", s)
		}
	}
}

// TestDirection sends three segments through a direction and compares what the
// mirror port and the receiver get.
func TestDirection(t *testing.T) {
	tests := []struct {
		fault              fault
		mirrored, received string
	}{
		{"", "123", "123"},
		{drop, "13", "13"},
		{lose, "123", "13"},
		{miss, "13", "123"},
		{late, "132", "132"},
		{double, "1223", "123"},
	}
	for _, test := range tests {
		t.Run(string(test.fault), func(t *testing.T) {
			var mirrored, received port
			d := direction{
				faults: map[int]fault{2: test.fault},
				mirror: mirror{port: &mirrored},
				from:   &port{frames: []string{"1", "2", "3"}},
				to:     &received,
			}
			if err := d.run(); err == nil {
				t.Error("the end of the frames was no error")
			}
			if mirrored.seen() != test.mirrored || received.seen() != test.received {
				t.Errorf("mirrored %s, received %s; want %s, %s",
					mirrored.seen(), received.seen(), test.mirrored, test.received)
			}
		})
	}
}

// A port is one end of a direction: it hands out segments of one byte of
// payload, and keeps those of the frames that are written to it.
type port struct {
	frames  []string
	written bytes.Buffer
}

func (p *port) Read(b []byte) (int, error) {
	if len(p.frames) == 0 {
		return 0, io.EOF
	}
	frame, err := hex.DecodeString(strings.Replace(ipv4TCP, "4500002a", "45000029", 1))
	frame = append(frame, p.frames[0][0])
	p.frames = p.frames[1:]
	return copy(b, frame), err
}

func (p *port) Write(frame []byte) (int, error) {
	p.written.WriteByte(frame[len(frame)-1])
	return len(frame), nil
}

func (p *port) seen() string { return p.written.String() }
