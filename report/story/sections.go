package story

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// sections tells all that there is besides the steps, the most useful first.
func sections(c *record.Connection) []Section {
	var all []Section
	add := func(label string, lines []string) {
		if len(lines) > 0 {
			all = append(all, Section{label, lines})
		}
	}
	add("outcome", outcome(c))
	if d := c.Diagnosis; d != nil {
		add("why", cause(d))
		add("evidence", few(d.Evidence))
		add("advice", few(d.Advice))
	}
	add("server chain", verification(c.Verification))
	add("client chain", verification(c.ClientVerification))
	add("findings", findings(c.Findings))
	add("notes", notes(c))
	return all
}

// cause tells why, and how sure that is.
func cause(d *record.Diagnosis) []string {
	var lines []string
	if d.Summary != "" {
		lines = append(lines, cut(d.Summary, maxText))
	}
	name := short(d.Cause)
	if d.Confidence != "" {
		name = strings.TrimSpace(name + " (" + short(d.Confidence) + ")")
	}
	if name != "" {
		lines = append(lines, name)
	}
	return lines
}

// maxLines is how many lines a section has.
const maxLines = 20

// maxText is how many bytes a line has that our own diagnosis or findings wrote.
// Names from the wire are in them.
const maxText = 1000

// few keeps the first lines, and tells how many there are besides.
func few(lines []string) []string {
	var kept []string
	for _, line := range lines[:min(len(lines), maxLines)] {
		kept = append(kept, "- "+cut(line, maxText))
	}
	if more := len(lines) - maxLines; more > 0 {
		kept = append(kept, fmt.Sprintf("%d more", more))
	}
	return kept
}

// chainErrors says what is wrong with a chain.
var chainErrors = map[string]string{
	"expired":          "a certificate has expired",
	"not_yet_valid":    "a certificate is not valid yet",
	"self_signed":      "the certificate is self-signed",
	"unknown_issuer":   "the issuer is not known",
	"incomplete_chain": "a certificate between the leaf and the root was not sent",
	"name_mismatch":    "it is not for the name that was asked for",
	"wrong_usage":      "it is not meant for this use",
	"weak_key":         "a key is too weak",
	"weak_signature":   "a signature is too weak",
	"revoked":          "a certificate was revoked",
	"malformed":        "a certificate is broken",
}

// verification tells whether a chain leads to a root, and where it stops.
func verification(v *record.Verification) []string {
	if v == nil {
		return nil
	}
	text := short(v.Status)
	if v.Roots != "" {
		text += " (roots: " + short(v.Roots) + ")"
	}
	lines := []string{text}
	for _, code := range v.Errors[:min(len(v.Errors), maxLines)] {
		lines = append(lines, cmp.Or(chainErrors[code], short(code)))
	}
	if len(v.Chain) > 0 {
		lines = append(lines, "leads from "+list(v.Chain, " to "))
	}
	if v.MissingIssuer != "" {
		lines = append(lines, "missing: "+short(v.MissingIssuer))
	}
	return lines
}

// severities are in the order in which findings are told.
var severities = []string{"critical", "high", "medium", "low", "info"}

// findings tells what is weak or remarkable, the worst first.
func findings(found []record.Finding) []string {
	rank := func(f record.Finding) int {
		if i := slices.Index(severities, f.Severity); i >= 0 {
			return i
		}
		return len(severities)
	}
	sorted := slices.Clone(found)
	slices.SortStableFunc(sorted, func(a, b record.Finding) int { return cmp.Compare(rank(a), rank(b)) })
	var lines []string
	for _, f := range sorted {
		text := f.Severity + ": " + cmp.Or(f.Title, f.Code)
		if f.Detail != "" {
			text += ": " + f.Detail
		}
		lines = append(lines, text)
	}
	return few(lines)
}
