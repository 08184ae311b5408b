package certificate

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// prefixed puts a length of 16 bits before bytes.
func prefixed(parts ...[]byte) []byte {
	b := bytes.Join(parts, nil)
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...)
}

func timestamp(version, log byte, milliseconds uint64) []byte {
	b := append([]byte{version}, bytes.Repeat([]byte{log}, 32)...)
	b = binary.BigEndian.AppendUint64(b, milliseconds)
	return append(b, 0, 0, 4, 3, 0, 2, 0xaa, 0xbb)
}

func TestParseSCTs(t *testing.T) {
	one := record.SCT{Source: "ocsp", LogID: strings.Repeat("07", 32), Timestamp: time.UnixMilli(1700000000123).UTC()}
	encoded := prefixed(timestamp(0, 7, 1700000000123))
	tests := []struct {
		name   string
		list   []byte
		want   []record.SCT
		broken bool
	}{
		{"none", prefixed(), nil, false},
		{"one", prefixed(encoded), []record.SCT{one}, false},
		{"two", prefixed(encoded, encoded), []record.SCT{one, one}, false},
		{"another version", prefixed(prefixed([]byte{1, 2, 3}), encoded), []record.SCT{one}, false},
		{"nothing", nil, nil, true},
		{"bytes behind", append(prefixed(encoded), 0), nil, true},
		{"cut", prefixed(encoded, encoded[:20]), []record.SCT{one}, true},
		{"empty timestamp", prefixed(encoded, prefixed()), []record.SCT{one}, true},
		{"short timestamp", prefixed(prefixed(timestamp(0, 7, 1)[:45])), nil, true},
		{"after the year 9999", prefixed(prefixed(timestamp(0, 7, lastMillisecond+1))), nil, true},
	}
	for _, test := range tests {
		got, err := ParseSCTs(test.list, "ocsp")
		if diff := cmp.Diff(test.want, got); diff != "" || (err != nil) != test.broken {
			t.Errorf("%s: %v %s", test.name, err, diff)
		}
	}
}
