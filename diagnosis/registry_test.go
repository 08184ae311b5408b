package diagnosis

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/causes.md anew")

// codes returns the values of the constants in cause.go.
func codes(t *testing.T) (all []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "cause.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			code, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, code)
		}
		return true
	})
	return all
}

func TestEveryCauseHasItsWords(t *testing.T) {
	var listed []string
	for _, c := range Causes() {
		listed = append(listed, c.Code)
		if c.Title == "" || len(c.Title) > 60 || c.Explanation == "" || c.Seen == "" || len(c.Advice) == 0 {
			t.Errorf("%s lacks words: %+v", c.Code, c)
		}
		for _, a := range c.Advice {
			if side, _, ok := strings.Cut(a, ": "); !ok || side != "client" && side != "server" && side != "network" {
				t.Errorf("%s: %q does not say who can do it", c.Code, a)
			}
		}
		if found, ok := Lookup(c.Code); !ok || found.Title != c.Title {
			t.Errorf("%s is not found", c.Code)
		}
	}
	if diff := cmp.Diff(codes(t), listed); diff != "" {
		t.Errorf("(-constants +registry)\n%s", diff)
	}
}

// TestPage holds docs/causes.md against the registry.
func TestPage(t *testing.T) {
	var b strings.Builder
	b.WriteString(`# Why a handshake failed

` + "`diagnosis.cause`" + ` of a connection record is one of these codes; ` + "`tlssniff explain CODE`" + ` shows the same text. This page is made from the
program's own registry: ` + "`go test ./diagnosis -update`" + `.

How sure a cause is, ` + "`diagnosis.confidence`" + ` says: **certain** (the bytes prove it), **likely** (the bytes fit this cause and no
other here), **possible** (they fit several: the best is the cause, the others are told in the evidence). Numbers in
brackets are the codes of alerts. What other connections of the same input show of a server is used where it
narrows a cause, and the evidence names the connection.
`)
	for _, f := range families {
		fmt.Fprintf(&b, "\n## %s\n", f.Name)
		for _, c := range f.Causes {
			fmt.Fprintf(&b, "\n### %s\n\n`%s`\n\n%s\n\n*Seen:* %s\n\n", c.Title, c.Code, c.Explanation, c.Seen)
			for _, a := range c.Advice {
				fmt.Fprintf(&b, "- %s\n", a)
			}
		}
	}
	const page = "../docs/causes.md"
	if *update {
		if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(have), b.String()); diff != "" {
		t.Errorf("go test ./diagnosis -update writes it anew (-page +registry):\n%s", diff)
	}
}
