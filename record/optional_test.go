package record

import (
	"encoding/json"
	"testing"
)

func TestOptionalTellsAbsentFromZero(t *testing.T) {
	for name, c := range map[string]struct {
		in      Optional[int]
		value   int
		present bool
		or      int
	}{
		"absent":           {Optional[int]{}, 0, false, 7},
		"present and zero": {Some(0), 0, true, 0},
		"present":          {Some(3), 3, true, 3},
	} {
		t.Run(name, func(t *testing.T) {
			if value, present := c.in.Get(); value != c.value || present != c.present {
				t.Errorf("Get: %d, %v, want %d, %v", value, present, c.value, c.present)
			}
			if got := c.in.Or(7); got != c.or {
				t.Errorf("Or: %d, want %d", got, c.or)
			}
			if got := c.in.IsZero(); got == c.present {
				t.Errorf("IsZero: %v", got)
			}
		})
	}
}

func TestOptionalMemberIsLeftOutOnlyWhereItIsAbsent(t *testing.T) {
	type pair struct {
		A Optional[string] `json:"a,omitzero"`
		B Optional[string] `json:"b,omitzero"`
	}
	in := pair{A: Some("")}
	b, err := json.Marshal(in)
	if err != nil || string(b) != `{"a":""}` {
		t.Fatalf("got %s (%v)", b, err)
	}
	var got pair
	if err := json.Unmarshal(b, &got); err != nil || got != in {
		t.Errorf("read back as %+v (%v), want %+v", got, err, in)
	}
}

func TestOptionalOfAnotherTypeIsRefused(t *testing.T) {
	var got Optional[int]
	if err := json.Unmarshal([]byte(`"three"`), &got); err == nil {
		t.Errorf("text is read as %+v", got)
	}
}
