package html

import "github.com/tlssniff/tlssniff/record"

// Bounds of what is kept of the connections for the page's summary.
const (
	maxExamples = 1_000 // causes of which a sentence is kept, and groups that are marked
	maxSources  = 5     // files that the title names
	// maxPlain is how many failures are listed as plain HTML, for readers without the script.
	maxPlain = 200
)

// seen is what the summary tells of the connections that were written, which nobody else counts.
type seen struct {
	time timeline
	// postQuantum counts the connections whose key exchange is, and keyed all of
	// which it is known. groups are the groups that are.
	postQuantum, keyed int64
	groups             map[string]bool

	leaves    memory // certificates that were counted
	expiry    [periods]int64
	uncounted int64 // connections whose certificates were not, for want of room

	examples map[string]example // by cause
	failures []entry            // the first, for readers without the script
	sources  []string
	more     bool // there are more sources
}

// example is what was said of the first failure of its cause.
type example struct{ uid, outcome, summary, advice string }

func (s *seen) add(e *entry) {
	outcome := e.cells[cellOutcome]
	s.time.add(e.number(cellStart), kindOf(outcome))
	s.source(e.cells[cellSource])
	s.keyExchange(e)
	s.certificate(e)
	if outcome != record.OutcomeEstablished {
		s.failure(e)
	}
}

func (s *seen) keyExchange(e *entry) {
	switch e.cells[cellPostQuantum] {
	case "yes":
		s.postQuantum++
		s.keyed++
		if group := e.cells[cellGroup]; !s.groups[group] && len(s.groups) < maxExamples {
			if s.groups == nil {
				s.groups = make(map[string]bool)
			}
			s.groups[group] = true
		}
	case "no":
		s.keyed++
	}
}

// certificate counts a server's certificate when it comes for the first time.
func (s *seen) certificate(e *entry) {
	p := periodNamed(e.cells[cellExpiry])
	if p < 0 {
		return
	}
	if _, known := s.leaves.place(e.cells[cellLeaf]); known {
		return
	}
	if !s.leaves.remember(e.cells[cellLeaf], 0) {
		s.uncounted++
		return
	}
	s.expiry[p]++
}

func (s *seen) failure(e *entry) {
	if len(s.failures) < maxPlain {
		s.failures = append(s.failures, entry{cells: e.cells})
	}
	cause := e.cells[cellProblem]
	if _, known := s.examples[cause]; known || len(s.examples) >= maxExamples {
		return
	}
	if s.examples == nil {
		s.examples = make(map[string]example)
	}
	s.examples[cause] = example{e.cells[cellUID], e.cells[cellOutcome], e.cells[cellSummary], e.cells[cellAdvice]}
}

func (s *seen) source(name string) {
	for _, known := range s.sources {
		if known == name {
			return
		}
	}
	if len(s.sources) == maxSources {
		s.more = true
		return
	}
	s.sources = append(s.sources, name)
}
