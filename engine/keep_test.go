package engine

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/report"
)

// drawer is a PacketWriter that notes the numbers of the packets that it is given, a line a connection.
type drawer struct {
	names, lines []string
	comments     map[int64]string // by packet
}

func (d *drawer) Sources(names []string) { d.names = names }

func (d *drawer) Write(b capture.Bundle) error {
	var numbers []int64
	for p, comment := range b.Packets() {
		numbers = append(numbers, p.Number)
		if comment != "" {
			d.comments[p.Number] = comment
		}
	}
	d.lines = append(d.lines, strings.Trim(fmt.Sprint(numbers), "[]"))
	return nil
}

// kept runs over a sample's packets, and returns what was kept of them and what is told of that. room is how many
// bytes may be kept of each shard.
func kept(t *testing.T, k Keep, room int, packets []capture.Packet) (*drawer, string) {
	t.Helper()
	d := &drawer{comments: map[int64]string{}}
	k.Writer = d
	limits := DefaultLimits()
	limits.Kept = room * shards
	s, err := Run(context.Background(), Options{Source: &wire{packets: packets}, Reporter: &stopwatch{}, Limits: limits, Workers: 2, Keep: &k, Live: true})
	if err != nil {
		t.Fatal(err)
	}
	_, told, _ := strings.Cut(s.Text(report.Options{Width: 200}), "  kept  ")
	return d, strings.Join(strings.Fields(told), " ")
}

// fragments returns an IPv4 packet in an Ethernet frame in two fragments.
func fragments(p capture.Packet) (both []capture.Packet) {
	const headers, middle = 14 + 20, 800
	for i, part := range [][]byte{p.Data[headers : headers+middle], p.Data[headers+middle:]} {
		f := p
		f.Data = append(slices.Clone(p.Data[:headers]), part...)
		f.Length = len(f.Data)
		binary.BigEndian.PutUint16(f.Data[14+2:], uint16(20+len(part)))
		binary.BigEndian.PutUint16(f.Data[14+6:], uint16(i*middle/8|(1-i)<<13)) // offset, more fragments
		both = append(both, f)
	}
	return both
}

// plenty is room for everything.
const plenty = 1 << 20

func TestKeep(t *testing.T) {
	again := sample(t, "alert-unknown-ca.pcap", 0)
	for range 100 { // the server's flight comes again and again
		again = slices.Insert(again, 6, again[5])
	}
	sixes := strings.Repeat(" 6", 83)
	torn := sample(t, "tls12.pcap", 0)
	torn = slices.Replace(torn, 5, 6, fragments(torn[5])...)
	for _, test := range []struct {
		name    string
		packets []capture.Packet
		keep    Keep
		room    int
		want    []string
		told    string
	}{
		{"established", sample(t, "tls12.pcap", 0), Keep{}, plenty,
			[]string{"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19"}, "19 packets of 1 connection"},
		{"in fragments", torn, Keep{}, plenty,
			[]string{"1 2 3 4 5 6 6 7 8 9 10 11 12 13 14 15 16 17 18 19"}, "20 packets of 1 connection"},
		{"over datagrams, established", sample(t, "quic-retry.pcap", 0), Keep{FailedOnly: true}, plenty,
			nil, "0 packets of 0 connections"},
		{"established, not wanted", sample(t, "tls12.pcap", 0), Keep{FailedOnly: true}, plenty,
			nil, "0 packets of 0 connections"},
		{"failed", sample(t, "alert-unknown-ca.pcap", 0), Keep{FailedOnly: true}, plenty,
			[]string{"1 2 3 4 5 6 7 8 9 10 11 12 13"}, "13 packets of 1 connection"},
		{"a handshake that finds no room is written as far as it came", sample(t, "tls12.pcap", 0), Keep{}, 3000,
			[]string{"1 2 3 4 5 6 7"}, "7 packets of 1 connection not kept 1 handshake but for the beginning, because too many were open at once"},
		{"one that is over is written before its end", sample(t, "tls12.pcap", 0), Keep{}, 5000,
			[]string{"1 2 3 4 5 6 7 8 9 10 11 12"}, "12 packets of 1 connection"},
		{"a failed one that finds no room", sample(t, "alert-unknown-ca.pcap", 0), Keep{FailedOnly: true}, 3000,
			nil, "0 packets of 0 connections not kept 1 connection because too many were open at once to keep the packets of all"},
		{"of a long one the end is kept", again, Keep{FailedOnly: true}, plenty,
			[]string{"1 2 3 4 5" + sixes + " 7 8 9 10 11 12 13"}, "95 packets of 1 connection not kept 1 handshake between the first 128 KiB and the end"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, told := kept(t, test.keep, test.room, test.packets)
				if diff := cmp.Diff(test.want, d.lines) + cmp.Diff(test.told, told); diff != "" {
					t.Error(diff)
				}
				for at, comment := range d.comments {
					if at != 10 || !strings.HasPrefix(comment, "server_certificate_unknown_ca: The client does not know") || !strings.Contains(comment, " (uid ") {
						t.Errorf("packet %d: %s", at, comment)
					}
				}
				if failed := len(d.lines) > 0 && test.keep.FailedOnly; (len(d.comments) == 1) != failed || failed && d.names[0] != "live:test" {
					t.Errorf("%d comments, sources %q", len(d.comments), d.names)
				}
			})
		})
	}
}
