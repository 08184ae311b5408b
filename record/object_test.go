package record

import "testing"

func TestObjectsWithinObjects(t *testing.T) {
	o := Open([]byte("before "))
	whole := o.Begin("whole")
	o.Number("first", 1)
	inner := o.Begin("inner")
	o.Texts("list", []string{"a", "b"})
	o.End(inner)
	o.Encoded("last", []byte("[0.5]"))
	o.End(whole)
	empty := o.Begin("empty")
	nothing := o.Begin("nothing")
	o.MaybeText("absent", "")
	o.End(nothing)
	o.End(empty)
	o.Bool("end", true)
	want := `before {"whole":{"first":1,"inner":{"list":["a","b"]},"last":[0.5]},"end":true}`
	if got := string(o.Close()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestObjectWithoutMembersLeft(t *testing.T) {
	o := Open(nil)
	o.End(o.Begin("nothing"))
	if got := string(o.Close()); got != "{}" {
		t.Errorf("got %s", got)
	}
}
