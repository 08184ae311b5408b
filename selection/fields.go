package selection

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/expr-lang/expr/types"

	"github.com/tlssniff/tlssniff/record"
)

// kind is what a field holds.
type kind uint8

const (
	text kind = iota
	number
	fraction
	truth
	instant
	list
	object
)

// field is a field of a record, or what a list of it holds, with the fields below it.
type field struct {
	kind kind
	elem *field // of a list
	// members are an object's fields, in the record's order.
	members []member
	// optional says that records have it in an Optional.
	optional bool
}

// member is a field of an object under its name in JSON.
type member struct {
	name  string
	index []int // of the Go field
	// omitted says that a zero value is absent.
	omitted bool
	*field
}

// connection is the record, as reflection finds it: a field is known here as soon as records have it.
var connection = sync.OnceValue(func() *field { return fieldOf(reflect.TypeFor[record.Connection]()) })

func fieldOf(t reflect.Type) *field {
	if t.Kind() == reflect.Pointer {
		return fieldOf(t.Elem())
	}
	f := &field{}
	if strings.HasPrefix(t.Name(), "Optional[") {
		f = fieldOf(t.Field(optionalValue).Type)
		f.optional = true
		return f
	}
	switch {
	case t == reflect.TypeFor[record.Time](), t == reflect.TypeFor[time.Time]():
		f.kind = instant
	case t.Kind() == reflect.String:
		f.kind = text
	case t.Kind() == reflect.Bool:
		f.kind = truth
	case t.Kind() == reflect.Slice:
		f.kind, f.elem = list, fieldOf(t.Elem())
	case t.Kind() == reflect.Struct:
		f.kind, f.members = object, membersOf(t, nil)
	case t.Kind() == reflect.Float64:
		f.kind = fraction
	default:
		f.kind = number
	}
	return f
}

// The fields of a record.Optional.
const (
	optionalValue = iota
	optionalPresent
)

// membersOf lists a struct's fields, with those of what it embeds.
func membersOf(t reflect.Type, index []int) []member {
	var all []member
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		at := append(slices.Clone(index), i)
		switch {
		case name == "-":
		case f.Anonymous && name == "":
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			all = append(all, membersOf(inner, at)...)
		default:
			all = append(all, member{name, at, options == "omitzero", fieldOf(f.Type)})
		}
	}
	return all
}

// member returns an object's field of a name, or nil.
func (f *field) member(name string) *field {
	for i := range f.members {
		if f.members[i].name == name {
			return f.members[i].field
		}
	}
	return nil
}

// names lists an object's fields.
func (f *field) names() []string {
	var all []string
	for i := range f.members {
		all = append(all, f.members[i].name)
	}
	return all
}

// typ describes the field to the language's checker.
func (f *field) typ() types.Type {
	switch f.kind {
	case text:
		return types.String
	case number:
		return types.Int
	case fraction:
		return types.Float64
	case truth:
		return types.Bool
	case instant:
		return types.TypeOf(time.Time{})
	case list:
		return types.Array(f.elem.typ())
	}
	m := types.Map{}
	for i := range f.members {
		m[f.members[i].name] = f.members[i].typ()
	}
	return m
}
