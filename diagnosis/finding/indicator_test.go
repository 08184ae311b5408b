package finding

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// An indicator stands before what is as bad or less, with the severity that its list gives it.
func TestAddIndicator(t *testing.T) {
	found := []record.Finding{{Code: "a", Severity: "critical"}, {Code: "b", Severity: "medium"}, {Code: "c", Severity: "info"}}
	for severity, want := range map[Severity][]string{
		Critical: {"indicator_match", "a", "b", "c"},
		High:     {"a", "indicator_match", "b", "c"},
		Medium:   {"a", "indicator_match", "b", "c"},
		Low:      {"a", "b", "indicator_match", "c"},
		Info:     {"a", "b", "indicator_match", "c"},
	} {
		var got []string
		for _, f := range AddIndicator(append([]record.Finding(nil), found...), severity, "detail") {
			got = append(got, f.Code)
			if f.Code == "indicator_match" && (f.Severity != severity.String() || f.Detail != "detail" || f.Title == "") {
				t.Errorf("%+v", f)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", severity, diff)
		}
	}
	if got := AddIndicator(nil, Low, ""); len(got) != 1 {
		t.Errorf("%v", got)
	}
}
