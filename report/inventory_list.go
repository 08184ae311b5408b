package report

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// list puts the certificates in order, those first that somebody must act on, then by
// when they expire, and picks what is to be listed.
func (i *inventory) list(s *Summary) {
	i.at = i.ask.AsOf.of(s)
	i.all = slices.SortedFunc(maps.Values(i.kept), func(a, b *holding) int {
		return cmp.Or(cmp.Compare(a.trouble(i.at), b.trouble(i.at)), byExpiry(a, b), cmp.Compare(a.SHA256, b.SHA256))
	})
	for _, h := range i.all {
		if i.wanted(h) {
			i.listed = append(i.listed, h)
		}
	}
}

// wanted reports whether a certificate is asked for. One that does not tell when it
// expires is left out only where that is what is asked.
func (i *inventory) wanted(h *holding) bool {
	within, asked := i.ask.Within.Get()
	if !asked {
		return true
	}
	end, known := h.NotAfter.Get()
	return known && !end.After(i.at.Add(within))
}

// byExpiry puts those that don't tell when they expire last.
func byExpiry(a, b *holding) int {
	far := time.Unix(1<<40, 0)
	return a.NotAfter.Or(far).Compare(b.NotAfter.Or(far))
}
