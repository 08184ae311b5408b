package report

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/tlssniff/tlssniff/record"
)

// parquetKind is what the values of a column are.
type parquetKind int

const (
	parquetText parquetKind = iota
	parquetTexts
	parquetNumber
	parquetBool
	parquetMillis
	parquetTime
)

// node returns the columns of a kind as the file's schema has them. Anything may be absent.
func (k parquetKind) node() parquet.Node {
	text := parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	switch k {
	case parquetText:
		return parquet.Optional(text)
	case parquetTexts:
		return parquet.Optional(parquet.List(text))
	case parquetBool:
		return parquet.Optional(parquet.Leaf(parquet.BooleanType))
	case parquetMillis:
		return parquet.Optional(parquet.Leaf(parquet.DoubleType))
	case parquetTime:
		// Microseconds: few readers know nanoseconds.
		return parquet.Optional(parquet.Timestamp(parquet.Microsecond))
	}
	return parquet.Optional(parquet.Int(64))
}

// parquetRow appends a row's values, column by column, as parquetCells takes them apart: first 0 where the
// column is absent, else how many values there are, plus 1.
type parquetRow struct{ b []byte }

func (r *parquetRow) count(n int) { r.b = binary.AppendUvarint(r.b, uint64(n)) }

func (r *parquetRow) absent() { r.count(0) }

func (r *parquetRow) one() { r.count(2) }

// clean appends text that is harmless to look at, and therefore UTF-8, which readers insist on.
func (r *parquetRow) clean(text string) {
	text = Clean(text)
	r.count(len(text))
	r.b = append(r.b, text...)
}

func (r *parquetRow) text(text string, there bool) {
	if !there {
		r.absent()
		return
	}
	r.one()
	r.clean(text)
}

func (r *parquetRow) texts(list []string) {
	if list == nil {
		r.absent()
		return
	}
	r.count(len(list) + 1)
	for _, text := range list {
		r.clean(text)
	}
}

func (r *parquetRow) number(n int64, there bool) {
	if !there {
		r.absent()
		return
	}
	r.one()
	r.b = binary.AppendVarint(r.b, n)
}

func (r *parquetRow) bool(v, there bool) {
	n := int64(0)
	if v {
		n = 1
	}
	r.number(n, there)
}

func (r *parquetRow) millis(ms record.Milliseconds, there bool) {
	if !there {
		r.absent()
		return
	}
	r.one()
	r.b = binary.BigEndian.AppendUint64(r.b, math.Float64bits(float64(ms)))
}

func (r *parquetRow) time(t time.Time, there bool) { r.number(t.UnixMicro(), there) }

// parquetCells takes apart what parquetRow put together.
type parquetCells struct{ b []byte }

// next appends the values of the row's next column. Texts point into the row.
func (c *parquetCells) next(values []parquet.Value, column int, kind parquetKind) []parquet.Value {
	// The levels say how much there is of the path to a value: a list, its member; and whether the value goes on in a list.
	n := c.count()
	if n <= 1 {
		return append(values, parquet.NullValue().Level(0, n, column))
	}
	present := 1
	if kind == parquetTexts {
		present = 2
	}
	for i := range n - 1 {
		values = append(values, c.value(kind).Level(min(i, 1), present, column))
	}
	return values
}

func (c *parquetCells) value(kind parquetKind) parquet.Value {
	switch kind {
	case parquetText, parquetTexts:
		n := c.count()
		text := c.b[:n]
		c.b = c.b[n:]
		return parquet.ByteArrayValue(text)
	case parquetMillis:
		bits := binary.BigEndian.Uint64(c.b)
		c.b = c.b[8:]
		return parquet.DoubleValue(math.Float64frombits(bits))
	}
	n, length := binary.Varint(c.b)
	c.b = c.b[length:]
	if kind == parquetBool {
		return parquet.BooleanValue(n == 1)
	}
	return parquet.Int64Value(n)
}

func (c *parquetCells) count() int {
	n, length := binary.Uvarint(c.b)
	c.b = c.b[length:]
	return int(n)
}
