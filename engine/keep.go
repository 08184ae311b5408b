package engine

import (
	"cmp"
	"slices"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/spool"
)

// Keep says which connections' packets are kept, and where they go.
type Keep struct {
	Writer PacketWriter
	// FailedOnly lets go of the packets of established connections.
	FailedOnly bool
}

// PacketWriter takes the packets of one connection after the other. Its methods are called from one goroutine.
type PacketWriter interface {
	// Sources tells the names that Packet.Source indexes from now on.
	Sources(names []string)
	// Write takes a connection's packets. They are borrowed until it returns.
	Write(capture.Bundle) error
}

// keeper is the collector's part of keeping packets: it writes those of a connection beside its record, with
// the diagnosis at the packet where it failed.
type keeper struct {
	Keep
	names []string
	// waiting holds the packets of connections whose record waits.
	waiting *spool.Store
	marked  capture.Bundle

	told         report.Kept
	lost, partly int64 // connections of which no packets were kept, or not all of the handshake's
}

func newKeeper(k Keep) *keeper {
	return &keeper{Keep: k, waiting: spool.NewStore(spool.Memory, "packets", "set TMPDIR to a folder with space")}
}

// begin writes the packets of connections that go on, but that can't be kept any longer.
func (k *keeper) begin(b *batch) error {
	k.names = b.names
	k.Writer.Sources(b.names)
	var early []*trail
	for w := range b.ended {
		early = append(early, b.ended[w].early...)
	}
	slices.SortFunc(early, func(a, b *trail) int { return cmp.Compare(a.first, b.first) })
	for _, t := range early {
		if err := k.write(t.packets); err != nil {
			return err
		}
	}
	return nil
}

// wait puts a sheaf's packets aside, until its record is written.
func (k *keeper) wait(s *sheaf) (err error) {
	if s.trail == nil || s.trail == writtenEarly {
		return nil
	}
	s.spooled, err = k.waiting.Put(s.trail.packets)
	s.trail.packets = nil
	return err
}

// settle writes the packets of a connection whose record is complete; r is nil where it is established.
func (k *keeper) settle(s *sheaf, r *record.Connection) error {
	switch {
	case r == nil && k.FailedOnly, s.trail == writtenEarly:
		return nil
	case s.trail == nil:
		k.lost++
		return nil
	case s.trail.short:
		k.partly++
	}
	packets := s.trail.packets
	if s.spooled.Length() > 0 {
		var err error
		if packets, err = k.waiting.Get(s.spooled); err != nil {
			return err
		}
	}
	if r != nil && r.Diagnosis != nil {
		packets = k.mark(packets, r)
	}
	return k.write(packets)
}

func (k *keeper) write(packets capture.Bundle) error {
	if err := k.Writer.Write(packets); err != nil {
		return err
	}
	k.told.Connections++
	for range packets.Packets() {
		k.told.Packets++
	}
	return nil
}

// mark returns a copy of a connection's packets with its diagnosis at the one where it failed,
// else at the last.
func (k *keeper) mark(packets capture.Bundle, r *record.Connection) capture.Bundle {
	at, last, n := -1, -1, failedAt(r)
	for p := range packets.Packets() {
		if last++; p.Number == n.Number && k.from(p, r, n) {
			at = last
		}
	}
	if at < 0 {
		at = last
	}
	k.marked = k.marked[:0]
	for p := range packets.Packets() {
		comment := ""
		if at == 0 {
			comment = report.Clean(r.Diagnosis.Cause + ": " + r.Diagnosis.Summary + " (uid " + r.UID + ")")
		}
		at--
		k.marked = k.marked.Append(p, comment)
	}
	return k.marked
}

// from reports whether a packet comes from the source that a place in a record names.
func (k *keeper) from(p *capture.Packet, r *record.Connection, at record.Packet) bool {
	name := r.Capture.Source
	if at.File.Present {
		name = r.Capture.Sources[at.File.Value]
	}
	return int(p.Source) < len(k.names) && k.names[p.Source] == name
}

// failedAt returns the packet with which a handshake failed: the alert that ended it, else the close.
func failedAt(r *record.Connection) record.Packet {
	for i := range r.Alerts {
		if a := &r.Alerts[i]; a.Level == "fatal" || a.Encrypted {
			return a.Packet
		}
	}
	switch {
	case r.QUIC != nil && r.QUIC.Close != nil:
		return r.QUIC.Close.Packet
	case r.TCP != nil && r.TCP.Reset != nil:
		return r.TCP.Reset.Packet
	case r.TCP != nil && len(r.TCP.Fin) > 0:
		return r.TCP.Fin[0].Packet
	}
	return record.Packet{}
}

// summary tells what was kept, and what a limit cost.
func (k *keeper) summary(workers []*worker) *report.Kept {
	var cut int64
	for _, w := range workers {
		for _, s := range w.shelves {
			cut += s.cut
		}
	}
	told := k.told
	told.Lose("connection", "because too many were open at once to keep the packets of all", k.lost)
	told.Lose("handshake", "but for the beginning, because too many were open at once", cut)
	told.Lose("handshake", "between the first 128 KiB and the end", k.partly)
	return &told
}
