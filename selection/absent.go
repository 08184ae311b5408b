package selection

import (
	"slices"

	"github.com/expr-lang/expr/ast"
)

// absence rewrites a checked expression so that any field in it may be absent:
//
//   - what is reckoned from something absent is absent: a field of it, an element, a sum;
//   - a comparison with something absent is false, but that it differs (!=) is true;
//   - an absent condition is false, an absent list has no elements.
type absence struct{}

// Visit is called for each node after those in it.
func (absence) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.MemberNode:
		if _, named := n.Property.(*ast.StringNode); !named {
			replace(node, call("$at", n.Node, n.Property))
			return
		}
		n.Optional = true
		replace(node, &ast.ChainNode{Node: n})
	case *ast.UnaryNode:
		if n.Operator == "-" {
			replace(node, call("$-", &ast.IntegerNode{}, n.Node))
			return
		}
		n.Node = or(n.Node, &ast.BoolNode{})
	case *ast.BinaryNode:
		operator(node, n)
	case *ast.ConditionalNode:
		n.Cond = or(n.Cond, &ast.BoolNode{})
	case *ast.PredicateNode:
		n.Node = or(n.Node, &ast.BoolNode{})
	case *ast.BuiltinNode:
		n.Arguments[0] = or(n.Arguments[0], &ast.ArrayNode{})
	case *ast.CallNode:
		function(node, n)
	}
}

func operator(node *ast.Node, n *ast.BinaryNode) {
	switch n.Operator {
	case "and", "&&", "or", "||":
		n.Left, n.Right = or(n.Left, &ast.BoolNode{}), or(n.Right, &ast.BoolNode{})
	case "<", "<=", ">", ">=", "+", "-", "*", "/":
		replace(node, call("$"+n.Operator, n.Left, n.Right))
	}
}

// function puts what a constant text means in its place, and the function for which texts may be absent in another's.
func function(node *ast.Node, n *ast.CallNode) {
	name := n.Callee.(*ast.IdentifierNode).Value
	if read := constants[name]; read != nil {
		last := &n.Arguments[len(n.Arguments)-1]
		value, _ := read((*last).(*ast.StringNode).Value) // it was checked
		replace(last, &ast.ConstantNode{Value: value})
	}
	if name == "date" || name == "duration" {
		replace(node, n.Arguments[0])
		return
	}
	replace(node, call("$"+name, n.Arguments...))
}

// or returns what has another value where a node's is absent. What can't be absent stays as it is.
func or(n, otherwise ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.BoolNode, *ast.UnaryNode, *ast.ArrayNode:
		return n
	case *ast.BinaryNode:
		if n.Operator != "??" {
			return n
		}
	case *ast.BuiltinNode:
		if slices.Contains(ofLists, n.Name) {
			return n
		}
	}
	return &ast.BinaryNode{Operator: "??", Left: n, Right: otherwise}
}

func call(name string, args ...ast.Node) ast.Node {
	return &ast.CallNode{Callee: &ast.IdentifierNode{Value: name}, Arguments: args}
}

// replace puts another node in a node's place, where errors are still told.
func replace(node *ast.Node, by ast.Node) {
	at := (*node).Location()
	*node = by
	by.SetLocation(at)
}
