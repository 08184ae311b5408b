package caret

import "testing"

func TestPicture(t *testing.T) {
	tests := map[string]struct {
		err  Error
		want string
	}{
		"a word":                {Error{Expr: "tcp hots x", Pos: 4, Len: 4}, "  tcp hots x\n      ^^^^"},
		"behind the end":        {Error{Expr: "tcp and", Pos: 7}, "  tcp and\n         ^"},
		"what moves the carets": {Error{Expr: "a\tb\nü c", Pos: 7, Len: 1}, "  a b    c\n         ^"},
	}
	for name, test := range tests {
		if got := test.err.Picture(); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, test.want)
		}
	}
}
