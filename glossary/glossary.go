// Package glossary explains code points in plain words: alerts, versions and
// cipher suites.
package glossary

import "strings"

// Entry explains one code point.
type Entry struct {
	Kind string // "alert", "version" or "cipher suite"
	// Name is the RFC's or IANA's, Title says it in a few words.
	Name, Title string
	// Text is paragraphs, Reference where it is defined.
	Text      []string
	Reference string
}

// Explain returns what a term names: an alert by its name or number, a version, a
// cipher suite by its IANA or OpenSSL name or its code point. One term may name several; one that is not known, none.
func Explain(term string) (all []Entry) {
	term = strings.TrimSpace(term)
	for _, find := range []func(string) (Entry, bool){explainAlert, explainVersion, explainSuite} {
		if e, ok := find(term); ok {
			all = append(all, e)
		}
	}
	return all
}

// fold makes terms that differ in case and in what stands between words alike.
func fold(term string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", ".", "").Replace(strings.ToLower(term))
}
