package record

import "encoding/json"

// Optional is a field that may not have been seen on the wire. What was seen
// is present even when it is empty or zero; what was not seen is left out of
// every format. Presence is therefore never inferred from a value.
type Optional[T any] struct {
	Value   T
	Present bool
}

// Some returns a present value.
func Some[T any](v T) Optional[T] { return Optional[T]{Value: v, Present: true} }

// Get returns the value and whether it is present.
func (o Optional[T]) Get() (T, bool) { return o.Value, o.Present }

// Or returns the value, or otherwise if it is not present.
func (o Optional[T]) Or(otherwise T) T {
	if o.Present {
		return o.Value
	}
	return otherwise
}

// IsZero reports that the field is absent; encoding/json's omitzero asks it.
func (o Optional[T]) IsZero() bool { return !o.Present }

// MarshalJSON encodes the value alone. An absent one never gets here, because
// every Optional field is marked omitzero.
func (o Optional[T]) MarshalJSON() ([]byte, error) { return json.Marshal(o.Value) }

// UnmarshalJSON makes the field present.
func (o *Optional[T]) UnmarshalJSON(b []byte) error {
	o.Present = true
	return json.Unmarshal(b, &o.Value)
}
