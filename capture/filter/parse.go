package filter

import (
	"fmt"

	"github.com/tlssniff/tlssniff/packet"
)

// Limits of an expression.
const (
	maxLength = 1 << 14 // bytes
	maxDepth  = 64      // of parentheses and nots
)

// Filter is a parsed expression. It may be used by many goroutines at once.
type Filter struct{ root node }

// Match reports whether a packet is selected.
func (f *Filter) Match(p *packet.Packet) bool { return f.root.match(p) }

// String returns an expression that means the same.
func (f *Filter) String() string { return f.root.String() }

// Parse reads an expression. The error is a *SyntaxError.
func Parse(expr string) (*Filter, error) {
	p := &parser{expr: expr, tokens: lex(expr)}
	if len(expr) > maxLength {
		return nil, &SyntaxError{Expr: expr[:0], Message: fmt.Sprintf("the expression is longer than %d bytes", maxLength)}
	}
	root, err := p.expression(0)
	if err == nil && !p.done() {
		err = p.wrong("what stands before it ends here: use and, or, or a parenthesis")
	}
	if err != nil {
		return nil, err
	}
	return &Filter{root}, nil
}

// parser reads an expression from left to right.
type parser struct {
	expr   string
	tokens []token
	at     int
	// last holds the qualifiers of the primitive before, for values that follow alone.
	last qualifiers
}

// qualifiers stand before a value and say what it is.
type qualifiers struct {
	proto string
	dir   direction
	kind  string // host, net, port, portrange
}

func (p *parser) done() bool { return p.at == len(p.tokens) }

// peek returns the next word, or "" at the end.
func (p *parser) peek() string {
	if p.done() {
		return ""
	}
	return p.tokens[p.at].text
}

// accept takes the next word if it is one of these.
func (p *parser) accept(words ...string) (string, bool) {
	for _, w := range words {
		if !p.done() && p.peek() == w {
			p.at++
			return w, true
		}
	}
	return "", false
}

// wrong points at the next word, or behind the last.
func (p *parser) wrong(format string, a ...any) error {
	e := &SyntaxError{Expr: p.expr, Pos: len(p.expr), Len: 1}
	what := "the expression ends too early"
	if !p.done() {
		t := p.tokens[p.at]
		e.Pos, e.Len = t.at, len(t.text)
		what = fmt.Sprintf("%q", t.text)
	}
	e.Message = what + ": " + fmt.Sprintf(format, a...)
	return e
}

func (p *parser) expression(depth int) (node, error) {
	left, err := p.term(depth)
	for err == nil {
		var right node
		if _, ok := p.accept("and", "&&"); ok {
			if right, err = p.term(depth); err == nil {
				left = and{left, right}
			}
		} else if _, ok := p.accept("or", "||"); ok {
			if right, err = p.term(depth); err == nil {
				left = or{left, right}
			}
		} else {
			return left, nil
		}
	}
	return nil, err
}

func (p *parser) term(depth int) (node, error) {
	if depth > maxDepth {
		return nil, p.wrong("nested more than %d deep", maxDepth)
	}
	if _, ok := p.accept("not", "!"); ok {
		of, err := p.term(depth + 1)
		if err != nil {
			return nil, err
		}
		return not{of}, nil
	}
	if _, ok := p.accept("("); ok {
		inner, err := p.expression(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, ok := p.accept(")"); !ok {
			return nil, p.wrong("a ) is missing")
		}
		return inner, nil
	}
	return p.primitive()
}
