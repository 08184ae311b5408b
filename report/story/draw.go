package story

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/record"
)

// Look says how a story is drawn.
type Look struct {
	Width   int  // columns
	Unicode bool // more than ASCII can be shown
	Color   bool // trouble in red; it can be read without
}

// Widths of the ladder's columns: the time and the packet before it, and
// between which widths its inside is.
const (
	timeWidth   = 9
	packetWidth = 8
	before      = timeWidth + packetWidth + 2
	narrowest   = 40
	widest      = 100 // on a wide terminal; an eye must find from one side to the other
)

// pen draws one story.
type pen struct {
	b     strings.Builder
	look  Look
	glyph glyphs
	files bool // packets are of several files
	width int  // between the ladder's sides
}

// glyphs are what the ladder is made of.
type glyphs struct{ side, fromClient, fromServer, line, left, right string }

var (
	ascii = glyphs{side: "|", fromClient: "|", fromServer: "|", line: "-", left: "<", right: ">"}
	boxes = glyphs{side: "│", fromClient: "├", fromServer: "┤", line: "─", left: "◄", right: "►"}
)

// Draw writes a story. In it, time is in milliseconds since the connection's start.
func (s *Story) Draw(w io.Writer, look Look) error {
	p := pen{look: look, glyph: ascii, width: min(max(look.Width-before-2, narrowest), widest)}
	if look.Unicode {
		p.glyph = boxes
	}
	for i := range s.Steps {
		p.files = p.files || s.Steps[i].Packet.File.Present
	}
	for _, line := range s.Title {
		p.wrap("", 0, line, look.Width)
	}
	if len(s.Steps) > 0 {
		p.ladder(s.Steps)
	}
	for _, section := range s.Sections {
		p.section(section)
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// ladder draws the steps between the client and the server.
func (p *pen) ladder(steps []Step) {
	fmt.Fprintf(&p.b, "\n%*s%*s  client%*s\n", timeWidth, "ms", packetWidth, "packet", p.width+2-len("client"), "server")
	for i := range steps {
		p.step(&steps[i])
	}
}

// step draws one step: the arrow, and its meaning below.
func (p *pen) step(s *Step) {
	time := ""
	if s.Time.Present {
		time = fmt.Sprintf("%.1f", float64(s.Time.Value))
	}
	fmt.Fprintf(&p.b, "%*s%*s  ", timeWidth, time, packetWidth, p.packet(s.Packet))
	switch s.From {
	case "client":
		p.arrow(s, p.glyph.fromClient+p.glyph.line+" ", p.glyph.right+p.glyph.side)
	case "server":
		p.arrow(s, p.glyph.side+p.glyph.left, " "+p.glyph.line+p.glyph.fromServer)
	default:
		p.between(1, s.Message, s.Trouble, "")
	}
	for _, thought := range s.Meaning {
		p.between(4, thought, s.Trouble, strings.Repeat(" ", before))
	}
}

// arrow draws the line of a message, whose name stands where it comes from.
func (p *pen) arrow(s *Step, start, end string) {
	name := s.Message
	if s.Size.Present {
		name += ", " + counted(s.Size.Value, "byte")
	}
	// The ends have three and two columns, one of each outside the ladder; a space is beside the name.
	name = runewidth.Truncate(name, p.width-6, "")
	line := strings.Repeat(p.glyph.line, max(p.width-runewidth.StringWidth(name)-4, 0))
	if s.From == "client" {
		p.b.WriteString(start + p.paint(name, s.Trouble) + " " + line + end + "\n")
		return
	}
	p.b.WriteString(start + line + " " + p.paint(name, s.Trouble) + end + "\n")
}

// between writes wrapped text between the sides, each line but the first after a margin.
func (p *pen) between(indent int, text string, trouble bool, margin string) {
	for i, line := range fold(text, p.width-indent-1) {
		if i > 0 {
			margin = strings.Repeat(" ", before)
		}
		fill := max(p.width-indent-runewidth.StringWidth(line), 0)
		p.b.WriteString(margin + p.glyph.side + strings.Repeat(" ", indent) + p.paint(line, trouble) +
			strings.Repeat(" ", fill) + p.glyph.side + "\n")
	}
}

// labelWidth is where the text of a section begins.
const labelWidth = 14

// section writes what is below the ladder.
func (p *pen) section(s Section) {
	p.b.WriteByte('\n')
	label := s.Label
	for _, line := range s.Lines {
		p.wrap(label, labelWidth, line, p.look.Width)
		label = ""
	}
}

// wrap writes text after a label, wrapped at the width. What is an item of a list stays right of its dash.
func (p *pen) wrap(label string, indent int, text string, width int) {
	dash := ""
	if item, listed := strings.CutPrefix(text, "- "); listed {
		dash, text = "- ", item
	}
	for _, line := range fold(text, max(width-indent-len(dash), narrowest)) {
		p.b.WriteString(strings.TrimRight(fmt.Sprintf("%-*s%s%s", indent, label, dash, line), " ") + "\n")
		label, dash = "", strings.Repeat(" ", len(dash))
	}
}

// packet names a packet, and the file that it is in where there are several.
func (p *pen) packet(at record.Packet) string {
	switch {
	case at.Number == 0:
		return ""
	case p.files:
		return fmt.Sprintf("%d:%d", at.File.Value+1, at.Number)
	}
	return strconv.FormatInt(at.Number, 10)
}

// Colours, as terminals have them.
const (
	red       = "\x1b[31m"
	plainText = "\x1b[0m"
)

// paint colours what a person looks for when something went wrong.
func (p *pen) paint(text string, trouble bool) string {
	if !p.look.Color || !trouble || text == "" {
		return text
	}
	return red + text + plainText
}
