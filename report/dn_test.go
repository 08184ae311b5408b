package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamesAreTakenApart(t *testing.T) {
	for name, c := range map[string]struct {
		want    []attribute
		ordered string
	}{
		"": {},
		"CN=www.example.com,O=Example,C=US": {
			[]attribute{{"CN", "www.example.com", false}, {"O", "Example", false}, {"C", "US", false}},
			"C=US, O=Example, CN=www.example.com",
		},
		`CN=a\,b,O=x\+y\=z`:  {[]attribute{{"CN", "a,b", false}, {"O", "x+y=z", false}}, "O=x+y=z, CN=a,b"},
		"OU=A+OU=B,O=C":      {[]attribute{{"OU", "A", false}, {"OU", "B", true}, {"O", "C", false}}, "O=C, OU=A + OU=B"},
		`CN=\0Ab\\\E2\80\AE`: {[]attribute{{"CN", "\nb\\\u202e", false}}, "CN=\nb\\\u202e"},
		"1.2.3=#0403":        {[]attribute{{"1.2.3", "#0403", false}}, "1.2.3=#0403"},
		"no name":            {[]attribute{{"", "no name", false}}, "no name"},
		`CN=\`:               {[]attribute{{"CN", `\`, false}}, `CN=\`},
		"CN=a=b,":            {[]attribute{{"CN", "a=b", false}}, "CN=a=b"},
	} {
		if diff := cmp.Diff(c.want, attributes(name), cmp.AllowUnexported(attribute{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
		if got := inOrder(name); got != c.ordered {
			t.Errorf("%q in order is %q, want %q", name, got, c.ordered)
		}
	}
}

// FuzzNames holds that nothing of a name is lost, whatever it is.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"", "CN=a,O=b", `CN=a\,b+OU=\0A\`, "a", "=,+=", `\`} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		ordered := inOrder(name)
		for _, a := range attributes(name) {
			if !strings.Contains(ordered, a.value) || !strings.Contains(ordered, a.kind) {
				t.Errorf("%q in order is %q, which lacks %q of %q", name, ordered, a.value, a.kind)
			}
		}
	})
}
