package selection

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"

	"github.com/tlssniff/tlssniff/caret"
)

// maxDepth bounds how deep functions of lists may be in one another: each goes through its list for
// every element of the one around it.
const maxDepth = 3

// checker holds an expression to the part of the language that is allowed, and to the names that there are.
type checker struct {
	source string
	names  map[string]bool
	// elements are what a dot stands for in the functions around.
	elements []*field
	wrong    *caret.Error
}

// operators are those that are allowed, with one value and with two.
var operators = map[bool][]string{
	false: {"not", "!", "-"},
	true: {"==", "!=", "<", "<=", ">", ">=", "and", "&&", "or", "||", "in", "contains", "startsWith", "endsWith", "matches",
		"+", "-", "*", "/", "??"},
}

// visit checks a node and those in it. It returns the field that the node stands for, or nil.
func (c *checker) visit(node ast.Node) *field {
	switch n := node.(type) {
	case *ast.NilNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.StringNode:
	case *ast.IdentifierNode:
		return c.name(n, connection(), "a record", n.Value)
	case *ast.PointerNode:
		if len(c.elements) > 0 && n.Name == "" {
			return c.elements[len(c.elements)-1]
		}
		c.fail(n, 1, "a dot or # stands for a list's element: use it in any, all, none, one or count")
	case *ast.ChainNode:
		return c.visit(n.Node)
	case *ast.MemberNode:
		return c.memberOf(n)
	case *ast.UnaryNode:
		c.operator(n, n.Operator, false)
		c.visit(n.Node)
	case *ast.BinaryNode:
		c.binary(n)
	case *ast.ConditionalNode:
		c.visit(n.Cond)
		c.visit(n.Exp1)
		c.visit(n.Exp2)
	case *ast.ArrayNode:
		for _, element := range n.Nodes {
			c.visit(element)
		}
	case *ast.BuiltinNode:
		c.ofList(n)
	case *ast.CallNode:
		c.ofText(n)
	default:
		c.fail(n, 1, "this is no part of the language: it has comparisons, and, or, not, lists, and the functions %s", functionNames())
	}
	return nil
}

func (c *checker) operator(n ast.Node, op string, binary bool) {
	if !slices.Contains(operators[binary], op) {
		c.fail(n, len(op), "%q is no operator here: there are %s", op, strings.Join(operators[binary], " "))
	}
}

// binary checks an operator with two values. Only single values are compared.
func (c *checker) binary(n *ast.BinaryNode) {
	c.operator(n, n.Operator, true)
	left, right := c.visit(n.Left), c.visit(n.Right)
	switch n.Operator {
	case "==", "!=":
		_, leftNil := n.Left.(*ast.NilNode)
		_, rightNil := n.Right.(*ast.NilNode)
		if !leftNil && !rightNil {
			c.single(n.Left, left)
			c.single(n.Right, right)
		}
	case "in":
		c.single(n.Left, left)
		if right != nil && (right.kind != list || right.elem.kind == object) {
			c.fail(n.Right, 1, "in looks for a value in a list of single ones: any looks through a list of objects, contains for a part of a text")
		}
	case "matches":
		if _, ok := n.Right.(*ast.StringNode); !ok {
			c.fail(n.Right, 1, "matches takes a regular expression in quotes")
		}
	}
}

// single reports what is a list or has fields.
func (c *checker) single(n ast.Node, f *field) {
	switch {
	case f == nil:
	case f.kind == list:
		c.fail(n, 1, "a list is compared by what is in it: use in, any, all or len")
	case f.kind == object:
		c.fail(n, 1, "this has fields: compare one of them, as .%s", f.members[0].name)
	}
}

// memberOf checks a field of a field, or an element of a list.
func (c *checker) memberOf(n *ast.MemberNode) *field {
	of := c.visit(n.Node)
	if c.wrong != nil {
		return nil
	}
	property, named := n.Property.(*ast.StringNode)
	switch {
	case of == nil || n.Method:
		c.fail(n, 1, "only a record's fields have fields and elements")
	case named && of.kind == list:
		c.fail(property, len(property.Value), "this is a list: any(…, .%s == …) looks through it, [0] is its first", property.Value)
	case named && of.kind != object:
		c.fail(property, len(property.Value), "there is nothing below this field")
	case named:
		return c.name(property, of, label(n.Node), property.Value)
	case of.kind != list:
		c.fail(n.Property, 1, "this is no list")
	default:
		if _, ok := n.Property.(*ast.IntegerNode); !ok {
			c.fail(n.Property, 1, "an element's number is expected, 0 for the first")
		}
		return of.elem
	}
	return nil
}

// name looks a field up.
func (c *checker) name(n ast.Node, of *field, what, name string) *field {
	c.names[name] = true
	f := of.member(name)
	if f == nil {
		hint := nearest(name, of.names())
		switch {
		case hint != "":
			hint = fmt.Sprintf("did you mean %q?", hint)
		case of == connection():
			hint = fmt.Sprintf("docs/record.md has all; a text stands in quotes: %q", name)
		default:
			hint = "there are " + strings.Join(of.names(), ", ")
		}
		c.fail(n, len(name), "%q is no field of %s: %s", name, what, hint)
	}
	return f
}

// label says what a node's fields are fields of.
func label(n ast.Node) string {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return n.Value
	case *ast.ChainNode:
		return label(n.Node)
	case *ast.MemberNode:
		if property, ok := n.Property.(*ast.StringNode); ok {
			return property.Value
		}
	}
	return "an element"
}

// ofList checks a function that goes through a list.
func (c *checker) ofList(n *ast.BuiltinNode) {
	if !slices.Contains(ofLists, n.Name) {
		c.noFunction(n, n.Name)
		return
	}
	if len(n.Arguments) == 0 {
		c.fail(n, len(n.Name), "%s takes a list", n.Name)
		return
	}
	f := c.visit(n.Arguments[0])
	if len(n.Arguments) == 1 || c.wrong != nil {
		return
	}
	predicate, ok := n.Arguments[1].(*ast.PredicateNode)
	switch {
	case !ok:
		c.fail(n.Arguments[1], 1, "%s takes nothing more", n.Name)
	case f == nil || f.kind != list:
		c.fail(n.Arguments[0], 1, "%s goes through a list of the record", n.Name)
	case len(c.elements) == maxDepth:
		c.fail(n, len(n.Name), "lists are nested more than %d deep", maxDepth)
	default:
		c.elements = append(c.elements, f.elem)
		c.visit(predicate.Node)
		c.elements = c.elements[:len(c.elements)-1]
	}
}

// ofText checks a function of texts, and what has to be a constant of them.
func (c *checker) ofText(n *ast.CallNode) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok || !slices.Contains(ofTexts, callee.Value) {
		name := ""
		if ok {
			name = callee.Value
		}
		c.noFunction(n, name)
		return
	}
	for _, arg := range n.Arguments {
		c.visit(arg)
	}
	read := constants[callee.Value]
	if read == nil || len(n.Arguments) == 0 {
		return
	}
	last := n.Arguments[len(n.Arguments)-1]
	s, ok := last.(*ast.StringNode)
	if !ok {
		c.fail(last, 1, "%s takes a text in quotes here", callee.Value)
	} else if _, err := read(s.Value); err != nil {
		c.fail(s, len(s.Value)+2, "%v", err)
	}
}

func (c *checker) noFunction(n ast.Node, name string) {
	c.fail(n, len(name), "there is no function %q: there are %s", name, functionNames())
}

func functionNames() string { return strings.Join(append(slices.Clone(ofLists), ofTexts...), ", ") }

// fail notes what is wrong with a node, if nothing was before.
func (c *checker) fail(n ast.Node, length int, format string, a ...any) {
	if c.wrong == nil {
		c.wrong = wrongAt(c.source, n.Location().From, length, fmt.Sprintf(format, a...))
	}
}

// wrongAt makes an error of a place, which the language counts in characters.
func wrongAt(source string, from, length int, message string) *caret.Error {
	pos := 0
	for range from {
		_, n := utf8.DecodeRuneInString(source[pos:])
		pos += n
	}
	return &caret.Error{Expr: source, Pos: pos, Len: min(length, len(source)-pos), Message: message}
}

// fault makes an error of the language's own.
func fault(source string, err error) error {
	var told *file.Error
	if !errors.As(err, &told) {
		return &caret.Error{Expr: source, Message: err.Error()}
	}
	message := told.Message
	switch {
	case strings.HasPrefix(message, `unexpected token Operator("=")`):
		message = "= is no comparison: equal is =="
	case strings.HasPrefix(message, "unexpected token EOF"):
		message = "the expression ends too early"
	case strings.Contains(message, "time.Time"):
		message = strings.ReplaceAll(message, "time.Time", "time") + `: a time is written as date("2026-01-02T15:04:05Z")`
	}
	return wrongAt(source, told.From, told.To-told.From, message)
}

// nearest returns the name that a wrong one is likely to stand for, or nothing.
func nearest(name string, names []string) string {
	best := slices.MinFunc(names, func(a, b string) int {
		return cmp.Compare(levenshtein.ComputeDistance(name, a), levenshtein.ComputeDistance(name, b))
	})
	if levenshtein.ComputeDistance(name, best) > max(1, len(name)/2) {
		return ""
	}
	return best
}
