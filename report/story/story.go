// Package story tells what happened on a connection, step by step, for a person
// who does not read RFCs. Tell makes the words; Draw shows them on a terminal,
// and whatever else draws a Story finds in it all that there is to say.
package story

import "github.com/tlssniff/tlssniff/record"

// Story is a connection, told. All of its texts are clean.
type Story struct {
	Outcome  string   // as the record has it
	Title    []string // who spoke with whom, when, and where it was captured
	Steps    []Step   // in the order of their packets
	Sections []Section
}

// Step is one thing that happened.
type Step struct {
	// Time is since the connection's start.
	Time record.Optional[record.Milliseconds]
	// Packet has the number 0 where none is known.
	Packet record.Packet
	// From is client or server, or empty for what neither of them did.
	From    string
	Message string
	Size    record.Optional[int] // bytes
	Meaning []string             // a thought a line
	// Trouble marks what a person looks for when something went wrong.
	Trouble bool
}

// Section is what there is to say about one thing after the last step.
type Section struct {
	Label string
	Lines []string
}

// Tell tells a connection. Every text is passed through clean, which makes text
// from the wire harmless.
func Tell(c *record.Connection, clean func(string) string) Story {
	s := Story{Outcome: c.Outcome, Title: title(c), Steps: steps(c), Sections: sections(c)}
	s.each(clean)
	return s
}

// each replaces every text.
func (s *Story) each(replace func(string) string) {
	s.Outcome = replace(s.Outcome)
	replaceAll(s.Title, replace)
	for i := range s.Steps {
		step := &s.Steps[i]
		step.From, step.Message = replace(step.From), replace(step.Message)
		replaceAll(step.Meaning, replace)
	}
	for _, section := range s.Sections {
		replaceAll(section.Lines, replace)
	}
}

func replaceAll(texts []string, replace func(string) string) {
	for i, text := range texts {
		texts[i] = replace(text)
	}
}

// means adds a thought to a step, unless it is empty.
func (s *Step) means(thoughts ...string) {
	for _, thought := range thoughts {
		if thought != "" {
			s.Meaning = append(s.Meaning, thought)
		}
	}
}
