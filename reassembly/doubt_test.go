package reassembly

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/packet"
)

// checked gives a packet a transport header whose checksum is right.
func checked(p *packet.Packet) *packet.Packet {
	h := make([]byte, 20, 20+len(p.Payload))
	binary.BigEndian.PutUint32(h[4:], p.Seq)
	p.Segment = append(h, p.Payload...)
	for sum := uint32(1); p.VerifyChecksum(p.Digest()) != packet.ChecksumValid; sum++ {
		binary.BigEndian.PutUint16(h[16:], uint16(sum))
		copy(p.Segment, h)
	}
	return p
}

// spoiled gives a packet a checksum that is wrong.
func spoiled(p *packet.Packet) *packet.Packet {
	checked(p).Segment[16] ^= 0x55
	return p
}

// TestDoubts holds which of two stories is believed.
func TestDoubts(t *testing.T) {
	const fin = packet.FIN | packet.ACK
	long := strings.Repeat("x", ethernetMSS+1)
	for _, c := range []struct {
		name      string
		write     func(s *script)
		said      string
		conflicts uint32
		events    string
	}{
		{"a wrong checksum, where the others are right", func(s *script) {
			checked(s.data(Opener, 0, "a"))
			spoiled(s.data(Opener, 1, "X"))
			checked(s.data(Opener, 1, "b"))
			s.ack(Acceptor, 0, 2)
		}, "ab", 1, ""},
		{"a wrong checksum that the receiver did not mind", func(s *script) {
			checked(s.data(Opener, 0, "a"))
			spoiled(s.data(Opener, 1, "b"))
			s.ack(Acceptor, 0, 2)
			checked(s.data(Opener, 2, "c"))
		}, "abc", 0, ""},
		{"wrong checksums of the host that captured", func(s *script) {
			spoiled(s.data(Opener, 0, "a"))
			spoiled(s.data(Opener, 1, "b"))
			spoiled(s.send(Opener, fin, 2, 0, ""))
			s.ack(Acceptor, 0, 3)
		}, "ab", 0, "fin 0"},
		{"a wrong checksum of joined segments", func(s *script) {
			checked(s.data(Opener, 0, "a"))
			spoiled(s.data(Opener, 1, long))
		}, "a" + long, 0, ""},
		{"an RST with a wrong checksum", func(s *script) {
			checked(s.data(Opener, 0, "a"))
			spoiled(s.send(Opener, packet.RST, 1, 0, ""))
			s.data(Opener, 1, "b")
		}, "ab", 0, ""},
		{"a strange TTL, and then the sender's own", func(s *script) {
			s.data(Opener, 0, "XX").TTL = 5
			s.data(Opener, 0, "ab")
			s.ack(Acceptor, 0, 2)
		}, "ab", 1, ""},
		{"a strange TTL behind a hole, and then the sender's own", func(s *script) {
			s.data(Opener, 2, "XX").TTL = 5
			s.data(Opener, 2, "cd")
			s.data(Opener, 0, "ab")
		}, "abcd", 1, ""},
		{"the sender's own TTL, and then a strange one", func(s *script) {
			s.data(Opener, 2, "cd")
			s.data(Opener, 2, "XX").TTL = 5
			s.data(Opener, 0, "ab")
		}, "abcd", 1, ""},
		{"two stories behind a hole", func(s *script) {
			s.data(Opener, 2, "cdef")
			s.data(Opener, 4, "EFgh")
			s.data(Opener, 0, "ab")
		}, "abcdefgh", 1, ""},
		{"a strange TTL, and no other copy at all", func(s *script) {
			s.data(Opener, 0, "ab").TTL = 5
		}, "ab", 0, ""},
		{"a FIN that never reached the peer", func(s *script) {
			s.data(Opener, 0, "a")
			s.send(Opener, fin, 1, 0, "")
			s.data(Opener, 1, "bc")
			s.ack(Acceptor, 0, 3)
			s.send(Opener, fin, 3, 0, "")
			s.ack(Acceptor, 0, 4)
		}, "abc", 0, "fin 0"},
		{"an acknowledgement that is none of the connection's", func(s *script) {
			s.data(Opener, 2, "c")
			lie := s.ack(Acceptor, 0, 3)
			lie.Seq += 1 << 28
		}, "<2 lost by network>c", 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{}
			s.handshake()
			c.write(s)
			o := play(t, s)[0]
			got := [3]any{o.said[Opener].String(), o.flow.Conflicts, strings.Join(o.events, ", ")}
			if diff := cmp.Diff([3]any{c.said, c.conflicts, c.events}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnotherPathIsTrustedOnceAcknowledged(t *testing.T) {
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "a").TTL = 40
	s.ack(Acceptor, 0, 1)
	s.data(Opener, 1, "b").TTL = 40
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range s.packets {
		w.Packet(p)
	}
	if got := w.all[0].said[Opener].String(); got != "ab" {
		t.Errorf("the owner was given %q without waiting", got)
	}
}

func TestBadChecksumsAreCounted(t *testing.T) {
	s := &script{}
	s.handshake()
	checked(s.data(Opener, 0, "a"))
	spoiled(s.data(Opener, 1, "b"))
	spoiled(s.send(Opener, packet.FIN|packet.ACK, 2, 0, ""))
	w := newWatch(t, DefaultLimits(), nil)
	for _, p := range s.packets {
		w.Packet(p)
	}
	w.Flush(math.MaxInt)
	if n := w.Counters().BadChecksum; n != 2 {
		t.Errorf("%d bad checksums, want 2", n)
	}
}
