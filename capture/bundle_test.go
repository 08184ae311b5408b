package capture

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBundle(t *testing.T) {
	want := []Packet{
		{Data: []byte("abc"), Time: -5, Length: 1 << 20, Number: 1 << 40, Source: 7, Link: 0xffff},
		{Data: []byte{}, Time: 1 << 62, Length: 0, Number: 1},
		{Data: []byte("d"), Length: 1, Source: -1},
	}
	comments := []string{"", "why", "not"}
	var b Bundle
	for i := range want {
		b = b.Append(&want[i], comments[i])
	}
	for range 2 {
		var got []Packet
		var told []string
		for p, comment := range b.Packets() {
			got, told = append(got, *p), append(told, comment)
		}
		if d := cmp.Diff(want, got) + cmp.Diff(comments, told); d != "" {
			t.Error(d)
		}
	}
	for p := range b.Packets() {
		if p.Number != 1<<40 {
			t.Errorf("it went on")
		}
		break
	}
}
