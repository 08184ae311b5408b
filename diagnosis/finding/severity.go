package finding

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// Severity says how bad a finding is. A worse one is greater.
type Severity uint8

// The severities, from what is only good to know to what is being exploited.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

var severityNames = [...]string{Info: "info", Low: "low", Medium: "medium", High: "high", Critical: "critical"}

// String returns the severity's name as records have it.
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return fmt.Sprintf("Severity(%d)", uint8(s))
}

// Severities names all severities, the least first.
func Severities() []string { return slices.Clone(severityNames[:]) }

// ParseSeverity returns the severity of a name.
func ParseSeverity(name string) (Severity, error) {
	for s, known := range severityNames {
		if name == known {
			return Severity(s), nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q: use one of %s", name, strings.Join(severityNames[:], ", "))
}

// Worst returns the severity of the worst of some findings, and false where there are none.
func Worst(findings []record.Finding) (worst Severity, any bool) {
	for i := range findings {
		if s, err := ParseSeverity(findings[i].Severity); err == nil {
			worst, any = max(worst, s), true
		}
	}
	return worst, any
}
