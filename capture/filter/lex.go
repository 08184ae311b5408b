package filter

import (
	"strings"

	"github.com/tlssniff/tlssniff/caret"
)

// token is one word of an expression, and where it stands.
type token struct {
	text string
	at   int
}

// lex cuts an expression into words.
func lex(expr string) []token {
	var tokens []token
	for i := 0; i < len(expr); {
		switch c := expr[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '(' || c == ')':
			tokens = append(tokens, token{expr[i : i+1], i})
			i++
		case strings.HasPrefix(expr[i:], "&&"), strings.HasPrefix(expr[i:], "||"):
			tokens = append(tokens, token{expr[i : i+2], i})
			i += 2
		case c == '!' && !strings.HasPrefix(expr[i:], "!="):
			tokens = append(tokens, token{"!", i})
			i++
		default:
			from := i
			for i < len(expr) && !strings.ContainsRune(" \t\r\n()", rune(expr[i])) && !strings.HasPrefix(expr[i:], "&&") && !strings.HasPrefix(expr[i:], "||") {
				i++
			}
			tokens = append(tokens, token{expr[from:i], from})
		}
	}
	return tokens
}

// SyntaxError says which word of an expression is wrong, and why.
type SyntaxError = caret.Error
