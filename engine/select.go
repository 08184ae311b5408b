package engine

import (
	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
)

// Which records are reported is decided by the workers, many at once, as soon as a connection
// ended. Only where it depends on why one failed does the collector decide, when that is known.

// leaves reports whether a record is known not to be reported.
func (w *worker) leaves(r *record.Connection) bool {
	if w.selection == nil || r.Outcome != record.OutcomeEstablished && w.selection.NeedsDiagnosis() {
		return false
	}
	return !w.selection.Match(r)
}

// undecided reports whether records that are held back are still to be chosen from.
func (c *collector) undecided() bool { return c.selection != nil && c.selection.NeedsDiagnosis() }

// decide reports whether a record that has its diagnosis is reported. Then it adds to what only many connections show.
func (c *collector) decide(s sheaf) bool {
	if !c.selection.Match(s.held) {
		return false
	}
	if !s.unexpected {
		lesson := knowledge.Read(s.held)
		c.look(&lesson)
	}
	return true
}
