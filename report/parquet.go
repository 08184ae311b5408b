package report

import (
	"errors"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/tlssniff/tlssniff/record"
)

// A row group is written when it has so many rows, or so many bytes before they are compressed. It waits in memory.
const (
	maxGroupRows  = 100_000
	maxGroupBytes = 64 << 20
	// pageBytes is how many bytes of a column become a page. Of each column so much waits.
	pageBytes = 128 << 10
	// maxDictionary is how many bytes of different values a column of a row group may name once; past
	// them it is written in full, as that of the uids is.
	maxDictionary = 256 << 10
)

// handedRows is how many rows are handed to the writer at once.
const handedRows = 64

// parquetFile writes a row a connection for what queries columns, with those of parquetColumns.
type parquetFile struct {
	out    io.Writer
	w      *parquet.GenericWriter[any] // nil until it is needed: it takes much to make
	values [][]parquet.Value           // of the rows that were not handed over, by column
	held   []byte                      // what these point into
	rows   int                         // how many there are
	// groupRows and groupBytes are those of the row group in hand.
	groupRows, groupBytes int
}

func newParquet(w io.Writer, o Options) (Reporter, error) {
	if o.Terminal {
		return nil, errors.New("parquet is binary, which a terminal can't show: write it to a file with -o FILE")
	}
	return &parquetFile{out: w, values: make([][]parquet.Value, len(parquetColumns))}, nil
}

// writer returns the one that rows are handed to.
func (p *parquetFile) writer() *parquet.GenericWriter[any] {
	if p.w == nil {
		p.w = parquet.NewGenericWriter[any](p.out, parquetSchema(),
			parquet.Compression(&parquet.Zstd),
			parquet.DataPageVersion(1), // which every reader knows
			parquet.DictionaryMaxBytes(maxDictionary),
			parquet.PageBufferSize(pageBytes),
			parquet.KeyValueMetadata("schema", record.Schema),
		)
	}
	return p.w
}

// Streaming is false: a file whose rows are in the order of their times lets queries pass over most of it.
func (*parquetFile) Streaming() bool { return false }

func (*parquetFile) Encode(dst []byte, c *record.Connection) []byte {
	r := parquetRow{dst}
	for i := range parquetColumns {
		parquetColumns[i].put(&r, c)
	}
	return r.b
}

func (p *parquetFile) Write(encoded []byte) error {
	from := len(p.held)
	p.held = append(p.held, encoded...)
	cells := parquetCells{p.held[from:]}
	for i := range parquetColumns {
		p.values[i] = cells.next(p.values[i], i, parquetColumns[i].kind)
	}
	p.rows++
	p.groupRows++
	p.groupBytes += len(encoded)
	if p.groupRows == maxGroupRows || p.groupBytes >= maxGroupBytes {
		if err := p.handOver(); err != nil {
			return err
		}
		p.groupRows, p.groupBytes = 0, 0
		return p.writer().Flush()
	}
	if p.rows == handedRows {
		return p.handOver()
	}
	return nil
}

// handOver gives the writer the rows that wait, each column's values at once.
func (p *parquetFile) handOver() error {
	for i, column := range p.writer().ColumnWriters() {
		if len(p.values[i]) > 0 {
			if _, err := column.WriteRowValues(p.values[i]); err != nil {
				return err
			}
		}
		clear(p.values[i])
		p.values[i] = p.values[i][:0]
	}
	p.held, p.rows = p.held[:0], 0
	return nil
}

func (p *parquetFile) Close(*Summary) error {
	if err := p.handOver(); err != nil {
		return err
	}
	return p.writer().Close()
}
