package indicator

import (
	"errors"
	"fmt"
	"strings"
)

// comparison is one thing that a pattern says: the value of an object's property.
type comparison struct{ path, value string }

// maxComparisons is how many one pattern may have.
const maxComparisons = 10_000

// parsePattern reads the part of STIX's pattern language (STIX 2.1, section 9) in which any
// one of several values is looked for:
//
//	pattern     = observation { "OR" observation }
//	observation = "[" comparison { "OR" comparison } "]"
//	comparison  = path "=" string | path "ISSUBSET" string | path "IN" "(" string { "," string } ")"
//
// What asks for several things at once can't be said by one indicator, and is an error.
func parsePattern(text string) ([]comparison, error) {
	p := patternParser{rest: text}
	for {
		p.expect("[")
		p.comparison()
		for p.accept("OR") {
			p.comparison()
		}
		if p.next() == "AND" {
			p.fail("an indicator is one value")
		}
		p.expect("]")
		if p.err != nil || p.next() == "" {
			return p.found, p.err
		}
		p.expect("OR")
	}
}

type patternParser struct {
	rest  string
	found []comparison
	err   error
}

// next returns the next word without taking it: a string with its quotes, a sign, or a word.
func (p *patternParser) next() string {
	p.rest = strings.TrimLeft(p.rest, " \t\r\n")
	switch {
	case p.rest == "":
		return ""
	case p.rest[0] == '\'':
		return p.rest[:quotedEnd(p.rest)]
	case strings.ContainsRune("[]()=,<>!", rune(p.rest[0])):
		return p.rest[:1]
	}
	for i := 0; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '\'': // in a path, as in hashes.'SHA-256'
			i += quotedEnd(p.rest[i:]) - 1
		case strings.IndexByte(" \t\r\n[]()=,<>!", c) >= 0:
			return p.rest[:i]
		}
	}
	return p.rest
}

// quotedEnd returns where a string that begins with a quote ends, behind its last quote.
func quotedEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '\'':
			return i + 1
		}
	}
	return len(s)
}

func (p *patternParser) take() string {
	word := p.next()
	p.rest = p.rest[len(word):]
	return word
}

func (p *patternParser) accept(word string) bool {
	if p.err != nil || p.next() != word {
		return false
	}
	p.take()
	return true
}

func (p *patternParser) expect(word string) {
	if p.err == nil && !p.accept(word) {
		p.fail(fmt.Sprintf("%q is expected", word))
	}
}

// fail says what is wrong at the next word.
func (p *patternParser) fail(why string) {
	switch word := p.next(); {
	case p.err != nil:
	case word == "":
		p.err = errors.New("it ends too early")
	default:
		p.err = fmt.Errorf("%s is not understood: %s", quoted(word), why)
	}
}

func (p *patternParser) comparison() {
	if p.err != nil {
		return
	}
	if !strings.Contains(p.next(), ":") {
		p.fail("an object's property is expected, as in ipv4-addr:value")
		return
	}
	path := strings.ReplaceAll(p.take(), "'", "")
	switch {
	case p.accept("="), p.accept("ISSUBSET"):
		p.value(path)
	case p.accept("IN"):
		p.expect("(")
		p.value(path)
		for p.accept(",") {
			p.value(path)
		}
		p.expect(")")
	default:
		p.fail("only =, IN and ISSUBSET are")
	}
}

// value takes a string, which a property is compared with.
func (p *patternParser) value(path string) {
	if p.err != nil {
		return
	}
	word := p.next()
	switch {
	case len(word) < 2 || word[0] != '\'' || word[len(word)-1] != '\'':
		p.fail("a string in single quotes is expected")
		return
	case len(p.found) == maxComparisons:
		p.fail(fmt.Sprintf("there are more than %d comparisons", maxComparisons))
		return
	}
	p.take()
	value := strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(word[1 : len(word)-1])
	p.found = append(p.found, comparison{path, value})
}
