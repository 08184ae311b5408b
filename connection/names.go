package connection

import "github.com/tlssniff/tlssniff/tlsparse"

// Of the lists whose names are remembered: how many of a kind, and how long they may be, in bytes.
const (
	maxLists   = 1024
	maxListLen = 512
)

// listNames remembers the names of lists that were seen before. Clients made of the
// same software offer the same lists, so that their records share one. What is
// handed out is not to be changed.
type listNames[T interface {
	~uint16
	String() string
}] struct {
	known map[string][]string
}

// of returns the names of a list's code points; it is never nil.
func (n *listNames[T]) of(list tlsparse.List[T]) []string {
	if names, ok := n.known[string(list)]; ok {
		return names
	}
	names := make([]string, 0, list.Len())
	for v := range list.All() {
		names = append(names, v.String())
	}
	if len(list) > maxListLen {
		return names
	}
	remember(&n.known, maxLists, string(list), names)
	return names
}
