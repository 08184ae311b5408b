package story

import (
	"cmp"
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

// event is one thing to tell: a step with the alert that it is, if it is one, or
// an alert alone, or one of TCP's or QUIC's ways to end.
type event struct {
	at    record.Packet
	time  record.Optional[record.Time]
	from  string
	step  *record.Step
	alert *record.Alert
	fin   *record.Fin
	reset *record.Reset
	quic  *record.QUICClose
}

// events returns all that happened, in the order of the packets. What came in
// one packet stays in the record's order, and its alerts, FIN and RST come last.
func events(c *record.Connection) []event {
	all := append(stepEvents(c), endings(c)...)
	slices.SortStableFunc(all, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at.File.Value, b.at.File.Value), cmp.Compare(a.at.Number, b.at.Number))
	})
	return all
}

// stepEvents returns the steps, and the alerts that are no step. An alert that
// is one is told once.
func stepEvents(c *record.Connection) []event {
	var all []event
	told := make([]bool, len(c.Alerts))
	for i := range c.Steps {
		s := &c.Steps[i]
		e := event{at: s.Packet, time: record.Some(s.Time), from: s.From, step: s}
		if n := alertOf(s, c.Alerts, told); n >= 0 {
			told[n] = true
			e.alert = &c.Alerts[n]
		}
		all = append(all, e)
	}
	for i := range c.Alerts {
		if a := &c.Alerts[i]; !told[i] {
			all = append(all, event{at: a.Packet, time: record.Some(a.Time), from: a.From, alert: a})
		}
	}
	return all
}

// alertOf returns the index of the alert that a step is, or -1.
func alertOf(s *record.Step, alerts []record.Alert, told []bool) int {
	visible := s.Message == "alert"
	if !visible && s.Message != "encrypted_alert" && !slices.Contains(s.Fits, record.FitsAlert) {
		return -1
	}
	for i := range alerts {
		a := &alerts[i]
		if !told[i] && a.Packet == s.Packet && a.From == s.From && a.Encrypted != visible {
			return i
		}
	}
	return -1
}

// endings returns the FINs, the RST, and what QUIC has in their place.
func endings(c *record.Connection) []event {
	var all []event
	if c.QUIC != nil && c.QUIC.Close != nil {
		q := c.QUIC.Close
		all = append(all, event{at: q.Packet, from: q.From, quic: q})
	}
	if c.TCP == nil {
		return all
	}
	for i := range c.TCP.Fin {
		f := &c.TCP.Fin[i]
		all = append(all, event{at: f.Packet, time: record.Some(f.Time), from: f.From, fin: f})
	}
	if r := c.TCP.Reset; r != nil {
		all = append(all, event{at: r.Packet, time: record.Some(r.Time), from: r.From, reset: r})
	}
	return all
}
