package view

import (
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/monitor"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// packets says what was read, and what was lost before it could be.
func (s *screen) packets(now *monitor.State) string {
	dropped, missed := now.Lost()
	text := fmt.Sprintf("packets %d (%s)  dropped %d  missed %d  flows %d  memory %d MB", now.Packets,
		perSecond(s.gauge.rate(func(m *monitor.State) int64 { return m.Packets })), dropped, missed, now.Open, now.Memory>>20)
	for _, i := range now.Interfaces {
		if !i.Up {
			text += "  " + report.Clean(i.Interface) + " IS DOWN"
		}
	}
	return text
}

// connections says how many had which outcome, the worst first.
func (s *screen) connections(now *monitor.State) string {
	text := fmt.Sprintf("connections %d (%s)", now.Connections, perSecond(s.gauge.rate(func(m *monitor.State) int64 { return m.Connections })))
	for _, outcome := range []string{record.OutcomeFailed, record.OutcomeAborted, record.OutcomeNotTLS, record.OutcomeIncomplete, record.OutcomeEstablished} {
		if n := now.Outcomes[outcome]; n > 0 {
			text += fmt.Sprintf("  %s %d", strings.ReplaceAll(outcome, "not_tls", "not TLS"), n)
		}
	}
	return text
}

// most names the values of one kind that were seen most, how often, and how often in a second now.
func (s *screen) most(counts map[string]int64, of func(*monitor.State) map[string]int64) string {
	var parts []string
	for _, value := range top(counts) {
		part := fmt.Sprintf("%s %d", report.Clean(value), counts[value])
		if rate := s.gauge.rate(func(m *monitor.State) int64 { return of(m)[value] }); rate > 0 {
			part += " (" + perSecond(rate) + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func perSecond(rate float64) string {
	if rate < 10 {
		return fmt.Sprintf("%.1f/s", rate)
	}
	return fmt.Sprintf("%.0f/s", rate)
}
