package engine

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/tlssniff/tlssniff/bench/load"
	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/packet"
	"github.com/tlssniff/tlssniff/report"
)

// BenchmarkRun reads all samples from opening them to the last record.
func BenchmarkRun(b *testing.B) { benchmarkRun(b, "../samples") }

func benchmarkRun(b *testing.B, path string) {
	b.ReportAllocs()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer null.Close()
	for b.Loop() {
		files, err := capture.Open([]string{path}, capture.Options{})
		if err != nil {
			b.Fatal(err)
		}
		reporter, err := report.New("ndjson", null, report.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Run(context.Background(), Options{Source: files, Reporter: reporter}); err != nil {
			b.Fatal(err)
		}
		files.Close()
	}
}

// BenchmarkLoad reads the loads that ./bench measures, each smaller. Its profile shows where the time goes.
func BenchmarkLoad(b *testing.B) {
	templates, err := load.ReadTemplates([]string{"../samples"})
	if err != nil {
		b.Fatal(err)
	}
	for name, o := range map[string]load.Options{
		"handshakes": {Connections: 5000, Open: 500},
		"bulk":       {Connections: 200, Open: 100, Bulk: 700_000},
		"mixed":      {Connections: 2000, Open: 500, Bulk: 20_000, Disorder: 0.01, Other: 0.4},
	} {
		path := filepath.Join(b.TempDir(), name+".pcap")
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(load.Write(f, templates, o), f.Close()); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) { benchmarkRun(b, path) })
	}
}

// BenchmarkOpen measures what a connection costs in memory that waits, open, behind its handshake.
func BenchmarkOpen(b *testing.B) {
	for _, name := range []string{"tls12", "tls13", "post-quantum"} {
		b.Run(name, func(b *testing.B) {
			handshake := decoded(b, "../samples/"+name+".pcap")
			const open = 40_000 // what one more costs is seen from the first half to the second
			for b.Loop() {
				w := newWorker(0, Options{Workers: 1, Limits: DefaultLimits(), Meter: new(Meter)})
				var before uint64
				for i := range open {
					if i == open/2 {
						before = inUse()
					}
					for _, p := range handshake {
						p.Hash = uint64(i) * 0x9e3779b97f4a7c15
						p.Src.IP[12], p.Src.IP[13], p.Src.IP[14] = byte(i>>16), byte(i>>8), byte(i)
						p.Dst.IP[12], p.Dst.IP[13], p.Dst.IP[14] = byte(i>>16), byte(i>>8), byte(i)
						p.Payload = anew(p.Payload, uint64(i))
						w.tables[shardOf(p.Hash)].Packet(&p)
					}
				}
				b.ReportMetric(float64(inUse()-before)/(open/2), "B/connection")
				runtime.KeepAlive(w)
			}
		})
	}
}

// decoded returns a capture's packets up to the first FIN.
func decoded(b *testing.B, path string) []packet.Packet {
	files, err := capture.Open([]string{path}, capture.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer files.Close()
	var batch capture.Batch
	if err := files.Next(&batch); err != nil {
		b.Fatal(err)
	}
	decoder := packet.NewDecoder(packet.Options{})
	var packets []packet.Packet
	for i := range batch.Packets {
		var p packet.Packet
		if decoder.Decode(&batch.Packets[i], &p) != packet.Decoded {
			continue
		}
		if p.Flags&packet.FIN != 0 {
			break
		}
		p.Clock, p.Index = p.Time, int64(i)
		packets = append(packets, p)
	}
	return packets
}

// anew returns a payload that begins with a hello as that of another connection: with random numbers of its own, and with a
// session id that both sides say. Others it returns as they are.
func anew(payload []byte, connection uint64) []byte {
	const client, server = 1, 2 // HandshakeType (RFC 8446, section 4)
	if len(payload) < 44 || payload[0] != 22 || payload[5] != client && payload[5] != server {
		return payload
	}
	b := bytes.Clone(payload)
	fill := func(b []byte, of byte) {
		source := rand.New(rand.NewPCG(connection, uint64(of)))
		for i := range b {
			b[i] = byte(source.Uint32())
		}
	}
	fill(b[11:43], b[5])
	fill(b[44:44+int(b[43])], 0)
	return b
}

// inUse returns how many bytes of the heap are in use.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
