package connection

import (
	"github.com/tlssniff/tlssniff/packet"
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
	"math"
)

// datagram is one of a test's UDP packets.
type datagram struct {
	fromClient bool
	b          []byte
}

// followDatagrams follows datagrams and returns the records that come of them. Where wait is true, the last of them
// is followed by silence, else by the capture's end.
func followDatagrams(wait bool, datagrams []datagram) []*record.Connection {
	var records []*record.Connection
	client := packet.Endpoint{IP: [16]byte{10: 0xff, 11: 0xff, 12: 10, 15: 1}, Port: 50000}
	server := packet.Endpoint{IP: [16]byte{10: 0xff, 11: 0xff, 12: 10, 15: 2}, Port: 443}
	f := NewFollower(NewMemory(100, 1000), func(c *Connection) {
		if c.Kind() != Irrelevant {
			s := new(Sheet)
			c.Fill(s)
			records = append(records, &s.Connection)
		}
	})
	f.Sources([]string{"test.pcap"})
	table := reassembly.NewDatagrams(reassembly.DefaultLimits(), f)
	var now int64 = 1_700_000_000_000_000_000
	for i, d := range datagrams {
		now += 1e6
		p := &packet.Packet{Time: now, Clock: now, Number: int64(i + 1), Index: int64(i + 1), Payload: d.b, WireLength: len(d.b), IPv4: true}
		p.Flow = packet.Flow{Src: client, Dst: server, Protocol: packet.UDP}
		if !d.fromClient {
			p.Flow = p.Flow.Reverse()
		}
		table.Packet(p)
	}
	if wait {
		table.Advance(now + 3600e9)
	}
	table.Flush(math.MaxInt)
	return records
}
