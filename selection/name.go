package selection

import (
	"fmt"
	"strings"
)

// namePattern is a host name, or a suffix of names where it begins with a dot. It is canonical.
type namePattern string

// namePatterns reads names, of which each may begin with *. for one label or more.
func namePatterns(texts []string) ([]namePattern, error) {
	var all []namePattern
	for _, text := range texts {
		p, err := parseName(text)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func parseName(text string) (namePattern, error) {
	name := canonical(text)
	rest, wild := strings.CutPrefix(name, "*.")
	if rest == "" || strings.HasPrefix(rest, ".") || strings.ContainsAny(rest, "*/ :,") {
		return "", fmt.Errorf("%q is no name: it is as server.example, or *.example for all names below", text)
	}
	if wild {
		return namePattern("." + rest), nil
	}
	return namePattern(rest), nil
}

func (p namePattern) match(name string) bool {
	if p[0] == '.' {
		return len(name) > len(p) && strings.HasSuffix(name, string(p))
	}
	return name == string(p)
}

// named reports whether a name as it was sent fits one of the patterns.
func named(patterns []namePattern, name string) bool {
	name = canonical(name)
	for _, p := range patterns {
		if p.match(name) {
			return true
		}
	}
	return false
}
