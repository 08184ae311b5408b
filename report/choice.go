package report

import (
	"fmt"
	"strings"
)

// choices are what a user chooses from by name, the default first.
type choices[T any] []choice[T]

type choice[T any] struct {
	name  string
	value T
}

// names returns the names, in their order.
func (all choices[T]) names() []string {
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.name
	}
	return names
}

// find returns what has a name.
func (all choices[T]) find(name string) (chosen T, known bool) {
	for _, c := range all {
		if c.name == name {
			return c.value, true
		}
	}
	return chosen, false
}

// format returns what has a name, or an error that says which formats there are; of says what for, or is "".
func (all choices[T]) format(name, of string) (T, error) {
	chosen, known := all.find(name)
	if !known {
		return chosen, fmt.Errorf("there is no format %q%s: it is one of %s", name, of, strings.Join(all.names(), ", "))
	}
	return chosen, nil
}
