package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reread decodes what a record is encoded as.
func reread(t *testing.T, c *Connection) *Connection {
	t.Helper()
	line := string(c.AppendJSON(nil))
	got, err := Decode(line)
	if err != nil {
		t.Fatalf("%v in %.300s", err, line)
	}
	if got.Line != line {
		t.Fatalf("the line is kept as %q, want %q", got.Line, line)
	}
	got.Line = ""
	return got
}

func TestDecodeReadsARecordAsItWas(t *testing.T) {
	records(t, func(t *testing.T, c *Connection) {
		c.Schema = Schema
		if c.Certificates != nil {
			for _, side := range [][]PresentedCertificate{c.Certificates.Server, c.Certificates.Client} {
				for i := range side {
					if side[i].Certificate == nil {
						side[i].Certificate = new(Certificate) // it is always there in what is read
					}
				}
			}
		}
		if diff := cmp.Diff(c, reread(t, c)); diff != "" {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
	})
}

// line returns a record with these members besides its schema.
func line(members string) string { return `{"schema":"` + Schema + `",` + members + `}` }

func TestDecodeReadsJSONOfAnyForm(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want Connection
		kept bool // the line is harmless as it stands
	}{
		"spaces":           {`{ "schema" : "` + Schema + `" , "uid" : "a" }`, Connection{UID: "a"}, true},
		"tabs and returns": {"{\t\"schema\":\"" + Schema + "\",\r\"uid\":\"a\"}", Connection{UID: "a"}, false},
		"another order":    {`{"uid":"a","schema":"` + Schema + `"}`, Connection{UID: "a"}, true},
		"unknown members": {
			line(`"later":{"a":[1,-2.5e3,{"b":null}],"c":"d","e":true,"f":[],"g":{}},"uid":"a","client":{"mood":"good","port":7}`),
			Connection{UID: "a", Client: Endpoint{Port: 7}}, true,
		},
		"null is absent":           {line(`"server_name":null,"client_hello":null,"alerts":null,"uid":null`), Connection{}, true},
		"twice":                    {line(`"uid":"a","uid":"b"`), Connection{UID: "b"}, true},
		"escapes":                  {line(`"uid":"\"\\\/\b\f\n\r\t\u0041\ud83d\ude00"`), Connection{UID: "\"\\/\b\f\n\r\tA😀"}, true},
		"half of a pair":           {line(`"uid":"\ud83dx\ude00\ud83d\u0041"`), Connection{UID: "\ufffdx\ufffd\ufffdA"}, true},
		"letters":                  {line(`"uid":"bücher.漢字"`), Connection{UID: "bücher.漢字"}, true},
		"no UTF-8":                 {line("\"uid\":\"a\xffb\""), Connection{UID: "a\ufffdb"}, false},
		"what turns the direction": {line("\"uid\":\"a\u202eb\""), Connection{UID: "a\u202eb"}, false},
		"in what is not known":     {line("\"later\":\"\u202e\""), Connection{}, false},
		"DEL":                      {line("\"uid\":\"\x7f\""), Connection{UID: "\x7f"}, false},
		"a time of another zone":   {line(`"start":"1970-01-01T01:00:00.5+01:00"`), Connection{Start: 5e8}, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Decode(c.in)
			if err != nil {
				t.Fatal(err)
			}
			if kept := got.Line == c.in; kept != c.kept {
				t.Errorf("the line is kept: %v, want %v", kept, c.kept)
			}
			got.Line, c.want.Schema = "", Schema
			if diff := cmp.Diff(&c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     `line 1, byte 1: want '{'`,
		"[]":                                   `line 1, byte 1: want '{'`,
		"{}":                                   "line 1: no record of a connection: its schema is not tlssniff.connection/1",
		`{"schema":"other/1"}`:                 "line 1: no record of a connection: its schema is not tlssniff.connection/1",
		`{"schema":"tlssniff.connection/2"}`:   `line 1: of schema "tlssniff.connection/2", which this version can't read: it reads tlssniff.connection/1`,
		`{"uid":1}`:                            "line 1, byte 8: want a text",
		`{"uid":"a"`:                           `line 1, byte 11: want ','`,
		`{"uid":"a",}`:                         "line 1, byte 12: want a text",
		`{"uid" "a"}`:                          `line 1, byte 8: want ':'`,
		`{"uid":"a`:                            "line 1, byte 10: the text has no end",
		`{"uid":"a\`:                           "line 1, byte 10: the text has no end",
		`{"uid":"\x"}`:                         "line 1, byte 9: an escape that JSON does not have",
		`{"uid":"\u12g4"}`:                     "line 1, byte 9: want four hexadecimal digits",
		`{"uid":"\u12`:                         "line 1, byte 9: want four hexadecimal digits",
		"{\"uid\":\"a\x1b\"}":                  "line 1, byte 10: a control character in a text",
		line(`"uid":"a"`) + "{}":               "line 1, byte 45: more than one JSON value",
		line(`"uid":"a"`) + "\x00":             "line 1, byte 45: more than one JSON value",
		`{"cipher_suite_id":65536}`:            "line 1, byte 20: want a whole number that is neither negative nor too large",
		`{"cipher_suite_id":-1}`:               "line 1, byte 20: want a whole number that is neither negative nor too large",
		`{"dh_bits":1.5}`:                      "line 1, byte 12: want a whole number that is not too large",
		`{"dh_bits":01}`:                       "line 1, byte 12: want a number",
		`{"dh_bits":-}`:                        "line 1, byte 12: want a number",
		`{"timing":{"tcp_ms":1.}}`:             "line 1, byte 23: want a digit",
		`{"timing":{"tcp_ms":1e+}}`:            "line 1, byte 24: want a digit",
		`{"timing":{"tcp_ms":1e999}}`:          "line 1, byte 26: want a number that is not too large",
		`{"post_quantum":1}`:                   "line 1, byte 17: want true or false",
		`{"start":"yesterday"}`:                "line 1, byte 10: want a time as in 0000-00-00T00:00:00.000000000Z",
		`{"start":"0001-01-01T00:00:00Z"}`:     "line 1, byte 10: want a time between the years 1677 and 2262",
		`{"alerts":{}}`:                        `line 1, byte 11: want '['`,
		`{"later":` + strings.Repeat("[", 200): "line 1, byte 111: nested too deep",
		`{"later":nothing}`:                    "line 1, byte 10: want a number",
	} {
		c, err := Decode(in)
		if err == nil || err.Error() != want || c != nil {
			t.Errorf("%s gives %v, %v, want %s", in, c, err, want)
		}
	}
}

// FuzzDecode holds that what is read is JSON, and is the same record as encoding/json reads from its encoding.
func FuzzDecode(f *testing.F) {
	for seed := range uint64(3) {
		for mode := absent; mode <= mixed; mode++ {
			c := fill(mode, seed)
			c.Schema = Schema
			f.Add(string(c.AppendJSON(nil)))
		}
	}
	f.Add(line(`"later":[{},[],-1.5E+3,null,"\ud83d\ude00"],"uid":"` + "\xff\u202e" + `"`))
	f.Fuzz(func(t *testing.T, in string) {
		got, err := Decode(in)
		if err != nil {
			return
		}
		if !json.Valid([]byte(in)) {
			t.Fatalf("read what is no JSON: %q", in)
		}
		if kept := got.AppendJSON(nil); bytes.ContainsFunc(kept, func(r rune) bool { return r < 0x20 || r >= 0x7f && harmful(r) }) {
			t.Fatalf("a terminal acts on %q", kept)
		}
		got.Line = ""
		want := new(Connection)
		encoded := got.AppendJSON(nil)
		if err := json.Unmarshal(encoded, want); err != nil {
			t.Fatalf("%v in %q", err, encoded)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-encoding/json +got):\n%s", diff)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	line := string(tls12().AppendJSON(nil))
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(line); err != nil {
			b.Fatal(err)
		}
	}
}
