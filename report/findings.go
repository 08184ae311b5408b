package report

import (
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
)

// Worst returns the severity of the worst finding, and false where there are none.
func (s *Summary) Worst() (worst finding.Severity, any bool) {
	for key := range s.findings.by {
		name, _, _ := strings.Cut(key, " ")
		if severity, err := finding.ParseSeverity(name); err == nil {
			worst, any = max(worst, severity), true
		}
	}
	for i := range s.Across {
		if severity, err := finding.ParseSeverity(s.Across[i].Severity); err == nil {
			worst, any = max(worst, severity), true
		}
	}
	return worst, any
}

// writeFindings tells what was found: a line a severity, the worst first, then what only many connections show.
// What is only good to know is counted.
func (s *Summary) writeFindings(l *lines) {
	label := "findings"
	for severity := finding.Critical; severity > finding.Info; severity-- {
		some := s.ofSeverity(severity)
		if len(some.by) == 0 {
			continue
		}
		words := append([]string{severity.String() + ":"}, most(&some, func(code string) string {
			return fmt.Sprintf("%s (%s)", Clean(code), grouped(some.of(code)))
		})...)
		l.wrap(label, words)
		label = ""
	}
	if some := s.ofSeverity(finding.Info); len(some.by) > 0 && label == "" {
		l.add(label, fmt.Sprintf("info: %s", plural(int64(len(some.by)), "more kind")))
	}
	for i, f := range s.Across {
		if i == shownFailures {
			l.add(label, fmt.Sprintf("and %s more", grouped(int64(len(s.Across)-i))))
			break
		}
		l.add(label, strings.TrimSuffix(fmt.Sprintf("%s: %s: %s: %s", f.Severity, f.Code, Clean(f.Subject), Clean(f.Detail)), ": "))
		label = ""
	}
}

// ofSeverity returns the counts of the findings of one severity.
func (s *Summary) ofSeverity(severity finding.Severity) (some counts) {
	for key, n := range s.findings.by {
		if code, ok := strings.CutPrefix(key, severity.String()+" "); ok {
			some.add(code, *n)
		}
	}
	return some
}
