package reassembly

import (
	"testing"

	"github.com/tlssniff/tlssniff/packet"
)

// flows is how many connections the benchmarks keep open.
const flows = 50_000

// sink is an Owner that wants nothing but to be told how much to skip.
type sink int64

func (s sink) Data(Side, int64, []byte, Place) int64     { return int64(s) }
func (s sink) Gap(Side, int64, int64, Loss, Place) int64 { return int64(s) }
func (sink) Fin(Side, Place)                             {}
func (sink) End(*Flow, EndReason)                        {}

// block is the payload of a full segment.
var block = make([]byte, 1400)

// readdress makes a packet that of the i-th flow.
func readdress(p *packet.Packet, i int) {
	p.Hash = uint64(i) * 0x9e3779b97f4a7c15 >> 7
	p.Src.IP[13], p.Src.IP[14] = byte(i>>8), byte(i)
	p.Dst.IP[13], p.Dst.IP[14] = byte(i>>8), byte(i)
}

// benchmark gives a table with many open flows one packet of each, in turn.
// prepare makes it the one that its opener sends in a round.
func benchmark(b *testing.B, owner Owner, size int, prepare func(p *packet.Packet, round int)) {
	t := NewTable(DefaultLimits(), func(*Flow) Owner { return owner })
	s := &script{}
	s.handshake()
	for i := range flows {
		for _, p := range s.packets {
			p.Clock = 0
			readdress(p, i)
			t.Packet(p)
		}
	}
	p := s.packets[2]
	p.Payload, p.WireLength = block[:size], size
	b.ReportAllocs()
	b.SetBytes(int64(size))
	for i := 0; b.Loop(); i++ {
		readdress(p, i%flows)
		prepare(p, i/flows)
		t.Packet(p)
	}
}

// next makes a packet its sender's next segment.
func next(p *packet.Packet, round int) { p.Seq = openerISN + 1 + uint32(round*len(block)) }

func BenchmarkInOrder(b *testing.B) { benchmark(b, sink(0), len(block), next) }

func BenchmarkSkipped(b *testing.B) { benchmark(b, sink(Forever), len(block), next) }

func BenchmarkAcknowledgement(b *testing.B) { benchmark(b, sink(0), 0, func(*packet.Packet, int) {}) }

// BenchmarkDisorder gives every second segment before the first.
func BenchmarkDisorder(b *testing.B) {
	benchmark(b, sink(0), len(block), func(p *packet.Packet, round int) { next(p, round^1) })
}

// BenchmarkConnection opens, uses and closes connections.
func BenchmarkConnection(b *testing.B) {
	t := NewTable(DefaultLimits(), func(*Flow) Owner { return sink(0) })
	s := &script{}
	s.handshake()
	s.data(Opener, 0, "question")
	s.send(Acceptor, packet.ACK, 0, 8, "answer")
	s.send(Opener, packet.FIN|packet.ACK, 8, 6, "")
	s.send(Acceptor, packet.FIN|packet.ACK, 6, 9, "")
	s.send(Opener, packet.ACK, 9, 7, "")
	b.ReportAllocs()
	clock := int64(0)
	for i := 0; b.Loop(); i++ {
		clock += 1e6
		for _, p := range s.packets {
			readdress(p, i%flows)
			p.Time, p.Clock = clock, clock
			t.Packet(p)
		}
		t.Advance(clock)
	}
}
