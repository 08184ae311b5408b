// Package iana has the names of the code points in the IANA registries for TLS.
// They are generated from the CSV files in this folder.
//
// XName looks a name up by its value: it is for the hot path and allocates
// nothing. XValue goes the other way by looking through the registry: it is for
// people's questions. Xs goes through a whole registry.
package iana

import "iter"

//go:generate go run gen.go

// index finds the names of one registry by value. Values below its length of
// dense are looked up at once, others by searching sparse.
type index struct {
	dense  []string
	sparse []entry // sorted by value
}

type entry struct {
	value uint32
	name  string
}

func (x *index) name(value uint32) (string, bool) {
	if uint64(value) < uint64(len(x.dense)) {
		return x.dense[value], x.dense[value] != ""
	}
	low, high := 0, len(x.sparse)
	for low < high {
		if mid := (low + high) / 2; x.sparse[mid].value < value {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(x.sparse) && x.sparse[low].value == value {
		return x.sparse[low].name, true
	}
	return "", false
}

// value finds the lowest code point of a name.
func (x *index) value(name string) (uint32, bool) {
	if name == "" {
		return 0, false
	}
	for v, n := range x.dense {
		if n == name {
			return uint32(v), true
		}
	}
	for _, e := range x.sparse {
		if e.name == name {
			return e.value, true
		}
	}
	return 0, false
}

// all yields a registry's entries in the order of their values.
func all[T uint8 | uint16 | uint32](x *index) iter.Seq2[T, string] {
	return func(yield func(T, string) bool) {
		for v, name := range x.dense {
			if name != "" && !yield(T(v), name) {
				return
			}
		}
		for _, e := range x.sparse {
			if !yield(T(e.value), e.name) {
				return
			}
		}
	}
}
