package selection

import (
	"reflect"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// view is the part of a field that an expression asks for: it makes the
// expression's values of a record's, and nothing of what is not asked for.
type view struct {
	*field
	elem    *view
	members []seen
}

type seen struct {
	name    string
	index   []int
	omitted bool
	*view
}

// viewOf returns the view of a field in which only members of these names are seen.
func viewOf(f *field, names map[string]bool) *view {
	v := &view{field: f}
	if f.elem != nil {
		v.elem = viewOf(f.elem, names)
	}
	for _, m := range f.members {
		if names[m.name] {
			v.members = append(v.members, seen{m.name, m.index, m.omitted, viewOf(m.field, names)})
		}
	}
	return v
}

// value returns what an expression sees of a field: nil where it is absent.
func (v *view) value(r reflect.Value) any {
	if r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return nil
		}
		r = r.Elem()
	}
	if v.optional {
		if !r.Field(optionalPresent).Bool() {
			return nil
		}
		r = r.Field(optionalValue)
	}
	switch v.kind {
	case text:
		return r.String()
	case truth:
		return r.Bool()
	case number:
		if r.CanUint() {
			return int(r.Uint())
		}
		return int(r.Int())
	case fraction:
		return r.Float()
	case instant:
		if t, ok := r.Interface().(record.Time); ok {
			return t.Std()
		}
		return r.Interface().(time.Time)
	case list:
		return v.list(r)
	}
	m := make(map[string]any, len(v.members))
	v.fill(m, r)
	return m
}

// list returns a list's values, or nil where it is absent.
func (v *view) list(r reflect.Value) any {
	if r.IsNil() {
		return nil
	}
	if v.elem.kind == text {
		return r.Interface()
	}
	all := make([]any, r.Len())
	for i := range all {
		all[i] = v.elem.value(r.Index(i))
	}
	return all
}

// fill puts an object's members into a map, which keeps nothing of what was in it.
func (v *view) fill(m map[string]any, r reflect.Value) {
	clear(m)
	for i := range v.members {
		s := &v.members[i]
		f, err := r.FieldByIndexErr(s.index)
		if err != nil || s.omitted && f.IsZero() {
			continue // an absent one
		}
		if value := s.value(f); value != nil {
			m[s.name] = value
		}
	}
}
