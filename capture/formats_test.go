package capture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

func TestPcapInEveryByteOrderAndResolution(t *testing.T) {
	for _, c := range []struct {
		name  string
		order binary.AppendByteOrder
		magic uint32
		want  int64
	}{
		{"little, micro", binary.LittleEndian, 0xa1b2c3d4, 7_000_009_000},
		{"big, micro", binary.BigEndian, 0xa1b2c3d4, 7_000_009_000},
		{"little, nano", binary.LittleEndian, 0xa1b23c4d, 7_000_000_009},
		{"big, nano", binary.BigEndian, 0xa1b23c4d, 7_000_000_009},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := open(t, newPcapFile(c.order, c.magic, 0xf0000001).add(7, 9, "abc", 5).b)
			want := []seen{{"abc", c.want, 5, 1, 0, LinkEthernet}}
			if d := cmp.Diff(want, readAll(t, f)); d != "" {
				t.Error(d)
			}
			if p := f.Problems(); len(p) > 0 {
				t.Error(p)
			}
		})
	}
}

func TestPcapngWithSectionsInterfacesAndResolutions(t *testing.T) {
	f := newNgFile(binary.LittleEndian)
	f.iface(1, 0)
	f.iface(101, 2, append(f.option(optionTSResol, []byte{9}), f.option(optionTSOffset, binary.LittleEndian.AppendUint64(nil, 100))...)...)
	f.iface(113, 0, f.option(optionTSResol, []byte{0x80 | 10})...)
	f.enhanced(0, 5_000_001, "a", 1).enhanced(1, 7, "b", 9).enhanced(2, 1536, "c", 1)
	f.block(0x0bad, []byte("whatever it is"))
	big := newNgFile(binary.BigEndian).iface(9, 2)
	big.block(blockSimple, append(binary.BigEndian.AppendUint32(nil, 4), "de  "...))
	want := []seen{
		{"a", 5_000_001_000, 1, 1, 0, LinkEthernet},
		{"b", 100_000_000_007, 9, 2, 0, LinkRaw},
		{"c", 1_500_000_000, 1, 3, 0, LinkLinuxSLL},
		{"de", 0, 4, 4, 0, LinkPPP},
	}
	if d := cmp.Diff(want, readAll(t, open(t, append(f.b, big.b...)))); d != "" {
		t.Error(d)
	}
}

func TestPcapngHandsOnSecrets(t *testing.T) {
	f := newNgFile(binary.LittleEndian)
	body := binary.LittleEndian.AppendUint32(nil, 0x544c534b)
	body = binary.LittleEndian.AppendUint32(body, 5)
	f.block(blockSecrets, append(body, "CLIEN"...)).iface(1, 0).enhanced(0, 1, "x", 1)
	files := open(t, f.b)
	readAll(t, files)
	if d := cmp.Diff([]Secrets{{0, 0x544c534b, []byte("CLIEN")}}, files.Secrets()); d != "" {
		t.Error(d)
	}
}

func TestCompressionIsRecognisedByContent(t *testing.T) {
	plain := simplePcap(1, strings.Repeat("packets", 3000))
	for name, compress := range map[string]func(io.Writer) io.WriteCloser{
		"gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		"zstd": func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z },
		"lz4": func(w io.Writer) io.WriteCloser {
			z := lz4.NewWriter(w)
			z.Apply(lz4.BlockSizeOption(lz4.Block64Kb))
			return z
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			w := compress(&b)
			w.Write(plain)
			w.Close()
			f, err := Open([]string{write(t, t.TempDir(), "misleading.txt", b.Bytes())}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if got := len(readAll(t, f)); got != 21000 {
				t.Errorf("%d packets, want 21000", got)
			}
			cut, err := Open([]string{write(t, t.TempDir(), "cut", b.Bytes()[:b.Len()*2/3])}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer cut.Close()
			readAll(t, cut)
			if len(cut.Problems()) != 1 {
				t.Errorf("a compressed file that is cut off: problems %v, want one", cut.Problems())
			}
		})
	}
}

func TestDamageIsToldWithItsPlace(t *testing.T) {
	whole := simplePcap(1, "abc")
	ng := newNgFile(binary.LittleEndian).iface(1, 0).enhanced(0, 1, "a", 1)
	place := len(ng.b)
	ng.enhanced(7, 1, "b", 1).enhanced(0, 1, "c", 1)
	lying := bytes.Clone(ng.b)
	lying[len(lying)-4]++
	huge := append(bytes.Clone(whole), newPcapFile(binary.LittleEndian, 0, 0).b[:0]...)
	huge = binary.LittleEndian.AppendUint64(huge, 9)
	huge = binary.LittleEndian.AppendUint64(huge, 0x7fffffff_7fffffff)
	for _, c := range []struct {
		name, want string
		content    []byte
		packets    string
	}{
		{"cut in a packet", "lacks its last 1 bytes, what came before was read (at byte 58, packet 3)", whole[:len(whole)-1], "ab"},
		{"cut in a header", "lacks its last 14 bytes, what came before was read (at byte 58, packet 3)", whole[:60], "ab"},
		{"absurd length", "a packet that claims 2147483647 bytes", huge, "abc"},
		{"block of no interface", fmt.Sprintf("a packet of interface 7, which is not described: it was skipped (at byte %d, packet 2)", place), ng.b, "ac"},
		{"lengths that differ", "a block whose two lengths differ", lying, "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := open(t, c.content)
			if got := data(readAll(t, f)); got != c.packets {
				t.Errorf("packets %q, want %q", got, c.packets)
			}
			problems := fmt.Sprint(f.Problems())
			if !strings.Contains(problems, c.want) {
				t.Errorf("problems %s, want one with %q", problems, c.want)
			}
		})
	}
}

func TestShortFileNeverCostsMuchMemory(t *testing.T) {
	f := newNgFile(binary.LittleEndian)
	claim := binary.LittleEndian.AppendUint32(nil, blockEnhanced)
	claim = binary.LittleEndian.AppendUint32(claim, maxPacket)
	content := append(f.b, claim...)
	content = append(content, make([]byte, 92-len(content))...)
	files := open(t, content)
	var b Batch
	for files.Next(&b) == nil {
	}
	if len(b.buf) > batchBytes {
		t.Errorf("a file of %d bytes cost a buffer of %d", len(content), len(b.buf))
	}
	if len(files.Problems()) == 0 {
		t.Error("nothing was told of a file that is cut off")
	}
}

func TestPacketLargerThanTheBuffer(t *testing.T) {
	long := strings.Repeat("x", 3*batchBytes)
	f := open(t, newPcapFile(binary.LittleEndian, 0xa1b2c3d4, 1).add(1, 0, "a", 1).add(2, 0, long, len(long)).add(3, 0, "b", 1).b)
	if got := data(readAll(t, f)); got != "a"+long+"b" {
		t.Errorf("%d bytes of packets, want %d", len(got), len(long)+2)
	}
}

func FuzzFiles(f *testing.F) {
	f.Add(simplePcap(1, "abc"))
	ng := newNgFile(binary.LittleEndian).iface(1, 0).enhanced(0, 1, "a", 1)
	f.Add(ng.b)
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write(ng.b)
	w.Close()
	f.Add(z.Bytes())
	f.Fuzz(func(t *testing.T, content []byte) {
		files, err := Open([]string{"-"}, Options{Stdin: bytes.NewReader(content)})
		if err != nil {
			return
		}
		defer files.Close()
		var b Batch
		for n := int64(0); ; {
			if files.Next(&b) != nil {
				break
			}
			if len(b.Packets) == 0 {
				t.Fatal("an empty batch before the end")
			}
			for _, p := range b.Packets {
				if n++; p.Number != n || len(p.Data) > p.Length || len(p.Data) > maxPacket {
					t.Fatalf("packet %d has number %d, %d bytes of %d", n, p.Number, len(p.Data), p.Length)
				}
			}
		}
	})
}
