package filter

import (
	"fmt"

	"golang.org/x/net/bpf"

	"github.com/tlssniff/tlssniff/capture"
)

// maxProgram is how many instructions the kernel takes.
const maxProgram = 4096

// View is how a kernel's filter sees packets.
type View struct {
	Link capture.LinkType
	// Socket says that it is that of a Linux packet socket: the outermost VLAN
	// tag is beside the packet, not in it, and a cooked header is not there yet.
	Socket bool
	// Snaplen is how many bytes are kept of a packet that is let through.
	Snaplen int
}

// Compile returns the filter as classic BPF. It decides what is plainly to be
// seen in a packet, and lets through what it can't: tunnels, fragments, what stands
// behind IPv6 extension headers. So Match is to be asked about each packet again;
// there is none that it would select and the program drops.
func (f *Filter) Compile(v View) ([]bpf.Instruction, error) {
	p := &program{}
	d := decoding{program: p, socket: v.Socket}
	d.drop = p.end(0)
	d.keep = p.end(uint32(v.Snaplen))
	d.matched = f.root.compile(p, d.keep, d.drop)
	switch {
	case v.Link == capture.LinkEthernet:
		d.ethernet()
	case v.Link == capture.LinkRaw, v.Link == capture.LinkRawBSD, v.Link == capture.LinkRawOpenBSD:
		d.raw()
	case v.Link == capture.LinkLinuxSLL2 && v.Socket:
		d.cooked()
	default:
		return nil, fmt.Errorf("there is no program for packets of link type %d", v.Link)
	}
	if n := len(p.code); n > maxProgram {
		return nil, fmt.Errorf("the filter takes %d instructions, the kernel takes no more than %d", n, maxProgram)
	}
	return p.instructions(), nil
}
