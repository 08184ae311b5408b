package packet

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"github.com/tlssniff/tlssniff/capture"
)

// fragment4 returns the fragment of an IPv4 packet's payload from one offset to another.
func fragment4(t testing.TB, ip []byte, from, to int) *capture.Packet {
	t.Helper()
	b := join(ip[:20], ip[20+from:20+to])
	flags := uint16(from / 8)
	if 20+to < len(ip) {
		flags |= 0x2000
	}
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	binary.BigEndian.PutUint16(b[6:], flags)
	return whole(capture.LinkRaw, b)
}

// fragments4 returns a TCP segment in two fragments.
func fragments4(t testing.TB, payload string) (first, second *capture.Packet) {
	ip := tcp4(t, payload)
	middle := len(ip) / 16 * 8
	return fragment4(t, ip, 0, middle), fragment4(t, ip, middle, len(ip)-20)
}

// ip6Fragment returns the fragment of an IPv6 packet's payload from one offset to
// another; behind the fragment header the payload begins with next.
func ip6Fragment(t testing.TB, payload []byte, next layers.IPProtocol, from, to int) *capture.Packet {
	t.Helper()
	head := []byte{byte(next), 0, 0, 0, 0, 0, 0, 9}
	at := uint16(from)
	if to < len(payload) {
		at |= 1
	}
	binary.BigEndian.PutUint16(head[2:], at)
	return whole(capture.LinkRaw, serialize(t, ip6Layer(layers.IPProtocolIPv6Fragment), gopacket.Payload(join(head, payload[from:to]))))
}

// Fragments in any order, some of them twice, some overlapping, give the datagram once they are all there.
func TestFragmentsInAnyOrder(t *testing.T) {
	payload := strings.Repeat("0123456789abcdef", 40)
	ip := tcp4(t, payload)
	end := len(ip) - 20
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var fs []*capture.Packet
		for at := 0; at < end; {
			n := 8 * (1 + random.IntN(12))
			fs = append(fs, fragment4(t, ip, max(0, at-8*random.IntN(3)), min(at+n, end)))
			at += n
		}
		fs = append(fs, fs[random.IntN(len(fs))])
		random.Shuffle(len(fs), func(i, j int) { fs[i], fs[j] = fs[j], fs[i] })

		d := NewDecoder(Options{})
		made := 0
		for _, f := range fs {
			p, v := decode(d, f)
			if v == Fragment {
				continue
			}
			made++
			if v != Decoded || !p.Fragmented || p.Flow != flow4 || string(p.Payload) != payload || p.WireLength != len(payload) {
				t.Fatalf("%v: %+v", v, p)
			}
			if p.VerifyChecksum(p.Digest()) != ChecksumValid {
				t.Error("the checksum is wrong")
			}
		}
		if made == 0 {
			t.Fatal("no datagram")
		}
		if s := d.Stats().Fragments; s.Overlapping != 0 || s.Malformed != 0 || s.Received != int64(len(fs)) {
			t.Errorf("%+v", s)
		}
	}
}

func TestFragmentsIPv6(t *testing.T) {
	options := serialize(t, ip6Layer(layers.IPProtocolTCP), tcpLayer(ip6Layer(0)), gopacket.Payload("hello, fragments"))[40:]
	payload := join([]byte{6, 0, 1, 4, 0, 0, 0, 0}, options)
	d := NewDecoder(Options{})
	if _, v := decode(d, ip6Fragment(t, payload, layers.IPProtocolIPv6Destination, 24, len(payload))); v != Fragment {
		t.Fatal(v)
	}
	p, v := decode(d, ip6Fragment(t, payload, layers.IPProtocolIPv6Destination, 0, 24))
	if v != Decoded || string(p.Payload) != "hello, fragments" || p.Flow != flow6 || !p.Fragmented {
		t.Fatalf("%v: %+v", v, p)
	}

	atomic, v := decode(d, ip6Fragment(t, payload, layers.IPProtocolIPv6Destination, 0, len(payload)))
	if v != Decoded || string(atomic.Payload) != "hello, fragments" || atomic.Fragmented {
		t.Fatalf("atomic: %v: %+v", v, atomic)
	}
}

// Where fragments disagree the first copy counts, and the first fragment's TTL.
func TestFragmentsOverlap(t *testing.T) {
	real, fake := tcp4(t, strings.Repeat("r", 72)), tcp4(t, strings.Repeat("f", 72))
	fake[8] = 99
	d := NewDecoder(Options{})
	decode(d, fragment4(t, real, 8, 32))
	decode(d, fragment4(t, real, 40, 48))
	decode(d, fragment4(t, fake, 24, 96)) // the fake fills 32 to 40 and what is behind 48
	p, v := decode(d, fragment4(t, real, 0, 24))
	want := strings.Repeat("r", 8) + strings.Repeat("f", 8) + strings.Repeat("r", 8) + strings.Repeat("f", 48)
	if v != Decoded || p.TTL != 61 {
		t.Fatalf("%v, TTL %d", v, p.TTL)
	}
	if diff := cmp.Diff(want, string(p.Payload)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(FragmentStats{Received: 4, Reassembled: 1, Overlapping: 1}, d.Stats().Fragments); diff != "" {
		t.Error(diff)
	}
}

func TestFragmentsThatAreNone(t *testing.T) {
	ip := tcp4(t, strings.Repeat("x", 100))
	edit := func(c *capture.Packet, change func(b []byte)) *capture.Packet {
		change(c.Data)
		return c
	}
	ragged := edit(fragment4(t, ip, 0, 24), func(b []byte) { b[3]-- })
	empty := edit(fragment4(t, ip, 8, 16), func(b []byte) { b[3] = 20 })
	beyond := edit(fragment4(t, ip, 8, 32), func(b []byte) { b[6], b[7] = 0x1f, 0xff })
	snapped := fragment4(t, ip, 0, 64)
	snapped.Data = snapped.Data[:40]
	other := edit(fragment4(t, ip, 40, 48), func(b []byte) { b[6] = 0 }) // says that it is the last
	tests := []struct {
		name string
		give []*capture.Packet
		want Verdict
		s    FragmentStats
	}{
		{"not in eights", []*capture.Packet{ragged}, Malformed, FragmentStats{Malformed: 1}},
		{"empty", []*capture.Packet{empty}, Malformed, FragmentStats{Malformed: 1}},
		{"beyond 64 KiB", []*capture.Packet{beyond}, Malformed, FragmentStats{Malformed: 1}},
		{"snapped", []*capture.Packet{snapped}, Truncated, FragmentStats{Truncated: 1}},
		{"two ends", []*capture.Packet{fragment4(t, ip, 64, 124), other}, Malformed, FragmentStats{Malformed: 1, Waiting: 1}},
		{"an end before others", []*capture.Packet{fragment4(t, ip, 64, 80), other}, Malformed, FragmentStats{Malformed: 1, Waiting: 1}},
		{"behind the end", []*capture.Packet{other, fragment4(t, ip, 64, 80)}, Malformed, FragmentStats{Malformed: 1, Waiting: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := NewDecoder(Options{})
			var v Verdict
			for _, c := range tt.give {
				_, v = decode(d, c)
			}
			tt.s.Received = int64(len(tt.give))
			if v != tt.want {
				t.Errorf("verdict: %v, want %v", v, tt.want)
			}
			if diff := cmp.Diff(tt.s, d.Stats().Fragments); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFragmentsTimeOut(t *testing.T) {
	const second = 1_000_000_000
	for _, tt := range []struct {
		late int64
		want Verdict
	}{{30 * second, Decoded}, {30*second + 1, Fragment}, {-30 * second, Decoded}, {-31 * second, Fragment}} {
		d := NewDecoder(Options{})
		first, second := fragments4(t, "hello, fragments")
		decode(d, first)
		second.Time += tt.late
		if _, v := decode(d, second); v != tt.want {
			t.Errorf("%d ns later: %v, want %v", tt.late, v, tt.want)
		}
		if s := d.Stats().Fragments; (s.TimedOut == 1) != (tt.want == Fragment) {
			t.Errorf("%d ns later: %+v", tt.late, s)
		}
	}
}

// What waits is bounded in number and in memory, and the oldest goes first.
func TestFragmentLimits(t *testing.T) {
	ip := tcp4(t, strings.Repeat("x", 2000))
	for _, size := range []int{8, 1480} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			d := NewDecoder(Options{})
			const n = 20_000
			for i := range n {
				c := fragment4(t, ip, 0, size)
				binary.BigEndian.PutUint16(c.Data[4:], uint16(i))
				decode(d, c)
			}
			fs := &d.fragments
			if len(fs.waiting) != fs.oldest.Len() || len(fs.waiting) > maxDatagrams || fs.memory > maxFragmentMemory+maxDatagram {
				t.Errorf("%d datagrams in %d bytes", len(fs.waiting), fs.memory)
			}
			if want := int64(n - len(fs.waiting)); fs.stats.Dropped != want {
				t.Errorf("%d dropped, want %d", fs.stats.Dropped, want)
			}
			last := fragment4(t, ip, size, len(ip)-20)
			binary.BigEndian.PutUint16(last.Data[4:], n-1)
			if _, v := decode(d, last); v != Decoded {
				t.Errorf("the newest: %v", v)
			}
		})
	}
}

// One datagram in too many parts is given up, and its memory with it.
func TestFragmentParts(t *testing.T) {
	ip := tcp4(t, strings.Repeat("x", 32*maxParts))
	d := NewDecoder(Options{})
	for i := range maxParts + 1 {
		decode(d, fragment4(t, ip, 16*i, 16*i+8))
	}
	if diff := cmp.Diff(FragmentStats{Received: maxParts + 1, Dropped: 1}, d.Stats().Fragments); diff != "" {
		t.Error(diff)
	}
	if d.fragments.memory != 0 {
		t.Errorf("%d bytes are left", d.fragments.memory)
	}
}

// Who keeps packets is given all that carried a datagram, and what they take is bounded.
func TestFragmentsKept(t *testing.T) {
	d := NewDecoder(Options{KeepFragments: true})
	first, second := fragments4(t, "hello, fragments")
	second.Number = 2
	decode(d, first)
	want := []capture.Packet{first.Clone()}
	clear(first.Data) // it was borrowed
	p, _ := decode(d, second)
	if diff := cmp.Diff(want, p.Fragments); diff != "" || p.Captured != second {
		t.Errorf("captured %p, want %p; fragments %s", p.Captured, second, diff)
	}
	if d.fragments.memory != 0 {
		t.Errorf("%d bytes are left", d.fragments.memory)
	}
	first, _ = fragments4(t, "hello, fragments")
	for range 10 * maxParts {
		decode(d, first)
	}
	if d.fragments.memory > maxCaptured+maxParts*partOverhead {
		t.Errorf("one fragment sent again takes %d bytes", d.fragments.memory)
	}
	if p, _ := decode(NewDecoder(Options{}), first); p.Fragments != nil {
		t.Errorf("kept though nobody asked: %v", p.Fragments)
	}
}
