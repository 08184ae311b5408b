package filter

import (
	"bytes"
	"encoding/binary"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/bpf"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/packet"
)

// expressions are compiled and compared with what Match says.
var expressions = []string{
	"tcp", "udp", "ip", "ip6", "not tcp", "tcp port 443", "src port 443", "dst port 443", "port 4433 or 443", "tcp portrange 1024-65535",
	"src and dst portrange 1024-65535", "host 10.0.0.1", "host 127.0.0.1", "src host 127.0.0.1", "net 127.0.0.0/8", "not net 10.0.0.0/8",
	"net 0.0.0.0/0", "net ::/0", "src and dst net ::/0", "host ::1", "dst net fd00::/8", "net 2001:db8::/33", "ip6 and not port 53",
	"vlan", "not vlan", "vlan 42", "vlan 7 and tcp", "less 0", "less 100", "greater 1", "greater 517", "tcp and not (less 0)",
	"(tcp port 443 and greater 1) or (udp and not vlan) or ip6",
}

func mustParse(t testing.TB, expr string) *Filter {
	t.Helper()
	f, err := Parse(expr)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// program compiles an expression for packets as they stand in a file.
func mustCompile(t testing.TB, expr string, link capture.LinkType) *bpf.VM {
	t.Helper()
	code, err := mustParse(t, expr).Compile(View{Link: link, Snaplen: 1 << 18})
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	vm, err := bpf.NewVM(code)
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	return vm
}

func keeps(t testing.TB, vm *bpf.VM, b []byte) bool {
	t.Helper()
	n, err := vm.Run(b)
	if err != nil {
		t.Fatal(err)
	}
	return n > 0
}

// plainSamples finds the samples without tunnels, fragments and extension headers, of which a program can tell all.
func plainSamples(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, begin := range []string{"alert-", "hello-", "ipv6", "lossy", "plaintext-", "reordered", "resume-", "tls1", "vlan"} {
		files, err := filepath.Glob("../../samples/" + begin + "*.pcap")
		if err != nil || len(files) == 0 {
			t.Fatalf("no samples whose names begin with %s: %v", begin, err)
		}
		all = append(all, files...)
	}
	return all
}

// eachSample calls f for every packet of samples, with what it was decoded to.
func eachSample(t testing.TB, paths []string, f func(c *capture.Packet, v packet.Verdict, p *packet.Packet)) {
	t.Helper()
	files, err := capture.Open(paths, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	d := packet.NewDecoder(packet.Options{})
	for b := (capture.Batch{}); ; {
		if err := files.Next(&b); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		for i := range b.Packets {
			var p packet.Packet
			f(&b.Packets[i], d.Decode(&b.Packets[i], &p), &p)
		}
	}
}

// TestCompiled holds that a program keeps exactly the samples' packets that Match selects:
// they are plain ones.
func TestCompiled(t *testing.T) {
	for _, expr := range expressions {
		f := mustParse(t, expr)
		programs := map[capture.LinkType]*bpf.VM{
			capture.LinkEthernet: mustCompile(t, expr, capture.LinkEthernet),
			capture.LinkRaw:      mustCompile(t, expr, capture.LinkRaw),
		}
		seen := 0
		eachSample(t, plainSamples(t), func(c *capture.Packet, v packet.Verdict, p *packet.Packet) {
			vm := programs[c.Link]
			if vm == nil {
				return
			}
			seen++
			want := v == packet.Decoded && f.Match(p)
			if got := keeps(t, vm, c.Data); got != want {
				t.Errorf("%s: keeps packet %d of source %d: %v, want %v (%s, %v)", expr, c.Number, c.Source, got, want, p.Flow, v)
			}
		})
		if seen == 0 {
			t.Fatal("no packets")
		}
	}
}

// TestNothingIsDroppedThatMatchSelects holds that what a program can't tell, as of tunnels, it keeps.
func TestNothingIsDroppedThatMatchSelects(t *testing.T) {
	for _, expr := range expressions {
		f, vm := mustParse(t, expr), mustCompile(t, expr, capture.LinkEthernet)
		eachSample(t, []string{"../../samples"}, func(c *capture.Packet, v packet.Verdict, p *packet.Packet) {
			if c.Link == capture.LinkEthernet && v == packet.Decoded && f.Match(p) && !keeps(t, vm, c.Data) {
				t.Errorf("%s: drops packet %d of source %d (%s)", expr, c.Number, c.Source, p.Flow)
			}
		})
	}
}

// TestCompiledForSockets holds the same of what a packet socket's filter sees: a packet
// without its outermost tag, and one without a header of its own.
func TestCompiledForSockets(t *testing.T) {
	for _, expr := range expressions {
		f := mustParse(t, expr)
		eachSample(t, plainSamples(t), func(c *capture.Packet, v packet.Verdict, p *packet.Packet) {
			if c.Link != capture.LinkEthernet || v != packet.Decoded {
				return
			}
			s := socketView{protocol: binary.BigEndian.Uint16(c.Data[12:]), data: c.Data}
			if s.protocol == 0x8100 {
				s.tagged, s.tag = 1, uint32(binary.BigEndian.Uint16(c.Data[14:]))
				s.protocol = binary.BigEndian.Uint16(c.Data[16:])
				s.data = append(bytes.Clone(c.Data[:12]), c.Data[16:]...)
			}
			want := f.Match(p)
			if got := s.keeps(t, f, capture.LinkEthernet); got != want {
				t.Errorf("%s: Ethernet: keeps packet %d of source %d: %v, want %v (%s)", expr, c.Number, c.Source, got, want, p.Flow)
			}
			s.data = s.data[14:]
			if got := s.keeps(t, f, capture.LinkLinuxSLL2); got != want {
				t.Errorf("%s: cooked: keeps packet %d of source %d: %v, want %v (%s)", expr, c.Number, c.Source, got, want, p.Flow)
			}
		})
	}
}

// socketView is a packet as the kernel gives it to a packet socket's filter.
type socketView struct {
	data        []byte
	protocol    uint16
	tagged, tag uint32
}

// keeps runs a filter's program. The VM knows nothing of what stands beside a packet,
// so that is put into the program.
func (s socketView) keeps(t *testing.T, f *Filter, link capture.LinkType) bool {
	t.Helper()
	code, err := f.Compile(View{Link: link, Socket: true, Snaplen: 100})
	if err != nil {
		t.Fatal(err)
	}
	beside := map[bpf.Extension]uint32{bpf.ExtProto: uint32(s.protocol), bpf.ExtVLANTagPresent: s.tagged, bpf.ExtVLANTag: s.tag}
	for i, instruction := range code {
		if e, ok := instruction.(bpf.LoadExtension); ok && e.Num != bpf.ExtLen {
			code[i] = bpf.LoadConstant{Dst: bpf.RegA, Val: beside[e.Num]}
		}
	}
	vm, err := bpf.NewVM(code)
	if err != nil {
		t.Fatal(err)
	}
	return keeps(t, vm, s.data)
}

// TestLibpcapAgrees compares with what libpcap's compiler makes of the same
// expression, where both languages mean the same: of TCP without tags.
func TestLibpcapAgrees(t *testing.T) {
	tcpdump, err := exec.LookPath("tcpdump")
	if err != nil {
		t.Skip("tcpdump is not installed")
	}
	files := plainSamples(t)
	for _, expr := range []string{"tcp", "ip6", "tcp port 443", "src port 4433 or 443", "not net 127.0.0.0/8", "src and dst net 127.0.0.0/8",
		"ip6 or tcp and dst portrange 1-9999", "not (host 10.0.0.2 or host ::1)", "dst net ::/1"} {
		vm := mustCompile(t, expr, capture.LinkEthernet)
		for _, name := range files {
			if strings.Contains(name, "vlan") {
				continue
			}
			got, ethernet := countKept(t, vm, name)
			if !ethernet {
				continue
			}
			out, err := exec.Command(tcpdump, "--count", "-r", name, expr).Output()
			if err != nil {
				t.Skipf("tcpdump can't count: %v", err)
			}
			if want, err := strconv.Atoi(strings.Fields(string(out))[0]); err != nil || got != want {
				t.Errorf("%s: %s: %d packets are kept, libpcap keeps %d (%v)", name, expr, got, want, err)
			}
		}
	}
}

func countKept(t *testing.T, vm *bpf.VM, name string) (n int, ethernet bool) {
	t.Helper()
	source, err := capture.Open([]string{name}, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	for b := (capture.Batch{}); source.Next(&b) == nil; {
		for i := range b.Packets {
			ethernet = b.Packets[i].Link == capture.LinkEthernet
			if ethernet && keeps(t, vm, b.Packets[i].Data) {
				n++
			}
		}
	}
	return n, ethernet
}

func TestTooLongForTheKernel(t *testing.T) {
	f := mustParse(t, "host 2001:db8::1"+strings.Repeat(" or host 2001:db8::2", 400))
	if code, err := f.Compile(View{Link: capture.LinkEthernet}); err == nil {
		t.Errorf("a program of %d instructions is taken", len(code))
	}
	if _, err := mustParse(t, "tcp").Compile(View{Link: capture.LinkPPP}); err == nil {
		t.Error("a program for PPP is made")
	}
}

// TestFarJumps holds that jumps beyond 255 instructions go where they should.
func TestFarJumps(t *testing.T) {
	expr := "port 443" + strings.Repeat(" or host 2001:db8::2", 60)
	vm, f := mustCompile(t, expr, capture.LinkEthernet), mustParse(t, expr)
	eachSample(t, plainSamples(t), func(c *capture.Packet, v packet.Verdict, p *packet.Packet) {
		if c.Link == capture.LinkEthernet && keeps(t, vm, c.Data) != (v == packet.Decoded && f.Match(p)) {
			t.Errorf("packet %d of source %d: %s", c.Number, c.Source, p.Flow)
		}
	})
}

// FuzzCompile holds that no packet is dropped that Match would select.
func FuzzCompile(f *testing.F) {
	eachSample(f, plainSamples(f), func(c *capture.Packet, _ packet.Verdict, _ *packet.Packet) {
		if c.Link == capture.LinkEthernet && c.Number < 4 {
			f.Add(c.Data)
		}
	})
	filters := map[*Filter]*bpf.VM{}
	for _, expr := range expressions {
		filters[mustParse(f, expr)] = mustCompile(f, expr, capture.LinkEthernet)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var p packet.Packet
		c := capture.Packet{Data: b, Length: len(b), Link: capture.LinkEthernet}
		if packet.NewDecoder(packet.Options{}).Decode(&c, &p) != packet.Decoded {
			return
		}
		for filter, vm := range filters {
			if filter.Match(&p) && !keeps(t, vm, b) {
				t.Errorf("%s drops % x (%s)", filter, b, p.Flow)
			}
		}
	})
}
