package capture

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// pcapFile builds a classic capture.
type pcapFile struct {
	order binary.AppendByteOrder
	b     []byte
}

func newPcapFile(order binary.AppendByteOrder, magic uint32, link uint32) *pcapFile {
	f := &pcapFile{order: order}
	f.b = order.AppendUint32(f.b, magic)
	f.b = order.AppendUint16(f.b, 2)
	f.b = order.AppendUint16(f.b, 4)
	f.b = append(f.b, make([]byte, 8)...)
	f.b = order.AppendUint32(f.b, 262144)
	f.b = order.AppendUint32(f.b, link)
	return f
}

// add appends a packet of so many bytes on the wire.
func (f *pcapFile) add(seconds, fraction uint32, data string, length int) *pcapFile {
	for _, v := range []uint32{seconds, fraction, uint32(len(data)), uint32(length)} {
		f.b = f.order.AppendUint32(f.b, v)
	}
	f.b = append(f.b, data...)
	return f
}

// simplePcap holds packets of one byte each, a second apart from start on.
func simplePcap(start uint32, names string) []byte {
	f := newPcapFile(binary.LittleEndian, 0xa1b2c3d4, 1)
	for i := range names {
		f.add(start+uint32(i), 0, names[i:i+1], 1)
	}
	return f.b
}

// ngFile builds a pcapng capture.
type ngFile struct {
	order binary.AppendByteOrder
	b     []byte
}

func newNgFile(order binary.AppendByteOrder) *ngFile {
	f := &ngFile{order: order}
	return f.section()
}

func (f *ngFile) section() *ngFile {
	b := f.order.AppendUint32(nil, 0x1a2b3c4d)
	b = f.order.AppendUint16(b, 1)
	b = f.order.AppendUint16(b, 0)
	b = f.order.AppendUint64(b, ^uint64(0))
	return f.block(blockSection, b)
}

func (f *ngFile) block(kind uint32, body []byte) *ngFile {
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	n := uint32(len(body) + minBlock)
	f.b = f.order.AppendUint32(f.b, kind)
	f.b = f.order.AppendUint32(f.b, n)
	f.b = append(f.b, body...)
	f.b = f.order.AppendUint32(f.b, n)
	return f
}

// iface describes an interface, with raw options.
func (f *ngFile) iface(link uint16, snap uint32, options ...byte) *ngFile {
	b := f.order.AppendUint16(nil, link)
	b = f.order.AppendUint16(b, 0)
	b = f.order.AppendUint32(b, snap)
	return f.block(blockInterface, append(b, options...))
}

func (f *ngFile) option(code uint16, value []byte) []byte {
	b := f.order.AppendUint16(nil, code)
	b = f.order.AppendUint16(b, uint16(len(value)))
	b = append(b, value...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func (f *ngFile) enhanced(id uint32, time uint64, data string, length int) *ngFile {
	b := f.order.AppendUint32(nil, id)
	b = f.order.AppendUint32(b, uint32(time>>32))
	b = f.order.AppendUint32(b, uint32(time))
	b = f.order.AppendUint32(b, uint32(len(data)))
	b = f.order.AppendUint32(b, uint32(length))
	return f.block(blockEnhanced, append(b, data...))
}

// seen is what a test compares of a packet.
type seen struct {
	Data   string
	Time   int64
	Length int
	Number int64
	Source int32
	Link   LinkType
}

// readAll returns all packets of a source.
func readAll(t testing.TB, s Source) []seen {
	t.Helper()
	var all []seen
	var b Batch
	for {
		err := s.Next(&b)
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range b.Packets {
			all = append(all, seen{string(p.Data), p.Time, p.Length, p.Number, p.Source, p.Link})
		}
	}
}

// open opens content as standard input.
func open(t testing.TB, content []byte) *Files {
	t.Helper()
	f, err := Open([]string{"-"}, Options{Stdin: bytes.NewReader(content)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// write puts content into a file of its own.
func write(t testing.TB, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// data returns what the packets hold, joined.
func data(packets []seen) string {
	var s string
	for _, p := range packets {
		s += p.Data
	}
	return s
}
