package selection

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/expr-lang/expr"
	typechecker "github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"github.com/tlssniff/tlssniff/caret"
	"github.com/tlssniff/tlssniff/record"
)

// maxLength is how long an expression may be, in bytes.
const maxLength = 1 << 14

// expression is a compiled expression over a record's fields.
type expression struct {
	program *vm.Program
	names   map[string]bool // that it has in it, of fields and of what is below them
	view    *view
	// machines are what one evaluation needs, for the next one.
	machines sync.Pool
}

// machine evaluates an expression for one record after the other.
type machine struct {
	vm     vm.VM
	fields map[string]any
}

// compile understands an expression. The error is a *caret.Error.
func compile(source string) (*expression, error) {
	if len(source) > maxLength {
		return nil, &caret.Error{Message: fmt.Sprintf("the expression is longer than %d bytes", maxLength)}
	}
	tree, err := parser.ParseWithConfig(source, language())
	if err != nil {
		return nil, fault(source, err)
	}
	c := checker{source: source, names: make(map[string]bool)}
	c.visit(tree.Node)
	if c.wrong != nil {
		return nil, c.wrong
	}
	// First it is checked with the types that fields have where they are there. Then it is compiled
	// without types, because each of them may be absent.
	if _, err := typechecker.ParseCheck(source, language(expr.Env(connection().typ()), expr.AsBool(), expr.WarnOnAny())); err != nil {
		return nil, fault(source, err)
	}
	program, err := expr.Compile(source, append(functions(), expr.Patch(absence{}))...)
	if err != nil {
		return nil, fault(source, err)
	}
	e := &expression{program: program, names: c.names, view: viewOf(connection(), c.names)}
	e.machines.New = func() any { return &machine{fields: make(map[string]any, len(e.view.members))} }
	return e, nil
}

// uses reports whether the expression has a field's name in it.
func (e *expression) uses(name string) bool { return e.names[name] }

// match reports whether an expression is true of a record.
func (e *expression) match(c *record.Connection) bool {
	yes, err := e.evaluate(c)
	return yes && err == nil // the language has nothing that can fail, as FuzzWhere holds
}

func (e *expression) evaluate(c *record.Connection) (bool, error) {
	m := e.machines.Get().(*machine)
	defer e.machines.Put(m)
	e.view.fill(m.fields, reflect.ValueOf(c).Elem())
	out, err := m.vm.Run(e.program, m.fields)
	yes, _ := out.(bool) // an absent one is no
	return yes, err
}
