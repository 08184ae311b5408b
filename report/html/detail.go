package html

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report/story"
)

// detail is what a connection opens to, as the page's script reads it.
type detail struct {
	Title    []string   `json:"title"`
	Steps    []step     `json:"steps,omitempty"`
	Sections []section  `json:"sections,omitempty"`
	Evidence []evidence `json:"evidence,omitempty"`
	Findings []finding  `json:"findings,omitempty"`
	Facts    []fact     `json:"facts,omitempty"`
}

// step is a step of the ladder. Text is what stands on the arrow.
type step struct {
	Time    string   `json:"ms,omitempty"`
	Packet  int64    `json:"packet,omitempty"`
	File    string   `json:"file,omitempty"` // where packets are of several
	From    string   `json:"from,omitempty"`
	Text    string   `json:"text"`
	Meaning []string `json:"meaning,omitempty"`
	Trouble bool     `json:"trouble,omitempty"`
}

// section is what there is to say about one thing.
type section struct {
	Label string   `json:"label"`
	Lines []string `json:"lines"`
}

// evidence is one reason for a diagnosis, and the packet of this connection that it names.
type evidence struct {
	Text   string `json:"text"`
	Packet int64  `json:"packet,omitempty"`
}

type finding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Detail   string `json:"detail,omitempty"`
}

type fact struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// detailOf tells a connection.
func detailOf(c *record.Connection, clean func(string) string) detail {
	told := story.Tell(c, clean)
	d := detail{Title: told.Title, Facts: facts(c, clean)}
	for i := range told.Steps {
		d.Steps = append(d.Steps, stepOf(c, &told.Steps[i], clean))
	}
	for _, s := range told.Sections {
		switch s.Label {
		case "findings": // they follow with their codes
		case "evidence":
			d.Evidence = evidenceOf(s.Lines)
		default:
			d.Sections = append(d.Sections, section{s.Label, plain(s.Lines)})
		}
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		d.Findings = append(d.Findings, finding{clean(f.Code), clean(f.Severity), clean(f.Title), clean(cut(f.Detail))})
	}
	return d
}

func stepOf(c *record.Connection, s *story.Step, clean func(string) string) step {
	out := step{Packet: s.Packet.Number, From: s.From, Text: s.Message, Meaning: s.Meaning, Trouble: s.Trouble}
	if s.Time.Present {
		out.Time = strconv.FormatFloat(float64(s.Time.Value), 'f', 1, 64)
	}
	if i, several := s.Packet.File.Get(); several && i >= 0 && i < len(c.Capture.Sources) {
		out.File = clean(c.Capture.Sources[i])
	}
	if n, known := s.Size.Get(); known {
		out.Text += fmt.Sprintf(", %d byte", n)
		if n != 1 {
			out.Text += "s"
		}
	}
	return out
}

// plain takes the dashes away that a terminal's lists have.
func plain(lines []string) []string {
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], "- ")
	}
	return lines
}

// namedPacket finds the packet that a reason begins with. A packet of another
// connection stands behind that one's name.
var namedPacket = regexp.MustCompile(`^(?:from )?packet (\d+)\b`)

func evidenceOf(lines []string) []evidence {
	var all []evidence
	for _, line := range plain(lines) {
		e := evidence{Text: line}
		if m := namedPacket.FindStringSubmatch(line); m != nil {
			e.Packet, _ = strconv.ParseInt(m[1], 10, 64)
		}
		all = append(all, e)
	}
	return all
}

// longest is how many bytes of a text from the wire are shown; what is longer tells nobody more.
const longest = 300

// cut cuts a text, and tells how long it was.
func cut(s string) string {
	if len(s) <= longest {
		return s
	}
	end := longest
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return fmt.Sprintf("%s... (%d bytes)", s[:end], len(s))
}
