package finding

import (
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

var indicatorMatch = Definition{
	Code: "indicator_match", Severity: High,
	Title:       "The connection is on a list of indicators",
	Explanation: "An address, a name, a certificate or a fingerprint of this connection stands on a list that was given with --ioc; the list may say another severity. See what the list says and how old the entry is, what the client is, and what else it connected to. A fingerprint alone is shared by many programs, an address or a hoster's certificate by many sites.",
	Reference:   "docs/indicators.md",
}

// AddIndicator adds to findings, which are the worst first, that a connection matches indicators.
func AddIndicator(found []record.Finding, severity Severity, detail string) []record.Finding {
	f := indicatorMatch.finding(detail)
	f.Severity = severity.String()
	at := slices.IndexFunc(found, func(other record.Finding) bool {
		s, _ := ParseSeverity(other.Severity)
		return s <= severity
	})
	if at < 0 {
		at = len(found)
	}
	return slices.Insert(found, at, f)
}
