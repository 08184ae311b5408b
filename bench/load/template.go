// Package load writes large, repeatable captures for measuring speed: copies of
// the connections of small ones, each with addresses and sequence numbers of its own,
// spread over time so that many are open at once. The same options give the same bytes.
package load

import (
	"errors"
	"io"
	"slices"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/packet"
)

// Template is one real connection, to be copied.
type Template struct {
	segments []segment
	// bulkAt is the index of the segment before which application data may be put in: the first FIN or RST.
	bulkAt int
}

// segment is one TCP segment of a template.
type segment struct {
	at         int64 // nanoseconds after the connection's first
	fromClient bool
	flags      uint8
	seq, ack   uint32 // relative to the sender's and the receiver's initial sequence numbers
	window     uint16
	options    []byte
	payload    []byte
}

// ReadTemplates returns the TCP connections of captures whose SYN was captured, in the order of their first packets.
func ReadTemplates(paths []string) ([]Template, error) {
	files, err := capture.Open(paths, capture.Options{})
	if err != nil {
		return nil, err
	}
	defer files.Close()
	decoder := packet.NewDecoder(packet.Options{})
	var conversations []*conversation
	byFlow := make(map[packet.Flow]*conversation)
	var b capture.Batch
	var p packet.Packet
	for {
		if err := files.Next(&b); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		for i := range b.Packets {
			if decoder.Decode(&b.Packets[i], &p) != packet.Decoded || p.Protocol != packet.TCP || p.Snapped() {
				continue
			}
			c := byFlow[p.Flow]
			if p.Flags&(packet.SYN|packet.ACK) == packet.SYN && (c == nil || c.isn[0] != p.Seq) {
				c = &conversation{client: p.Src, start: p.Time, isn: [2]uint32{p.Seq, 0}}
				byFlow[p.Flow], byFlow[p.Reverse()] = c, c
				conversations = append(conversations, c)
			}
			if c != nil {
				c.add(&p)
			}
		}
	}
	var templates []Template
	for _, c := range conversations {
		if len(c.segments) > 4 {
			templates = append(templates, c.template())
		}
	}
	return templates, nil
}

// conversation is a connection while its capture is read.
type conversation struct {
	client   packet.Endpoint
	start    int64
	isn      [2]uint32 // the client's and the server's
	segments []segment
}

func (c *conversation) add(p *packet.Packet) {
	fromClient := p.Src == c.client
	if !fromClient && p.Flags&packet.SYN != 0 {
		c.isn[1] = p.Seq
	}
	own, peer := c.isn[0], c.isn[1]
	if !fromClient {
		own, peer = peer, own
	}
	s := segment{
		at: p.Time - c.start, fromClient: fromClient, flags: p.Flags, seq: p.Seq - own, window: p.Window,
		options: slices.Clone(p.Options), payload: slices.Clone(p.Payload),
	}
	if p.Flags&packet.ACK != 0 {
		s.ack = p.Ack - peer
	}
	c.segments = append(c.segments, s)
}

func (c *conversation) template() Template {
	end := slices.IndexFunc(c.segments, func(s segment) bool { return s.flags&(packet.FIN|packet.RST) != 0 })
	if end < 0 {
		end = len(c.segments)
	}
	return Template{segments: c.segments, bulkAt: end}
}
