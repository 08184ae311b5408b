package capture

import (
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"
	"strings"
)

// Options that are written.
const (
	optionComment              = 1
	optionInterfaceName        = 2
	optionInterfaceDescription = 3
	optionUserApplication      = 4 // of a section
)

// nanoseconds is the if_tsresol of times in nanoseconds.
const nanoseconds = 9

// PcapngWriter writes packets into one section of a pcapng file, with their times to the nanosecond. Each
// interface is described before its first packet.
type PcapngWriter struct {
	w          io.Writer
	block      []byte
	interfaces map[origin]uint32
}

// origin is what makes an interface of a file: where packets come from, and how they begin.
type origin struct {
	name string
	link LinkType
}

// NewPcapngWriter begins a section.
func NewPcapngWriter(w io.Writer) (*PcapngWriter, error) {
	p := &PcapngWriter{w: w, interfaces: make(map[origin]uint32)}
	return p, p.section()
}

// section begins a section, in which no interface is described yet.
func (p *PcapngWriter) section() error {
	clear(p.interfaces)
	p.begin(blockSection)
	p.block = binary.LittleEndian.AppendUint32(p.block, 0x1a2b3c4d) // says the byte order
	p.block = binary.LittleEndian.AppendUint16(p.block, 1)          // version 1.0
	p.block = binary.LittleEndian.AppendUint16(p.block, 0)
	p.block = binary.LittleEndian.AppendUint64(p.block, ^uint64(0)) // its length is not known
	p.option(optionUserApplication, "tlssniff")
	p.option(optionEnd, "")
	return p.end()
}

// Write writes a packet that comes from a source of that name, with a comment unless it is empty.
func (p *PcapngWriter) Write(c *Packet, source, comment string) error {
	id, err := p.identify(origin{source, c.Link})
	if err != nil {
		return err
	}
	time := uint64(max(0, c.Time))
	p.begin(blockEnhanced)
	p.block = binary.LittleEndian.AppendUint32(p.block, id)
	p.block = binary.LittleEndian.AppendUint32(p.block, uint32(time>>32))
	p.block = binary.LittleEndian.AppendUint32(p.block, uint32(time))
	p.block = binary.LittleEndian.AppendUint32(p.block, uint32(len(c.Data)))
	p.block = binary.LittleEndian.AppendUint32(p.block, uint32(c.Length))
	p.block = append(p.block, c.Data...)
	p.pad()
	if comment != "" {
		p.option(optionComment, comment)
		p.option(optionEnd, "")
	}
	return p.end()
}

// identify returns an interface's number, and describes it if it has none yet.
func (p *PcapngWriter) identify(o origin) (id uint32, err error) {
	id, known := p.interfaces[o]
	if known {
		return id, nil
	}
	if len(p.interfaces) == maxInterfaces { // as many as are read in one section
		err = p.section()
	}
	id = uint32(len(p.interfaces))
	p.interfaces[o] = id
	return id, errors.Join(err, p.describe(o))
}

// describe writes an Interface Description Block.
func (p *PcapngWriter) describe(o origin) error {
	p.begin(blockInterface)
	p.block = binary.LittleEndian.AppendUint16(p.block, uint16(o.link))
	p.block = binary.LittleEndian.AppendUint16(p.block, 0)
	p.block = binary.LittleEndian.AppendUint32(p.block, 0) // no snap length
	if name, live := strings.CutPrefix(o.name, "live:"); live {
		p.option(optionInterfaceName, name)
	} else if o.name != "" {
		p.option(optionInterfaceDescription, filepath.Base(o.name))
	}
	p.option(optionTSResol, string([]byte{nanoseconds}))
	p.option(optionEnd, "")
	return p.end()
}

// begin begins a block whose length is not known yet.
func (p *PcapngWriter) begin(kind uint32) {
	p.block = binary.LittleEndian.AppendUint32(p.block[:0], kind)
	p.block = append(p.block, 0, 0, 0, 0)
}

// option adds an option to the block; its value is cut to what an option may have.
func (p *PcapngWriter) option(code uint16, value string) {
	value = value[:min(len(value), 1<<16-4)]
	p.block = binary.LittleEndian.AppendUint16(p.block, code)
	p.block = binary.LittleEndian.AppendUint16(p.block, uint16(len(value)))
	p.block = append(p.block, value...)
	p.pad()
}

func (p *PcapngWriter) pad() {
	for len(p.block)%4 != 0 {
		p.block = append(p.block, 0)
	}
}

// end writes the block, with its length before and after it.
func (p *PcapngWriter) end() error {
	length := uint32(len(p.block) + 4)
	binary.LittleEndian.PutUint32(p.block[4:], length)
	p.block = binary.LittleEndian.AppendUint32(p.block, length)
	_, err := p.w.Write(p.block)
	return err
}
