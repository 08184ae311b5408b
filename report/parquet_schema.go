package report

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/tlssniff/tlssniff/record"
)

// parquetColumn is one column: its name, what its values are, and how a record's is appended.
type parquetColumn struct {
	name string
	kind parquetKind
	put  func(*parquetRow, *record.Connection)
}

// parquetColumnOf makes a column of a function that returns what a record has for it, whose type says what the
// values are. Text that is empty and lists that are nil are absent.
func parquetColumnOf(name string, get any) parquetColumn {
	column := func(kind parquetKind, put func(*parquetRow, *record.Connection)) parquetColumn {
		return parquetColumn{name, kind, put}
	}
	type row = parquetRow
	type connection = record.Connection
	switch get := get.(type) {
	case func(*connection) string:
		return column(parquetText, func(r *row, c *connection) { text := get(c); r.text(text, text != "") })
	case func(*connection) record.Optional[string]:
		return column(parquetText, func(r *row, c *connection) { r.text(get(c).Get()) })
	case func(*connection) []string:
		return column(parquetTexts, func(r *row, c *connection) { r.texts(get(c)) })
	case func(*connection) int64:
		return column(parquetNumber, func(r *row, c *connection) { r.number(get(c), true) })
	case func(*connection) record.Optional[int]:
		return column(parquetNumber, func(r *row, c *connection) { v := get(c); r.number(int64(v.Value), v.Present) })
	case func(*connection) record.Optional[int64]:
		return column(parquetNumber, func(r *row, c *connection) { r.number(get(c).Get()) })
	case func(*connection) record.Optional[uint16]:
		return column(parquetNumber, func(r *row, c *connection) { v := get(c); r.number(int64(v.Value), v.Present) })
	case func(*connection) record.Optional[bool]:
		return column(parquetBool, func(r *row, c *connection) { r.bool(get(c).Get()) })
	case func(*connection) record.Optional[record.Milliseconds]:
		return column(parquetMillis, func(r *row, c *connection) { r.millis(get(c).Get()) })
	case func(*connection) record.Time:
		return column(parquetTime, func(r *row, c *connection) { r.time(get(c).Std(), true) })
	case func(*connection) record.Optional[time.Time]:
		return column(parquetTime, func(r *row, c *connection) { r.time(get(c).Get()) })
	}
	panic(fmt.Sprintf("column %s: there is no kind of %T", name, get))
}

// parquetSchema is that of the files.
var parquetSchema = sync.OnceValue(func() *parquet.Schema {
	group := make(parquet.Group)
	for _, c := range parquetColumns {
		group[c.name] = c.kind.node()
	}
	return parquet.NewSchema("connection", ordered{group})
})

// ordered is a group whose fields are in the order of parquetColumns, rather than in that of their names.
type ordered struct{ parquet.Group }

func (g ordered) Fields() []parquet.Field {
	fields := g.Group.Fields()
	place := func(f parquet.Field) int {
		return slices.IndexFunc(parquetColumns, func(c parquetColumn) bool { return c.name == f.Name() })
	}
	slices.SortFunc(fields, func(a, b parquet.Field) int { return place(a) - place(b) })
	return fields
}
