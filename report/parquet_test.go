package report

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/tlssniff/tlssniff/record"
)

// parquetRows reads a Parquet file back: a map from column to its values as text, a row a connection. What is absent is left out.
func parquetRows(t *testing.T, text string) []map[string][]string {
	t.Helper()
	file, err := parquet.OpenFile(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string][]string
	for _, group := range file.RowGroups() {
		reader := group.Rows()
		defer reader.Close()
		one := make([]parquet.Row, 1)
		for n, _ := reader.ReadRows(one); n > 0; n, _ = reader.ReadRows(one) {
			row := make(map[string][]string)
			for _, v := range one[0] {
				path := file.Schema().Columns()[v.Column()]
				switch {
				case !v.IsNull():
					row[path[0]] = append(row[path[0]], v.String())
				case v.DefinitionLevel() > 0:
					row[path[0]] = []string{} // a list without members
				}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func TestParquetHoldsWhatTheRecordDoes(t *testing.T) {
	c := failed(1, "www.example.com", "handshake_failure", "server")
	c.ClientHello = &record.ClientHello{ALPN: []string{"h2", "http/1.1"}, CipherSuites: []string{}}
	c.PostQuantum, c.CipherSuiteID = record.Some(false), record.Some[uint16](0)
	c.Timing = &record.Timing{TCP: record.Some(record.Milliseconds(1.5))}
	c.Findings = []record.Finding{{Code: "tls_1_0"}, {Code: "weak_key"}}
	want := []map[string][]string{{
		"uid": {"C00000000000000000000001"}, "outcome": {"failed"}, "transport": {"tcp"}, "close": {"fin_client"},
		"start": {"1709172001123456"}, "end": {"1709172001246456"},
		"client_ip": {"192.0.2.10"}, "client_port": {"40001"}, "client_packets": {"0"}, "client_bytes": {"0"},
		"server_ip": {"198.51.100.80"}, "server_port": {"443"}, "server_packets": {"0"}, "server_bytes": {"0"},
		"server_name": {"www.example.com"}, "alerts": {"handshake_failure from server"}, "findings": {"tls_1_0", "weak_key"},
		"client_hello_alpn": {"h2", "http/1.1"}, "client_hello_cipher_suites": {},
		"post_quantum": {"false"}, "cipher_suite_id": {"0"}, "timing_tcp_ms": {"1.5"},
		"capture_source": {"made-up.pcap"}, "capture_first_packet": {"10"}, "capture_last_packet": {"19"},
	}}
	if diff := cmp.Diff(want, parquetRows(t, print(t, "parquet", Options{}, run(), []*record.Connection{c}))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParquetKeepsTheOrderOfColumnsAndRows(t *testing.T) {
	var records []*record.Connection
	for n := range 3*handedRows + 1 {
		records = append(records, established(n, fmt.Sprintf("%d.example", n), "TLS 1.3", "TLS_AES_128_GCM_SHA256", "x25519"))
	}
	text := print(t, "parquet", Options{}, run(), records)
	rows := parquetRows(t, text)
	if len(rows) != len(records) {
		t.Fatalf("%d rows, want %d", len(rows), len(records))
	}
	for i, row := range rows {
		if want := []string{records[i].ServerName.Value}; !slices.Equal(row["server_name"], want) {
			t.Errorf("row %d: %v, want %v", i, row["server_name"], want)
		}
	}
	file, err := parquet.OpenFile(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	for i, field := range file.Schema().Fields() {
		if field.Name() != parquetColumns[i].name {
			t.Errorf("column %d is %s, want %s", i, field.Name(), parquetColumns[i].name)
		}
	}
	if schema, _ := file.Lookup("schema"); schema != record.Schema {
		t.Errorf("the file is of schema %q", schema)
	}
}

func TestParquetOfNothingHasColumns(t *testing.T) {
	text := print(t, "parquet", Options{}, run(), nil)
	file, err := parquet.OpenFile(strings.NewReader(text), int64(len(text)))
	if err != nil || file.NumRows() != 0 || len(file.Schema().Fields()) != len(parquetColumns) {
		t.Errorf("%v: %d rows, %d columns", err, file.NumRows(), len(file.Schema().Fields()))
	}
}

func TestParquetRowGroupsAreBounded(t *testing.T) {
	var out bytes.Buffer
	r, err := newParquet(&out, Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := connection(1, record.OutcomeFailed, strings.Repeat("x", 1<<20))
	encoded := r.Encode(nil, c)
	for range maxGroupBytes/len(encoded) + 2 {
		if err := r.Write(encoded); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(run()); err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil || len(file.RowGroups()) != 2 {
		t.Errorf("%v: %d row groups, want 2", err, len(file.RowGroups()))
	}
}

func TestParquetShowsNothingThatATerminalActsOn(t *testing.T) {
	for _, text := range []string{hostile, "\xff\xfe", strings.Repeat("é", 300)} {
		c := new(record.Connection)
		poison(reflect.ValueOf(c).Elem(), text)
		rows := parquetRows(t, print(t, "parquet", Options{}, run(), []*record.Connection{c}))
		if len(rows[0]) < len(parquetColumns)-5 {
			t.Errorf("only %d columns are there", len(rows[0]))
		}
		for column, values := range rows[0] {
			for _, v := range values {
				if !utf8.ValidString(v) || strings.ContainsFunc(v, func(r rune) bool { return !printable(r) }) {
					t.Errorf("%s holds %q", column, v)
				}
			}
		}
	}
}

func TestParquetIsNotWrittenToATerminal(t *testing.T) {
	if _, err := New("parquet", new(bytes.Buffer), Options{Terminal: true}); err == nil || !strings.Contains(err.Error(), "-o FILE") {
		t.Errorf("got %v", err)
	}
}
