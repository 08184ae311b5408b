package capture

import (
	"bufio"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/tlssniff/tlssniff/input"
)

// Sizes of the buffers that files are read into, in bytes, and how many packets
// a batch holds at most.
const (
	batchBytes   = 1 << 18
	mergeBytes   = 1 << 16
	batchPackets = 4096
	// maxProblems bounds how many damaged blocks of one file are told one by one.
	maxProblems = 10
)

// file is one input.
type file struct {
	input.File
	source int32
	read   *atomic.Int64

	// first is the time of the first packet, valid where packets.
	first   int64
	packets bool

	reader io.Reader
	free   func()
	format format
	tail   []byte // read, but of a record that was not whole
	offset int64  // of the tail's beginning in the uncompressed stream
	number int64  // of the last packet
	skip   int64  // bytes to pass over
	ended  bool   // nothing more can be read

	problems []error
	untold   int64 // damaged blocks beyond maxProblems

	pending Batch // packets read but not handed out yet, when files are merged
	at      int
}

// open begins to read the file.
func (f *file) open() error {
	reader, free, err := f.Open(f.read)
	if err != nil {
		return err
	}
	f.reader, f.free = reader, free
	if err := f.begin(); err != nil {
		f.close()
		return err
	}
	return nil
}

// begin reads the file's header.
func (f *file) begin() error {
	head := make([]byte, pcapHeader)
	n, err := io.ReadFull(f.reader, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return f.problem(0, 0, "can't be uncompressed", err)
	}
	if n == 0 && err == io.ErrUnexpectedEOF {
		return f.problem(0, 0, "the compressed file is cut off before anything of it could be read", nil)
	}
	format, header, err := recognize(head[:n])
	if err != nil {
		return f.problem(-1, 0, err.Error(), nil)
	}
	f.format = format
	f.offset = int64(header)
	f.tail = append(f.tail[:0], head[header:n]...)
	f.number, f.skip, f.ended = 0, 0, false
	return nil
}

// close lets go of what the file holds open.
func (f *file) close() {
	if f.free != nil {
		f.free()
		f.free, f.reader = nil, nil
	}
}

// problem makes an error about the file.
func (f *file) problem(offset, packet int64, reason string, err error) *Problem {
	return &Problem{File: f.Name, Offset: offset, Packet: packet, Reason: reason, Err: err}
}

// fill replaces the batch's packets with the file's next ones. It reports false
// at the file's end. size is that of the buffer, which grows for a packet that needs it.
func (f *file) fill(b *Batch, size int) bool {
	b.Packets = b.Packets[:0]
	for len(b.Packets) == 0 {
		if f.ended {
			return false
		}
		if len(b.buf) < size {
			b.buf = make([]byte, size)
		}
		have, err := f.load(b, size)
		used, want := f.parse(b, b.buf[:have])
		f.offset += int64(used)
		rest := b.buf[used:have]
		if err != nil {
			if len(b.Packets) < batchPackets {
				f.stop(rest, want, err)
				continue
			}
			// The rest is parsed next time, and the end found again.
		}
		f.tail = append(f.tail[:0], rest...)
	}
	return true
}

// load reads into the batch's buffer, behind the tail, until it is full.
func (f *file) load(b *Batch, size int) (int, error) {
	have := copy(b.buf, f.tail)
	if have < len(f.tail) || have == len(b.buf) {
		// One record is longer than the buffer: grow it as its bytes arrive.
		grown := make([]byte, 2*max(len(b.buf), len(f.tail)))
		have = copy(grown, f.tail)
		b.buf = grown
	}
	for have < len(b.buf) {
		n, err := f.reader.Read(b.buf[have:])
		have += n
		if err != nil {
			return have, err
		}
	}
	return have, nil
}

// parse reads records from buf until it ends or the batch is full. It returns
// how many bytes it used, and how many the next record wants in all.
func (f *file) parse(b *Batch, buf []byte) (used int, want int64) {
	for len(b.Packets) < batchPackets {
		if f.skip > 0 {
			n := min(f.skip, int64(len(buf)-used))
			f.skip -= n
			if used += int(n); f.skip > 0 {
				return used, f.skip
			}
		}
		n := len(b.Packets)
		b.Packets = append(b.Packets, Packet{})
		p := &b.Packets[n]
		s := f.format.next(buf[used:], p)
		if s.kind != gotPacket {
			b.Packets = b.Packets[:n]
		}
		switch s.kind {
		case needMore:
			return used, s.n
		case gotPacket:
			f.number++
			p.Number, p.Source = f.number, f.source
		case damaged:
			f.tell(f.problem(f.offset+int64(used), f.number+1, s.reason+": it was skipped", nil))
		case broken:
			f.tell(f.problem(f.offset+int64(used), f.number+1, s.reason, nil))
			f.ended = true
			return used, 0
		}
		f.skip = s.n
	}
	return used, 0
}

// tell notes a problem; of very many the last ones are counted only.
func (f *file) tell(p *Problem) {
	if len(f.problems) < maxProblems {
		f.problems = append(f.problems, p)
	} else {
		f.untold++
	}
}

// stop ends the file, and tells what is missing if it ended in a record.
func (f *file) stop(rest []byte, want int64, err error) {
	if f.ended {
		return
	}
	f.ended = true
	at := f.offset
	switch {
	case err != io.EOF:
		reason := "can't be read further: what came before was read"
		if err == io.ErrUnexpectedEOF {
			reason = "the compressed file is cut off: what came before was read"
		}
		f.tell(f.problem(at+int64(len(rest)), f.number+1, reason, input.Plain(err)))
	case len(rest) > 0 || f.skip > 0:
		missing := max(want-int64(len(rest)), f.skip)
		f.tell(f.problem(at, f.number+1, fmt.Sprintf("the file is cut off: the record here lacks its last %d bytes, what came before was read", missing), nil))
	}
}

// peek learns the time of the file's first packet. What can be read again is
// closed; standard input stays as it is.
func (f *file) peek() error {
	before := f.read.Load()
	if err := f.open(); err != nil {
		return err
	}
	if f.Stdin != nil {
		// Its first packet is known only when it comes; it is read from the beginning of the run.
		f.reader = bufio.NewReaderSize(f.reader, mergeBytes)
		f.packets = f.fill(&f.pending, mergeBytes)
		if f.packets {
			f.first = f.pending.Packets[0].Time
		}
		return nil
	}
	var b Batch
	if f.packets = f.fill(&b, mergeBytes); f.packets {
		f.first = b.Packets[0].Time
	}
	f.close()
	f.read.Add(before - f.read.Load())
	if f.packets {
		f.problems, f.untold = nil, 0
	}
	return nil
}
