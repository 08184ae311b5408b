package report

import (
	"io"

	"github.com/tlssniff/tlssniff/capture"
)

// Packets writes the packets of connections into a Series of pcapng files.
type Packets struct {
	*Series
	sources []string
}

// NewPackets begins the first file.
func NewPackets(path string, when Rotate) (*Packets, error) {
	p := &Packets{}
	s, err := newSeries("the packets", path, when, func(w io.Writer) (body, error) {
		ng, err := capture.NewPcapngWriter(w)
		return pcapngFile{ng, p}, err
	})
	if err != nil {
		return nil, err
	}
	p.Series = s
	return p, nil
}

// Sources tells the names that the packets' Source indexes from now on.
func (p *Packets) Sources(names []string) { p.sources = names }

// Write puts the packets of one connection into the file whose turn it is.
func (p *Packets) Write(b capture.Bundle) error { return p.Series.Write(b) }

// pcapngFile is one of the files.
type pcapngFile struct {
	*capture.PcapngWriter
	packets *Packets
}

func (f pcapngFile) Write(encoded []byte) error {
	for p, comment := range capture.Bundle(encoded).Packets() {
		name := ""
		if i := int(p.Source); i < len(f.packets.sources) {
			name = f.packets.sources[i]
		}
		if err := f.PcapngWriter.Write(p, name, comment); err != nil {
			return err
		}
	}
	return nil
}

func (pcapngFile) Close(*Summary) error { return nil }
